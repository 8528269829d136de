import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { explainNetworkError } from '../explain/network.js'
import { open } from './open.js'
import type { Route } from './reach.js'

/** Opens connections our own way, and keeps them for the next request of any caller. */
export function agentFor(route: Route): HttpAgent {
  const { protocol } = new URL(route.url)
  const agent = new (protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
  return Object.assign(agent, {
    createConnection: (_options: unknown, callback: (error: Error | null, socket?: unknown) => void): undefined => {
      open(route).then(
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
