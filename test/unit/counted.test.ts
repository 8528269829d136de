import { expect, it } from '@jest/globals'
import { counted, withCommas } from '../../src/counted.js'

it.each([0, 1, 999, 1000, 12_345, 123_456, 1_234_567, 1_000_000_000, -1234])('%d as English writes it', (number) => {
  expect(withCommas(number)).toBe(number.toLocaleString('en'))
})

it('one and many', () => {
  expect([counted(1, 'index', 'indices'), counted(1200, 'index', 'indices')]).toEqual(['1 index', '1,200 indices'])
})
