import { describe, expect, it } from '@jest/globals'
import { readSampleOptions } from '../../../../src/commands/sample-data/options.js'

const now = Date.parse('2026-11-21T05:00:00.789Z')
const given = { hours: '6', scale: '1', seed: '1' }
const at = (text: string) => Date.parse(text)

describe('the end of sample data', () => {
  it.each([
    ['lies half an hour ahead', {}, '2026-11-21T05:30:00Z', 0.5],
    ['lies eight hours ahead of who follows', { follow: true }, '2026-11-21T13:00:00Z', 8],
    ['is the one that was given', { until: '2026-11-20T05:00:00Z' }, '2026-11-20T05:00:00Z', 0],
  ])('%s', (_title, more, until, ahead) => {
    expect(readSampleOptions({ ...given, ...more }, now)).toEqual({
      options: { seed: 1, hours: 6, scale: 1, until: at(until), ahead },
      untilGiven: 'until' in more,
    })
  })

  it.each([
    ['no time', { until: 'tomorrow' }, '"tomorrow" is not a time such as 2026-11-21T05:00:00Z'],
    ['given for data that goes on', { until: '2026-11-20T05:00:00Z', follow: true }, 'choose one'],
  ])('is refused: %s', (_title, more, says) => {
    expect(() => readSampleOptions({ ...given, ...more }, now)).toThrow(says)
  })
})
