import type { PanelTime, Shown } from '../panel-request.js'

/** Documents, and what panels of a dashboard show of them: worked out by hand. */
export interface Proof {
  /** id of the dashboard */
  dashboard: string
  time: PanelTime
  /** index → its documents */
  documents: Record<string, object[]>
  /** title of the panel → what it shows */
  expected: Record<string, Shown>
}

/** Four intervals of ten seconds; TSVB drops the last one, which is not over. */
export const fourIntervals: PanelTime = {
  from: '2026-11-21T02:00:00.000Z',
  to: '2026-11-21T02:00:39.999Z',
  auto: 10,
}

/** A time in these intervals. */
export const at = (second: number): string => new Date(Date.parse(fourIntervals.from) + second * 1000).toISOString()

/** The values of the intervals by their label; null: there is none. */
export const over = (...values: (number | null)[]): Shown =>
  Object.fromEntries(
    values.flatMap((value, index) => (value === null ? [] : [[at(index * 10).slice(11, 19), value] as const])),
  )
