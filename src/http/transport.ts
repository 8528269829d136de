import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { types } from 'node:util'
import { InterruptedError, UnreachableError } from '../errors.js'
import { certificateProblem, fingerprintProblem } from './explain/certificate.js'
import { chainOf, fingerprintOf, validFrom, validTo } from './certificates.js'
import { explainNetworkError } from './explain/network.js'
import type { ProxyServer } from './proxy.js'
import { proxyProblem, proxyRefusal } from './explain/proxy.js'
import type { Tls } from './tls.js'

/** How to get to one server. */
export interface Route {
  url: string
  /** what a person calls it */
  title: string
  tls: Tls
  /** undefined: directly */
  proxy: ProxyServer | undefined
  signal: AbortSignal
}

/** milliseconds for each stage: reaching the host, the answer of a proxy, TLS */
const stageTimeout = 10_000

/**
 * Opens a connection over which credentials may go: with TLS, the other end has proved by now who it is. Nothing of a request has
 * been sent before.
 * @throws UnreachableError, whose message says at which stage it failed and why
 */
export async function open(route: Route): Promise<Socket> {
  try {
    const { protocol } = new URL(route.url)
    const socket = protocol === 'https:' ? await secured(route) : await reach(route)
    // The server may have broken it off again with the same breath, before anyone else could listen.
    if (socket.destroyed) throw socket.errored ?? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    return socket
  } catch (error) {
    if (route.signal.aborted) throw new InterruptedError()
    throw explainNetworkError(error, route)
  }
}

/**
 * What the server says against the connection once it is made: with TLS 1.3 it refuses a client's certificate, or the lack of one, only then, and the
 * refusal gets lost when a request is under way. undefined: nothing within a second.
 */
export async function laterAlert(route: Route): Promise<UnreachableError | undefined> {
  const socket = await open(route)
  try {
    await once(socket.resume(), 'close', { signal: AbortSignal.any([route.signal, AbortSignal.timeout(1000)]) })
  } catch (error) {
    if (isAlert(error)) return explainNetworkError(error, route)
  } finally {
    socket.destroy()
  }
  return undefined
}

/** Only who speaks TLS sends an alert of it. */
const isAlert = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && /_ALERT_/.test(String(error.code))

/** Whether TLS is spoken there: to tell why plain HTTP got no answer. Sends nothing but a greeting. */
export async function speaksTls(route: Route): Promise<boolean> {
  let raw: Socket
  try {
    raw = await reach(route)
  } catch {
    return false
  }
  const socket = connectTls({ socket: raw, ...serverName(route), rejectUnauthorized: false })
  try {
    await stage(socket, 'secureConnect', route)
    return true
  } catch (error) {
    return isAlert(error)
  } finally {
    socket.destroy()
  }
}

async function secured(route: Route): Promise<TLSSocket> {
  const { tls } = route
  const socket = await handshake(route, contextFor(tls))
  const chain = chainOf(socket.getPeerX509Certificate())
  const refuse = (problem: UnreachableError): never => {
    socket.destroy()
    throw problem
  }
  const untrusted = () => certificateProblem(codeOf(socket), chain, route, new Date())
  if (tls.insecure) return socket
  if (tls.fingerprints.length === 0) return socket.authorized ? socket : refuse(untrusted())

  const pinned = chain.find((certificate) => tls.fingerprints.includes(fingerprintOf(certificate)))
  const [own] = chain
  if (pinned === undefined || own === undefined) return refuse(fingerprintProblem(tls.fingerprints, chain, route))
  // An authority that was named on top of it must vouch for it too.
  if (tls.ca !== undefined && !socket.authorized) return refuse(untrusted())
  if (pinned === own) {
    // It is this very certificate, no matter who issued it and what name it has. But its time must not be over.
    const now = new Date()
    if (validTo(own) < now) return refuse(certificateProblem('CERT_HAS_EXPIRED', [own], route, now))
    if (validFrom(own) > now) return refuse(certificateProblem('CERT_NOT_YET_VALID', [own], route, now))
    return socket
  }
  // Anybody can show the certificate of an authority. Whether it really stands above the server's, OpenSSL finds out when it is the only one trusted.
  socket.destroy()
  const verified = await handshake(route, contextFor({ ...tls, ca: pinned.toString() }))
  if (verified.authorized) return verified
  verified.destroy()
  throw certificateProblem(codeOf(verified), chain, route, new Date())
}

/** Node keeps the code here, whatever its type says. */
const codeOf = (socket: TLSSocket): string => String(socket.authorizationError)

async function handshake(route: Route, secureContext: SecureContext): Promise<TLSSocket> {
  const raw = await reach(route)
  // Not rejected by Node but by `secured`, which can look at the certificate and say what is wrong with it. Without a session to resume,
  // every connection shows its certificates.
  const socket = connectTls({
    socket: raw,
    ...serverName(route),
    secureContext,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  })
  await stage(socket, 'secureConnect', route)
  return socket
}

/** TLS knows no addresses in the place of names: https://www.rfc-editor.org/rfc/rfc6066#section-3 */
function serverName({ url }: Route): { host: string; servername: string } {
  const host = hostOf(url)
  return { host, servername: isIP(host) === 0 ? host : '' }
}

const contexts = new WeakMap<Tls, SecureContext>()

function contextFor(tls: Tls): SecureContext {
  const known = contexts.get(tls)
  if (known) return known
  const context = createSecureContext({
    ca: tls.ca === undefined ? allAuthorities(tls) : [tls.ca],
    // The file may hold an intermediate authority and no root. From Node 20.18 on; before, the root is needed.
    ...{ allowPartialTrustChain: tls.ca !== undefined },
    ...tls.clientCertificate,
  })
  contexts.set(tls, context)
  return context
}

/** Each only once, however its lines are broken: most of this machine's are Node's too, and each costs time. */
const allAuthorities = ({ system }: Tls): string[] => [
  ...new Map([...rootCertificates, ...system].map((pem) => [pem.replace(/\s/g, ''), pem])).values(),
]

/** To the host itself, or through a proxy to it. */
async function reach(route: Route): Promise<Socket> {
  if (route.proxy) return tunnel(route, route.proxy)
  const { url } = route
  const socket = connectTcp({ host: hostOf(url), port: portOf(url) })
  await stage(socket, 'connect', route)
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
  try {
    const signal = AbortSignal.any([route.signal, AbortSignal.timeout(stageTimeout)])
    const [answer, socket] = (await Promise.race([
      once(request, 'connect', { signal }),
      once(request, 'response', { signal }),
    ])) as [IncomingMessage, Socket?]
    if (answer.statusCode !== 200 || socket === undefined)
      throw proxyRefusal(answer.statusCode ?? 0, answer.statusMessage ?? '', target, proxy, route)
    return socket
  } catch (error) {
    request.destroy()
    if (error instanceof UnreachableError || route.signal.aborted) throw error
    throw proxyProblem(timedOut(error), proxy, route)
  }
}

/** Waits for the event; a socket that does not come to it is closed. An error after it has no one to hear it yet: `open` looks for it. */
async function stage(socket: Socket, event: string, { signal }: Route): Promise<void> {
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

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '')

const portOf = (url: string): number => {
  const { port, protocol } = new URL(url)
  return Number(port || (protocol === 'https:' ? 443 : 80))
}
