import type { Send } from '../server.js'

/** The most requests to one server at a time, from all callers together; so it has no more connections either. */
const most = 8

/** Sends as many at a time as a server should be asked; the others wait until one has its answer. An agent's own bound does not count connections that are being opened. */
export function inTurn(send: Send): Send {
  let free = most
  const waiting: (() => void)[] = []
  return async (...asked) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await send(...asked)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
