import { expect, it } from '@jest/globals'
import { mildestOf, stateOf, worstOf } from '../../../src/alerts/state.js'

it.each([
  ['>', 80, 95, 80, 'ok'],
  ['>', 80, 95, 80.1, 'warning'],
  ['>', 80, 95, 95.1, 'critical'],
  ['>=', 80, 95, 80, 'warning'],
  ['>=', 80, 95, 95, 'critical'],
  ['<', undefined, 1, 1, 'ok'],
  ['<', undefined, 1, 0, 'critical'],
  ['<=', 5, 1, 5, 'warning'],
  ['<=', 5, 1, 1, 'critical'],
  ['>', 80, undefined, 1000, 'warning'],
  ['<', 1, undefined, undefined, 'ok'],
] as const)('%s warn %s, critical %s: %s is %s', (comparator, warn, critical, value, state) => {
  const thresholds = { comparator, ...(warn !== undefined && { warn }), ...(critical !== undefined && { critical }) }
  expect(stateOf(thresholds, value)).toBe(state)
})

it('the worst and the mildest of several', () => {
  expect(worstOf(['ok', 'critical', 'warning'])).toBe('critical')
  expect(mildestOf(['critical', 'warning'])).toBe('warning')
  expect([worstOf([]), mildestOf([])]).toEqual(['ok', 'ok'])
})
