import { numberOf } from '../../../content/panel-request.js'
import type { Aggregation, Bucket, SearchAnswer } from '../../../content/search-client.js'
import type { BucketAgg, Panel, Target, Transformation } from './model.js'

/** One series: its name, by which labels it was found, and its values by time (epoch milliseconds). */
export interface Series {
  refId: string
  name: string
  labels: Record<string, string>
  points: [number, number | null][]
}

/** A table: the values of a row by column. */
export type Row = Record<string, string | number | null>

/** The series of a query over time, as Grafana's data sources read them out of the answer. */
export function seriesOf(target: Target, { aggregations = {} }: SearchAnswer): Series[] {
  const found = walk(target, target.bucketAggs, aggregations as unknown as Bucket, {})
  const trim = Number(target.bucketAggs.at(-1)?.settings.trimEdges)
  return found.map((one) => ({
    ...one,
    // As many at both ends, where something is left.
    points: one.points.length > trim * 2 ? one.points.slice(trim, one.points.length - trim) : one.points,
  }))
}

function walk(
  target: Target,
  [bucket, ...inner]: BucketAgg[],
  found: Bucket,
  labels: Record<string, string>,
): Series[] {
  if (bucket === undefined) throw new Error('a series has time as its last bucket')
  const { buckets = [] } = (found[bucket.id] ?? {}) as Aggregation
  if (bucket.type === 'date_histogram') {
    if (inner.length > 0 || !Array.isArray(buckets)) throw new Error('time is the last bucket')
    return target.metrics
      .filter(({ hide }) => hide !== true)
      .map((metric) => ({
        refId: target.refId,
        name: named(target.alias ?? '', labels),
        labels,
        points: buckets.map((one): [number, number | null] => {
          const { value, normalized_value: perUnit } = (one[metric.id] ?? {}) as Aggregation
          return [Number(one.key), metric.type === 'count' ? one.doc_count : numberOf(perUnit ?? value)]
        }),
      }))
  }
  const entries: [string, Bucket][] = Array.isArray(buckets)
    ? buckets.map((one) => [String(one['key_as_string'] ?? one.key), one])
    : Object.entries(buckets)
  const label = bucket.type === 'filters' ? 'filter' : (bucket.field ?? '')
  return entries.flatMap(([key, one]) => walk(target, inner, one, { ...labels, [label]: key }))
}

const named = (alias: string, labels: Record<string, string>): string =>
  alias.replace(/\{\{([^}]+)\}\}/g, (whole, label: string) => labels[label] ?? whole)

/** Only buckets in lists become rows: those of named filters do not. */
export function rowsOf(target: Target, { aggregations = {} }: SearchAnswer): Row[] {
  const rows = (list: BucketAgg[], found: Bucket, row: Row): Row[] => {
    const [bucket, ...inner] = list
    if (bucket === undefined) return [{ ...row, ...metricsIn(target, found) }]
    const { buckets = [] } = (found[bucket.id] ?? {}) as Aggregation
    if (!Array.isArray(buckets)) throw new Error('Grafana makes no rows of named filters')
    return buckets.flatMap((one) => rows(inner, one, { ...row, [bucket.field ?? '']: String(one.key) }))
  }
  return rows(target.bucketAggs, aggregations as unknown as Bucket, {})
}

const columns: Record<string, string> = {
  count: 'Count',
  avg: 'Average',
  sum: 'Sum',
  max: 'Max',
  cardinality: 'Unique Count',
}

const metricsIn = ({ metrics }: Target, found: Bucket): Row =>
  Object.fromEntries(
    metrics.map(({ id, type, field }) => {
      const alike = metrics.filter((other) => other.id !== id && other.type === type)
      const name = columns[type] ?? type
      const value = type === 'count' ? found.doc_count : numberOf(((found[id] ?? {}) as Aggregation).value)
      return [alike.length === 0 ? name : `${name} ${field ?? ''}`, value]
    }),
  )

/** `$A / $B`: series of the same labels, time by time; what one side alone has is dropped (Grafana's documentation, "Math"). */
export function divided(target: Target, all: Series[]): Series[] {
  const [, left, right] = /^\$(\w+) \/ \$(\w+)$/.exec(target.expression ?? '') ?? []
  const key = ({ labels }: Series) => JSON.stringify(labels)
  return all
    .filter(({ refId }) => refId === left)
    .flatMap((one) => {
      const other = all.find((series) => series.refId === right && key(series) === key(one))
      if (other === undefined) return []
      const at = new Map(other.points)
      return {
        ...one,
        refId: target.refId,
        points: one.points.map(([time, value]): [number, number | null] => {
          const of = at.get(time)
          return [time, value === null || of == null || of === 0 ? null : value / of]
        }),
      }
    })
}

const reducers: Record<string, (values: number[]) => number> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  mean: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
}

/** Of all series one: their values of each time, where nothing counts as 0 ("Join by field", "Add field from calculation"). */
export function transformed(series: Series[], transformations: Transformation[] = []): Series[] {
  const calculation = transformations.find(({ id }) => id === 'calculateField')
  const [first] = series
  if (calculation === undefined || first === undefined) return series
  const { reduce, alias = '' } = calculation.options
  const reducer = reducers[reduce?.reducer ?? '']
  if (reducer === undefined || reduce?.nullValueMode !== 'null as zero')
    throw new Error('this calculation is not translated')
  const times = [...new Set(series.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b)
  const at = series.map(({ points }) => new Map(points))
  return [
    {
      refId: first.refId,
      name: alias,
      labels: {},
      points: times.map((time) => [time, reducer(at.map((values) => values.get(time) ?? 0))]),
    },
  ]
}

/** What a panel shows of a series: its last value, or all of them. */
export const isReduced = ({ options }: Panel): boolean => options?.reduceOptions !== undefined

export function reduced({ points }: Series, { options }: Panel): number | null {
  if (options?.reduceOptions?.calcs[0] !== 'last') throw new Error('a panel shows the last value')
  return points.at(-1)?.[1] ?? null
}
