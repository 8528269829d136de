import type { TsvbSeries } from './saved-objects.js'

/** Time in milliseconds and value; null: nothing is known of that interval. */
export type Point = [number, number | null]

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

const functions: Record<string, (values: number[]) => number> = {
  sum,
  mean: (values) => sum(values) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
}

/**
 * TSVB's "Series Agg": of several lines one, time by time (`sum`), or one number of all of them (`overall_sum`). Nothing counts as 0. Of several, each
 * works on what the one before it left.
 */
export const seriesAgg = ({ label, metrics }: TsvbSeries, lines: [string, Point[]][]): [string, Point[]][] =>
  metrics
    .filter(({ type }) => type === 'series_agg')
    .reduce((left, { function: name = '' }) => aggregated(name, label, left), lines)

function aggregated(name: string, label: string, lines: [string, Point[]][]): [string, Point[]][] {
  if (lines.length === 0) return lines
  const overall = name.startsWith('overall_')
  const of = functions[name.replace('overall_', '')]
  if (of === undefined) throw new Error(`the series agg ${name} is not translated`)
  const times = (lines[0]?.[1] ?? []).map(([time]) => time)
  const rows = times.map((_time, index) => of(lines.map(([, points]) => points[index]?.[1] ?? 0)))
  return [[label, times.map((time, index): Point => [time, overall ? of(rows) : (rows[index] ?? 0)])]]
}
