/** What must still be done after Ctrl-C gets this many milliseconds: a person waits, and a server that hangs would keep them. */
const patience = 1500

/** A signal for clearing up: it does not stop at Ctrl-C, but soon after. Without Ctrl-C it does not stop. */
export function afterwards(interrupted: AbortSignal): AbortSignal {
  const late = new AbortController()
  const begin = () => {
    setTimeout(() => {
      late.abort()
    }, patience).unref()
  }
  if (interrupted.aborted) begin()
  else interrupted.addEventListener('abort', begin, { once: true })
  return late.signal
}
