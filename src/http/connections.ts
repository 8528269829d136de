import { setMaxListeners } from 'node:events'
import type { Server } from './server.js'

/** The servers of one run: connections are made once, used by every identity, and closed at its end. */
export interface Connections {
  /** ends what is under way: when the run is over, or must not wait any longer */
  signal: AbortSignal
  to: (url: string, open: () => Promise<Server>) => Promise<Server>
  /** milliseconds waited so far for servers that were busy or away: all requests of a run have one deadline */
  waited: () => number
  onWait: (milliseconds: number) => void
  close: () => Promise<void>
}

/** @param hurry ends requests and connections at once */
export function createConnections(hurry: AbortSignal): Connections {
  const closed = new AbortController()
  setMaxListeners(0, closed.signal)
  const servers = new Map<string, Promise<Server>>()
  let waited = 0
  return {
    signal: AbortSignal.any([hurry, closed.signal]),
    to: (url, open) => {
      const server = servers.get(url) ?? open()
      servers.set(url, server)
      return server
    },
    waited: () => waited,
    onWait: (milliseconds) => {
      waited += milliseconds
    },
    close: async () => {
      closed.abort()
      for (const server of await Promise.allSettled(servers.values()))
        if (server.status === 'fulfilled') server.value.close()
    },
  }
}
