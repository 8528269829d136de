import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { explainNetworkError } from '../explain/network.js'
import { open } from './open.js'
import type { Route } from './reach.js'

/** An agent that opens connections before they are needed. */
export interface Agent extends HttpAgent {
  /** Opens connections until there are so many. */
  openUpTo: (count: number) => void
}

/**
 * Opens connections our own way, and keeps them for the next request of any caller. As many as there will be requests at once are opened ahead: until they are
 * sent, the server has the time for its part.
 */
export function agentFor(route: Route, ahead: number): Agent {
  const { protocol } = new URL(route.url)
  const agent = new (protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
  const waiting = new Set<Promise<Socket>>()
  /** that are made for a request, and not yet the agent's */
  let underWay = 0
  const openUpTo = (count: number): void => {
    const inUse = [agent.sockets, agent.freeSockets].flatMap((sockets) => Object.values(sockets).flat())
    for (let there = waiting.size + underWay + inUse.length; there < count; there++) {
      const opening = open(route)
      waiting.add(opening)
      // What goes wrong is told to who waits for it; for who comes later it is tried again.
      opening.catch(() => waiting.delete(opening))
    }
  }
  openUpTo(ahead)
  const next = async (): Promise<Socket> => {
    const [first] = waiting
    if (first === undefined) return open(route)
    waiting.delete(first)
    const socket = await first
    // Who does not wait so long for a request closes the connection, HAProxy with an answer (408, `timeout http-request`), which would be taken for ours.
    if (!socket.destroyed && socket.readableLength === 0) return socket
    socket.destroy()
    return open(route)
  }
  return Object.assign(agent, {
    openUpTo,
    destroy: () => {
      for (const opening of waiting)
        opening.then(
          (socket) => socket.destroy(),
          () => undefined,
        )
      HttpAgent.prototype.destroy.call(agent)
    },
    createConnection: (_options: unknown, callback: (error: Error | null, socket?: unknown) => void): undefined => {
      underWay++
      next().then(
        (socket) => {
          underWay--
          callback(null, socket)
        },
        (reason: unknown) => {
          underWay--
          callback(explainNetworkError(reason, route))
        },
      )
    },
  })
}
