import { describe, expect, it } from '@jest/globals'
import { compareVersions, isVersion } from '../../../src/stack/versions.js'

describe('compareVersions', () => {
  const ascending = [
    '0.9',
    '2.16',
    '2.16.1',
    '2.20.0',
    '2.21',
    '6.8.23',
    '7.2.1',
    '7.3.0',
    '7.8.0',
    '7.8.1',
    '7.10.2',
    '7.17.29',
    '8.0.0',
    '8.19.2',
    '9.1.0',
    '10.0',
  ]

  it('orders by number, not by letter', () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries())
        expect([a, b, Math.sign(compareVersions(a, b))]).toEqual([a, b, Math.sign(i - j)])
  })

  it.each([
    ['7.8', '7.8.0'],
    ['7.12.1-SNAPSHOT', '7.12.1'],
    ['2.19.0+build', '2.19'],
    ['8.0.0-rc1', '8.0.0'],
  ])('%s and %s are the same', (a, b) => {
    expect(compareVersions(a, b)).toBe(0)
    expect(compareVersions(b, a)).toBe(0)
  })
})

describe('isVersion', () => {
  it.each(['2.20', '2.20.0', '7.12.1-SNAPSHOT', '10.0.12'])('%s is one', (text) => {
    expect(isVersion(text)).toBe(true)
  })

  it.each(['', '2', 'v2.20.0', 'latest', '2.', '.20', '2.20 ', '2.20.0 x', 'a.b.c'])('%j is none', (text) => {
    expect(isVersion(text)).toBe(false)
  })
})
