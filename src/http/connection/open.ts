import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { types } from 'node:util'
import { InterruptedError, type UnreachableError } from '../../errors.js'
import { explainNetworkError } from '../explain/network.js'
import { reach, type Route, until } from './reach.js'
import { secured, serverName } from './tls-handshake.js'

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
    await until('secureConnect', socket, route)
    return true
  } catch (error) {
    return isAlert(error)
  } finally {
    socket.destroy()
  }
}

/** Only who speaks TLS sends an alert of it. */
const isAlert = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && /_ALERT_/.test(String(error.code))
