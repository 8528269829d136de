import { capitalized } from '../capitalized.js'
import { InterruptedError, UnreachableError } from '../errors.js'

/** How long to wait for what is still starting. Clock and sleep arrive as arguments, so that a test need not wait. */
export interface WaitOptions {
  /** milliseconds in all */
  wait: number
  onWaiting: (what: string, why: string) => void
  sleep: (milliseconds: number) => Promise<void>
  now: () => number
  signal: AbortSignal
}

const pause = 1000

/** Asks again and again while the answer is `waitFor`. @throws UnreachableError when the time is over; `instead` is a way to do without */
export async function retryUntilReady<T>(
  patience: WaitOptions,
  what: string,
  attempt: () => Promise<{ value: T } | { waitFor: string }>,
  instead = '',
): Promise<T> {
  const start = patience.now()
  for (;;) {
    const result = await attempt()
    if ('value' in result) return result.value
    const waited = patience.now() - start
    if (waited >= patience.wait)
      throw new UnreachableError(
        `${capitalized(what)} is not ready after ${Math.round(waited / 1000)} s: ${result.waitFor}`,
        {
          code: 'NOT_READY',
          hint: `Check its log; give it more time with --wait 5m.${instead}`,
        },
      )
    patience.onWaiting(what, result.waitFor)
    await patience.sleep(Math.min(pause, Math.max(patience.wait - waited, 1)))
    if (patience.signal.aborted) throw new InterruptedError()
  }
}
