/** How many writes of one kind, or probes of an account, are under way at a time; a server that is too busy for them gets fewer (http/connection/in-turn.ts). */
const most = 8

/**
 * Does something with each, several at a time. When `stop` says so, what is under way ends, and nothing more is begun.
 * @returns how it ended for each that was begun
 */
export async function atOnce<T, End>(
  items: T[],
  act: (item: T) => Promise<End>,
  stop: AbortSignal,
): Promise<Map<T, End>> {
  const left = [...items]
  const ends = new Map<T, End>()
  const takeTurns = async () => {
    for (let next = left.shift(); next !== undefined && !stop.aborted; next = left.shift())
      ends.set(next, await act(next))
  }
  await Promise.all(Array.from({ length: most }, takeTurns))
  return ends
}
