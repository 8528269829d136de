import type { SampleLoad } from './sample-data.js'

/** The time that sample data is about. */
export type SampleTime = Pick<SampleLoad, 'until' | 'hours' | 'ahead'>

/** Epoch milliseconds of the earliest moment. */
export const startOf = (options: SampleTime): number => momentOf(options) - Math.round(options.hours * 3_600_000)

/** Epoch milliseconds of the moment for which the data is made: what is later than that lies ahead when it is loaded. */
export const momentOf = ({ until, ahead }: SampleTime): number => until - Math.round(ahead * 3_600_000)

/** Hours from the earliest moment to the last one. */
export const lengthOf = ({ hours, ahead }: SampleTime): number => hours + ahead

/**
 * How busy the cluster is at a moment, 0 to 1: rises until three fifths of the time have gone, then falls to about half. So it stays.
 */
export function busyness(options: SampleTime, time: number): number {
  const from = startOf(options)
  const x = Math.min(Math.max((time - from) / (momentOf(options) - from), 0), 1)
  const peak = 0.6
  const distance = (x - peak) / peak
  return 0.12 + 0.88 * (1 - distance * distance)
}

/** How often something is measured: `every` so many seconds up to an age of `within` so many seconds. What lies ahead has no age yet. */
export type Pace = { within: number; every: number }[]

/**
 * The pace of everything that charts draw as a line. Kibana makes about a hundred intervals of a time range, none under ten seconds, and rounds their
 * length. No range that reaches back to a measurement may have shorter intervals than there is time between measurements: lines would break into dots.
 */
export const linePace: Pace = [
  { within: 25 * 60, every: 10 },
  { within: 75 * 60, every: 30 },
  { within: 5 * 3600, every: 60 },
  { within: 15 * 3600, every: 300 },
  { within: 33 * 3600, every: 600 },
  { within: Infinity, every: 1800 },
]

/** The moments of measurement, oldest first: the last one is `until`, the first one is not before the start. */
export function ticks(options: SampleTime, pace: Pace, factor: number): number[] {
  const [from, moment] = [startOf(options), momentOf(options)]
  const moments: number[] = []
  for (let time = options.until; time >= from;) {
    moments.push(time)
    const { every } = pace.find(({ within }) => moment - time < within * 1000) ?? { every: Infinity }
    // No sender is faster than one measurement a second.
    time -= Math.max(Math.round((every * 1000) / factor), 1000)
  }
  return moments.reverse()
}
