import { describe, expect, it } from '@jest/globals'
import { linePace, startOf, ticks } from '../../../../src/sample-data/moments.js'
import type { SampleOptions } from '../../../../src/profiles/openvidu/sample-data/model/options.js'

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
/** not round */
const moment = Date.parse('2026-11-21T05:17:03Z')
const options: SampleOptions = {
  seed: 1,
  until: moment + hour / 2,
  hours: 16 * 24,
  ahead: 0.5,
  scale: 1,
  beats: '7.12.1',
}

/** Kibana's table: an interval of at most the first length becomes the second one. */
const rounding: [below: number, interval: number][] = [
  [5 * second, second],
  [7.5 * second, 5 * second],
  [15 * second, 10 * second],
  [45 * second, 30 * second],
  [3 * minute, minute],
  [9 * minute, 5 * minute],
  [20 * minute, 10 * minute],
  [45 * minute, 30 * minute],
  [2 * hour, hour],
  [6 * hour, 3 * hour],
]

/** TSVB with `>=10s`: about a hundred intervals. */
function intervalOf(range: number): number {
  const found = rounding.find(([below]) => below > range / 100)
  if (found === undefined) throw new Error(`no interval for ${range}`)
  return Math.max(found[1], 10 * second)
}

describe('what charts draw as a line', () => {
  const moments = ticks(options, linePace, 1)

  it.each([
    ['15 m', 15 * minute, 10 * second],
    ['30 m', 30 * minute, 30 * second],
    ['1 h', hour, 30 * second],
    ['2 h', 2 * hour, minute],
    ['4 h', 4 * hour, minute],
    ['7 h', 7 * hour, 5 * minute],
    ['12 h', 12 * hour, 5 * minute],
    ['24 h', day, 10 * minute],
    ['2 d', 2 * day, 30 * minute],
    ['7 d', 7 * day, hour],
    ['15 d', 15 * day, 3 * hour],
  ])(
    'has a measurement in each interval of the last %s, at once and as long as data lies ahead',
    (_title, range, interval) => {
      expect(intervalOf(range)).toBe(interval)
      const empty = [0, 20 * second, 10 * minute, hour / 2].flatMap((later) => {
        const now = moment + later
        const filled = new Set(
          moments.filter((time) => time >= now - range && time <= now).map((time) => Math.floor(time / interval)),
        )
        const [first, last] = [Math.ceil((now - range) / interval), Math.floor(now / interval)]
        return Array.from({ length: last - first }, (_, index) => first + index).filter((bucket) => !filled.has(bucket))
      })
      expect(empty).toEqual([])
    },
  )

  it('begins and ends with the data', () => {
    expect(moments.at(-1)).toBe(options.until)
    expect(Number(moments[0]) - startOf(options)).toBeLessThan(hour / 2)
  })
})
