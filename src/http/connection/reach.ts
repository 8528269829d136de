import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTcp, type Socket } from 'node:net'
import { types } from 'node:util'
import { UnreachableError } from '../../errors.js'
import type { Endpoint } from '../explain/endpoint.js'
import { proxyProblem, proxyRefusal } from '../explain/proxy.js'
import type { ProxyServer } from '../proxy.js'
import type { Tls } from '../tls.js'
import { allAuthorities } from './authorities.js'

/** How to get to one server. */
export interface Route extends Endpoint {
  tls: Tls
  /** undefined: directly */
  proxy: ProxyServer | undefined
  signal: AbortSignal
}

/** milliseconds for each stage: reaching the host, the answer of a proxy, TLS */
const stageTimeout = 10_000

/** To the host itself, or through a proxy to it. */
export async function reach(route: Route): Promise<Socket> {
  if (route.proxy) return tunnel(route, route.proxy)
  const { url } = route
  const socket = connectTcp({ host: hostOf(url), port: portOf(url) })
  await until('connect', socket, route)
  return socket
}

/** CONNECT, for plain HTTP too: so the proxy's own refusals cannot be taken for the server's. */
async function tunnel(route: Route, proxy: ProxyServer): Promise<Socket> {
  const host = new URL(route.url).hostname
  const target = `${host}:${portOf(route.url)}`
  const secure = proxy.url.startsWith('https:')
  const request = (secure ? httpsRequest : httpRequest)(proxy.url, {
    method: 'CONNECT',
    path: target,
    agent: false,
    headers: { host: target, ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }) },
    ...(secure && { ca: allAuthorities(route.tls) }),
  }).end()
  // Where nobody waits for it any more it is destroyed, and so ends with an error of its own, too.
  request.on('error', () => undefined)
  try {
    const signal = AbortSignal.any([route.signal, AbortSignal.timeout(stageTimeout)])
    const [answer, socket] = (await Promise.race([
      once(request, 'connect', { signal }),
      once(request, 'response', { signal }),
    ])) as [IncomingMessage, Socket?]
    if (answer.statusCode !== 200 || socket === undefined)
      throw proxyRefusal({ status: answer.statusCode ?? 0, words: answer.statusMessage ?? '' }, target, proxy, route)
    return socket
  } catch (error) {
    request.destroy()
    if (error instanceof UnreachableError || route.signal.aborted) throw error
    throw proxyProblem(timedOut(error), proxy, route)
  }
}

/** Waits for the event; a socket that does not come to it is closed. An error after it has no one to hear it yet: `open` looks for it. */
export async function until(event: string, socket: Socket, { signal }: Route): Promise<void> {
  socket.on('error', () => undefined)
  try {
    await once(socket, event, { signal: AbortSignal.any([signal, AbortSignal.timeout(stageTimeout)]) })
  } catch (error) {
    socket.destroy()
    throw timedOut(error)
  }
}

const timedOut = (error: unknown): unknown =>
  types.isNativeError(error) && error.name === 'AbortError'
    ? Object.assign(new Error(`no answer within ${stageTimeout / 1000} s`), { code: 'ETIMEDOUT' })
    : error

export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '')

const portOf = (url: string): number => {
  const { port, protocol } = new URL(url)
  return Number(port || (protocol === 'https:' ? 443 : 80))
}
