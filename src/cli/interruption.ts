import { setMaxListeners } from 'node:events'
import { exitCodes } from '../errors.js'

export interface Interruption {
  /** nothing more is begun */
  signal: AbortSignal
  /** what is under way is not waited for either */
  hurry: AbortSignal
  /** stops the run as Ctrl-C does */
  interrupt: () => void
  /** no longer listens */
  stop: () => void
}

/** milliseconds: npm and sudo pass on what the terminal has sent to the program already */
const sameKeystroke = 250
/** milliseconds: what was pressed twice has this long to say how it ended */
const lastWord = 1000

/**
 * Ctrl-C (SIGINT), SIGTERM and a line that drops (SIGHUP) stop at the next safe point. A second one of the first two does not wait for what is under
 * way either. A second SIGHUP says nothing new: a line that drops drops on all levels.
 */
export function interruptions(): Interruption {
  const [first, second] = [new AbortController(), new AbortController()]
  // Every connection and request listens, for as long as it is there.
  setMaxListeners(0, first.signal, second.signal)
  let since = 0
  const interrupt = () => {
    if (first.signal.aborted) return
    since = performance.now()
    first.abort()
  }
  const onSignal = () => {
    if (!first.signal.aborted) {
      interrupt()
    } else if (performance.now() - since >= sameKeystroke) {
      second.abort()
      setTimeout(() => process.exit(exitCodes.interrupted.code), lastWord).unref()
    }
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', interrupt)
  return {
    signal: first.signal,
    hurry: second.signal,
    interrupt,
    stop: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', interrupt)
    },
  }
}
