import { expect, it } from '@jest/globals'
import { parseDuration } from '../../../src/settings/duration.js'

it.each([
  ['60s', 60_000],
  ['2m', 120_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['90', 90_000],
  ['0', 0],
  [' 3 m ', 180_000],
])('%j is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

it.each(['', 'abc', '-1s', '1h', '1d', 's', '1s2', '1e3', '1.s', '60 sec'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})
