import type { Run } from './run.js'

/** What must still be done after Ctrl-C gets this many milliseconds: a person waits, and a server that hangs would keep them. */
const patience = 1500

/** A signal for what must end well: it does not stop at Ctrl-C, but soon after, or when it is pressed again. Without Ctrl-C it does not stop. */
export function graceSignal({ signal, hurry }: Pick<Run, 'signal' | 'hurry'>): AbortSignal {
  const late = new AbortController()
  const begin = () => {
    setTimeout(() => {
      late.abort()
    }, patience).unref()
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return AbortSignal.any([late.signal, hurry])
}
