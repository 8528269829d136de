/** A stream of numbers that its key determines: the same key gives the same stream on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  next: () => number
  between: (min: number, max: number) => number
  /** min and max included */
  whole: (min: number, max: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** an item, as often as its weight says */
  weighted: <T>(items: readonly (readonly [item: T, weight: number])[]) => T
  text: (length: number, alphabet?: string) => string
  uuid: () => string
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
export const hexDigits = '0123456789ABCDEF'
export const lettersAndDigits = `${letters}0123456789`

/** Each part of the sample data has a stream of its own, so that a change to one part leaves the others as they are. */
export function random(...key: (string | number)[]): Random {
  let state = hash(key.join('/'))
  // mulberry32: 32 bits of state are enough for streams as short as these.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[whole(0, items.length - 1)]
    if (item === undefined) throw new Error('there is nothing to pick from')
    return item
  }
  const text = (length: number, alphabet = letters): string =>
    Array.from({ length }, () => alphabet.charAt(whole(0, alphabet.length - 1))).join('')
  return {
    next,
    whole,
    pick,
    text,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return pick(items)[0]
    },
    uuid: () => {
      const digits = text(32, hexDigits).toLowerCase()
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        digits.slice(12, 16),
        digits.slice(16, 20),
        digits.slice(20),
      ].join('-')
    },
  }
}

/** FNV-1a */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}

/** Floating-point results are rounded before they are written, so that documents stay readable. */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor
}
