import type { Shown } from './panel-request.js'

/**
 * What is shown, with the expected number for each that differs from it by less than a billionth: engines calculate with doubles and add
 * up in another order.
 */
export function nearly(shown: Shown | undefined, expected: Shown | undefined): Shown | undefined {
  if (typeof shown === 'number')
    return typeof expected === 'number' && Math.abs(shown - expected) <= 1e-9 * Math.abs(expected) ? expected : shown
  if (typeof shown !== 'object' || shown === null) return shown
  const expectedAt = typeof expected === 'object' && expected !== null ? expected : {}
  return Object.fromEntries(
    Object.entries(shown).map(([label, value]) => [label, nearly(value, expectedAt[label]) ?? null]),
  )
}
