import { describe, expect, it } from '@jest/globals'
import { patternsOverlap } from '../../../src/patterns.js'
import { seeded } from '../random.js'

const cases: [string, string, boolean][] = [
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'ab', false],
  ['*', 'anything', true],
  ['*', '*', true],
  ['*', '', true],
  ['', '', true],
  ['openvidu', 'openvidu*', true],
  ['openvidu', 'openvidu-*', false],
  ['openvidu-logs*', 'openvidu-browser-logs*', false],
  ['openvidu*', 'openvidu-logs*', true],
  ['filebeat*', 'filebeat-kurento*', true],
  ['filebeat-nginx*', 'filebeat-kurento*', false],
  ['logs-*-*', 'openvidu-logs*', false],
  ['*-logs', 'openvidu-*', true],
  ['*logs*', 'openvidu', false],
  ['a*c', 'ab*', true],
  ['a*c', 'b*c', false],
  ['a*b*c', '*b*', true],
  ['ab*', '*ba', true],
  ['*x', '*y', false],
]

describe('two patterns', () => {
  it.each(cases)('%j and %j: %s', (a, b, overlap) => {
    expect(patternsOverlap([a], [b])).toBe(overlap)
    expect(patternsOverlap([b], [a])).toBe(overlap)
  })

  it('overlap when some name matches both (random patterns against every short name)', () => {
    const short = (length: number): string[] =>
      length === 0
        ? ['']
        : short(length - 1).flatMap((name) => (name.length === length - 1 ? [name, `${name}a`, `${name}b`] : [name]))
    const allNames = short(7)
    const expression = (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed)
      const pattern = () => Array.from({ length: random.below(5) }, () => random.pick(['a', 'b', '*'])).join('')
      const [a, b] = [pattern(), pattern()]
      const [left, right] = [expression(a), expression(b)]
      // Two patterns of at most 4 signs that overlap do so in a name of at most 7.
      const expected = allNames.some((name) => left.test(name) && right.test(name))
      expect({ seed, a, b, overlap: patternsOverlap([a], [b]) }).toEqual({ seed, a, b, overlap: expected })
    }
  })
})

describe('two lists', () => {
  it.each([
    [['a', 'b'], ['c', 'b'], true],
    [['a', 'b'], ['c', 'd'], false],
    [[], ['*'], false],
    [['*'], [], false],
  ])('%j and %j: %s', (a, b, overlap) => {
    expect(patternsOverlap(a, b)).toBe(overlap)
  })
})
