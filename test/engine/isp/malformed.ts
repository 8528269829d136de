import { samples } from './situation.js'

/** The same numbers for the same seed: mulberry32 (public domain). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** In the place of a number, a text, an address, an object: whatever JSON has. */
const oddities: unknown[] = [
  ...['n/a', '', 'testclient', 'true', '2026-11-26', '12.5', 'x'.repeat(40_000)],
  ...[0, -1, 12.5, 1e300, 2 ** 53, true, false, null],
  ...[[], [1, 'two', null], [[1], [2]], [{ name: 'a', b: 1 }, { c: 'd' }], ['a', { b: 'c' }]],
  ...[{}, { a: 1 }, { a: { b: ['c', { d: true }] } }, { 'a.b': 1, a: 'both' }, { '': 'unnamed' }],
]

/** Documents of the platform in which any field, and any member of its free objects, holds something else. */
export function malformed(count: number, seed: number): { index: string; document: Record<string, unknown> }[] {
  const random = randomOf(seed)
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const free = ['metadata', 'tags'] as const
  return Array.from({ length: count }, () => {
    const index = oneOf(Object.keys(samples))
    const document: Record<string, unknown> = {
      ...oneOf(samples[index] ?? []),
      source_ip: oneOf(['testclient', '192.0.2.1']),
    }
    for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
      const within = oneOf([undefined, ...free])
      if (within === undefined) document[oneOf([...Object.keys(document), 'value', 'host_name'])] = oneOf(oddities)
      else {
        const before = document[within]
        const members = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {}
        document[within] = {
          ...members,
          [oneOf(['user_id', 'quota', 'request', 'error', 'a', 'type'])]: oneOf(oddities),
        }
      }
    }
    return { index, document }
  })
}
