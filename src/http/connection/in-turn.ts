import { InterruptedError } from '../../errors.js'
import type { Send } from '../server.js'

/** The most requests to one server at a time, from all callers together; so it has no more connections either. */
const most = 8

/**
 * Sends as many at a time as a server should be asked; the others wait until one has its answer. A server that is too busy (429, 503) is sent half as many
 * at a time, and with each answer that is none of these a little more again. An agent's own bound does not count connections that are being opened.
 */
export function inTurn(send: Send): Send {
  let [bound, underWay] = [most, 0]
  const waiting: (() => void)[] = []
  const goOn = () => {
    for (; underWay < Math.floor(bound) && waiting.length > 0; underWay++) waiting.shift()?.()
  }
  return async (request, headers, limits) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      goOn()
    })
    try {
      // Nothing of it has been sent.
      if (limits.begin.aborted) throw new InterruptedError()
      const answer = await send(request, headers, limits)
      const isTooMuch = answer.status === 429 || answer.status === 503
      bound = isTooMuch ? Math.max(bound / 2, 1) : Math.min(bound + 1 / bound, most)
      return answer
    } finally {
      underWay--
      goOn()
    }
  }
}
