import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { explainNetworkError } from '../explain/network.js'
import { open } from './open.js'
import type { Route } from './reach.js'

/**
 * Opens connections our own way, and keeps them for the next request of any caller. The first is opened at once: until there is a request to send, the server
 * has the time for its part.
 */
export function agentFor(route: Route): HttpAgent {
  const { protocol } = new URL(route.url)
  const agent = new (protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
  let ahead: Promise<Socket> | undefined = open(route)
  // What goes wrong with it is told to who asks for a connection.
  const ignore = () => undefined
  ahead.catch(ignore)
  const next = async (): Promise<Socket> => {
    const first = ahead
    ahead = undefined
    const socket = await first
    return socket === undefined || socket.destroyed ? open(route) : socket
  }
  return Object.assign(agent, {
    destroy: () => {
      ahead?.then((socket) => socket.destroy(), ignore)
      HttpAgent.prototype.destroy.call(agent)
    },
    createConnection: (_options: unknown, callback: (error: Error | null, socket?: unknown) => void): undefined => {
      next().then(
        (socket) => {
          callback(null, socket)
        },
        (reason: unknown) => {
          callback(explainNetworkError(reason, route))
        },
      )
    },
  })
}
