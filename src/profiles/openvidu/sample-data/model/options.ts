import type { BeatsVersion } from '../beats.js'

/** What determines the sample data: the same values give the same documents, byte for byte. */
export interface SampleOptions {
  /** a whole number */
  seed: number
  /** epoch milliseconds; no document is later */
  until: number
  /** how far it reaches back */
  hours: number
  /** multiplies the volume: sessions, nodes, requests, and how often the one server is measured */
  scale: number
  /** of Filebeat and Metricbeat */
  beats: BeatsVersion
}

/** The name that every sample document gives its cluster. */
export const sampleClusterId = 'elkctl-sample'

/** Epoch milliseconds of the earliest moment. */
export const startOf = ({ until, hours }: SampleOptions): number => until - Math.round(hours * 3_600_000)

/**
 * How busy the cluster is at a moment, 0 to 1: rises until three fifths of the time have gone, then falls to about half.
 * Moments outside the range are as its nearest end.
 */
export function busyness(options: SampleOptions, time: number): number {
  const from = startOf(options)
  const x = Math.min(Math.max((time - from) / (options.until - from), 0), 1)
  const peak = 0.6
  const distance = (x - peak) / peak
  return 0.12 + 0.88 * (1 - distance * distance)
}

/** How often something is measured, from the end back: `every` so many seconds while it is `within` so many seconds of the end. */
export type Pace = { within: number; every: number }[]

/** The moments of measurement, oldest first: the last one is `until`, the first one is not before the start. */
export function ticks(options: SampleOptions, pace: Pace, factor: number): number[] {
  const from = startOf(options)
  const moments: number[] = []
  for (let time = options.until; time >= from;) {
    moments.push(time)
    const { every } = pace.find(({ within }) => options.until - time < within * 1000) ?? { every: Infinity }
    // No sender is faster than one measurement a second.
    time -= Math.max(Math.round((every * 1000) / factor), 1000)
  }
  return moments.reverse()
}
