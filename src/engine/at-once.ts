import type { ElkctlError } from '../errors.js'

/** How many writes of one kind are under way at a time; a server that is too busy for them gets fewer (http/connection/in-turn.ts). */
const most = 8

/**
 * Does something with each, several at a time. When `stop` says so, what is under way ends, and nothing more is begun.
 * @returns how it ended for each that was begun: with an error, or well (undefined)
 */
export async function atOnce<T>(
  items: T[],
  act: (item: T) => Promise<ElkctlError | undefined>,
  stop: AbortSignal,
): Promise<Map<T, ElkctlError | undefined>> {
  const left = [...items]
  const ends = new Map<T, ElkctlError | undefined>()
  const takeTurns = async () => {
    for (let next = left.shift(); next !== undefined && !stop.aborted; next = left.shift())
      ends.set(next, await act(next))
  }
  await Promise.all(Array.from({ length: most }, takeTurns))
  return ends
}
