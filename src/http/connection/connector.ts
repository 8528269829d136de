import type { Socket } from 'node:net'
import { explainNetworkError } from '../explain/network.js'
import { open } from './open.js'
import type { Route } from './reach.js'

/**
 * undici listens to a socket only when its parser has been loaded, which may be a moment after it got its first one. A close that it missed is told
 * again, or its request would wait for ever. Seen with undici 6.29 and servers that break off after the handshake of TLS 1.3.
 */
function repeatClose(socket: Socket): void {
  const onListener = (event: string | symbol) => {
    if (event !== 'close') return
    socket.off('newListener', onListener)
    if (socket.closed) setImmediate(() => socket.emit('close'))
  }
  socket.on('newListener', onListener)
}

/** Opens connections for undici and for Node's agents alike. */
export function connector(route: Route, onFailure: (error: Error) => void) {
  return (_options: unknown, callback: (error: Error | null, socket: Socket | null) => void): undefined => {
    open(route).then(
      (socket) => {
        repeatClose(socket)
        callback(null, socket)
      },
      (reason: unknown) => {
        const error = explainNetworkError(reason, route)
        onFailure(error)
        callback(error, null)
      },
    )
  }
}
