import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { explainNetworkError } from '../explain/network.js'
import { open } from './open.js'
import type { Route } from './reach.js'

/**
 * Opens connections our own way, and keeps them for the next request of any caller. As many as there will be requests at once are opened ahead: until they are
 * sent, the server has the time for its part.
 */
export function agentFor(route: Route, ahead: number): HttpAgent {
  const { protocol } = new URL(route.url)
  const agent = new (protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
  const waiting = new Set<Promise<Socket>>()
  for (let count = 0; count < ahead; count++) {
    const opening = open(route)
    waiting.add(opening)
    // What goes wrong is told to who waits for it; for who comes later it is tried again.
    opening.catch(() => waiting.delete(opening))
  }
  const next = async (): Promise<Socket> => {
    const [first] = waiting
    if (first === undefined) return open(route)
    waiting.delete(first)
    const socket = await first
    return socket.destroyed ? open(route) : socket
  }
  return Object.assign(agent, {
    destroy: () => {
      for (const opening of waiting)
        opening.then(
          (socket) => socket.destroy(),
          () => undefined,
        )
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
