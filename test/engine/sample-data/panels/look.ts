import type { SavedObject, Visualization } from '../../content/saved-objects.js'
import { labelOfTime, type PanelTime, type Shown } from '../../content/panel-request.js'

/** What a dashboard looks at when it is opened at the end of the sample data. Epoch milliseconds, both included. */
export interface Look {
  from: number
  to: number
  /** seconds: the intervals that Kibana chooses for this range, with its default settings */
  intervals: Intervals
  /** how a moment is labelled; default `labelOfTime` */
  label?: typeof labelOfTime
}

export interface Intervals {
  /** of TSVB: about a hundred, none under ten seconds */
  tsvb: number
  /** of charts made of aggregations: about fifty, at most a hundred */
  chart: number
}

/** What a panel shows of the world that sample data was made from. */
export type Show<World> = (world: World, look: Look) => Shown

/** The panels of one dashboard, and what each shows of the world that the sample data was made from. */
export interface PanelProofs<World> {
  /** id of the dashboard */
  dashboard: string
  /** the time range with which it opens, as Kibana writes it */
  time: [from: string, to: string]
  intervals: Intervals
  /** title of a panel → what it shows; undefined: it asks nothing */
  shows: Record<string, (world: World, look: Look) => Shown | undefined>
}

export const asksNothing = (): undefined => undefined

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Resolves `now-30m` and `now/d`, in UTC. */
export function lookAt(
  { time: [from, to], intervals }: Pick<PanelProofs<never>, 'time' | 'intervals'>,
  now: number,
): Look {
  return { from: moment(from, now, false), to: moment(to, now, true), intervals }
}

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600 }

/** As a panel looks at it that wants longer intervals than the range would have: `>=1m`. */
export function lookOf({ attributes }: SavedObject<Visualization>, look: Look): Look {
  const [, count, unit = ''] = /^>=(\d+)([smh])$/.exec(attributes.visState.params.interval ?? '') ?? []
  if (count === undefined) return look
  const tsvb = Math.max(look.intervals.tsvb, Number(count) * (seconds[unit] ?? NaN))
  return { ...look, intervals: { ...look.intervals, tsvb } }
}

function moment(text: string, now: number, end: boolean): number {
  const day = units['d'] ?? 0
  if (text === 'now') return now
  if (text === 'now/d') return now - (now % day) + (end ? day - 1 : 0)
  const [, count, unit = ''] = /^now-(\d+)([mhd])$/.exec(text) ?? []
  if (count === undefined) throw new Error(`the time ${text} is not known here`)
  return now - Number(count) * (units[unit] ?? NaN)
}

export const panelTime = ({ from, to, label }: Look, auto: number): PanelTime => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  auto,
  ...(label && { label }),
})

/** What is so in a part of the time: from there on, and before that. undefined: nothing is known of it. */
export type Value = (from: number, before: number) => number | undefined

/** A line of TSVB: the intervals by their start; the last one is not over and left out. */
export function line({ from, to, intervals, label }: Look, value: Value): Record<string, number> {
  return byStart(partsOf(from, to, intervals.tsvb).slice(0, -1), value, label)
}

/** What TSVB shows as the present value: that of the last interval that is over. */
export function lastOver({ from, to, intervals }: Look, value: Value): number | null {
  const last = partsOf(from, to, intervals.tsvb).at(-2)
  return last === undefined ? null : (value(last.from, last.before) ?? null)
}

/** Bars, and the points of other charts: every interval in which there is something. */
export function bars<T extends Shown>(
  { from, to, intervals, label }: Look,
  value: (from: number, before: number) => T | undefined,
): Record<string, T> {
  return byStart(partsOf(from, to, intervals.chart), value, label)
}

/** Points of a rate: intervals that the range cuts off are left out. */
export function wholeBars({ from, to, intervals, label }: Look, value: Value): Record<string, number> {
  const parts = partsOf(from, to, intervals.chart)
  const whole = parts.filter(({ start }) => start >= from && start + intervals.chart * 1000 <= to)
  return byStart(whole, value, label)
}

interface Part {
  start: number
  from: number
  before: number
}

/** Intervals start at round times; the first and the last reach beyond the range. */
function partsOf(from: number, to: number, seconds: number): Part[] {
  const length = seconds * 1000
  const parts: Part[] = []
  for (let start = from - (from % length); start <= to; start += length)
    parts.push({ start, from: Math.max(start, from), before: Math.min(start + length, to + 1) })
  return parts
}

function byStart<T>(
  parts: Part[],
  value: (from: number, before: number) => T | undefined,
  label = labelOfTime,
): Record<string, T> {
  return Object.fromEntries(
    parts.flatMap(({ start, from, before }) => {
      const found = value(from, before)
      return found === undefined ? [] : [[label(start, false), found] as const]
    }),
  )
}

export const inLook =
  ({ from, to }: Look) =>
  (time: number): boolean =>
    time >= from && time <= to

export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

/** undefined: of nothing there is no mean. */
export const mean = (values: number[]): number | undefined =>
  values.length === 0 ? undefined : sum(values) / values.length

export const most = (values: number[]): number | undefined => (values.length === 0 ? undefined : Math.max(...values))

export function countBy<T>(items: T[], key: (item: T) => string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const item of items) found[key(item)] = (found[key(item)] ?? 0) + 1
  return found
}

/** The mean, at the moments of measurement in a part of the time. */
export const meanAt =
  (moments: number[], value: (time: number) => number): Value =>
  (from, before) =>
    mean(moments.filter((time) => time >= from && time < before).map(value))

/** A counter as it was read. */
export interface Reading {
  time: number
  value: number
}

/**
 * How much the mean of a counter's readings grew a second since the interval before that has any; 0 where it began anew, undefined in the first one.
 */
export function growth({ from, to, intervals }: Look, readings: Reading[]): Value {
  const read = partsOf(from, to, intervals.tsvb).flatMap((part) => {
    const own = readings.filter(({ time }) => time >= part.from && time < part.before)
    return own.length === 0 ? [] : [{ ...part, value: mean(own.map(({ value }) => value)) ?? NaN }]
  })
  return (start) => {
    const index = read.findIndex((part) => part.from === start)
    const [now, earlier] = [read[index], read[index - 1]]
    if (now === undefined || earlier === undefined) return undefined
    return (Math.max(now.value - earlier.value, 0) * 1000) / (now.start - earlier.start)
  }
}

/** A share as Metricbeat rounds it. */
export const share = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 1000

export const day = (time: number): string => labelOfTime(time, true)
