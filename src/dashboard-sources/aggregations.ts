import { metricPattern } from '../data-files/dashboard-words.js'
import type { Buckets, MetricSource } from '../data-files/schemas/dashboard/aggregations.js'
import type { JsonObject } from '../json.js'
import type { Surroundings } from './visualization.js'

/** A script of the file by its name. */
type Painless = Surroundings['script']

/** `count`, `avg duration`, each with `as Label`: the metric of an aggregation based chart. */
export interface Metric {
  type: string
  field: string | undefined
  label: string | undefined
  /** Painless: the value, out of `_value` and `doc` */
  script: string | undefined
}

export function metricOf(source: MetricSource, painless: Painless): Metric {
  const { metric, script } = typeof source === 'string' ? { metric: source, script: undefined } : source
  const [, count, word, field, label] = metricPattern.exec(metric) ?? []
  const type = count ?? word ?? ''
  return {
    type: type === 'unique' ? 'cardinality' : type,
    field,
    label,
    script: script === undefined ? undefined : painless(script),
  }
}

export interface Aggregation {
  type: string
  params: JsonObject
  label: string | undefined
}

/** What Kibana stores for buckets. */
export function aggregationOf(buckets: Buckets, painless: Painless): Aggregation {
  const { label } = buckets
  if ('date_histogram' in buckets) return { type: 'date_histogram', label, params: dateHistogram(buckets) }
  if ('terms' in buckets) return { type: 'terms', label, params: terms(buckets, painless) }
  if ('filters' in buckets) return { type: 'filters', label, params: filters(buckets) }
  return { type: 'range', label, params: ranges(buckets) }
}

type Of<Key extends string> = Extract<Buckets, Record<Key, unknown>>

const dateHistogram = ({ date_histogram: field, interval = 'auto', per_second = false }: Of<'date_histogram'>) => ({
  field,
  useNormalizedEsInterval: true,
  scaleMetricValues: per_second,
  interval: per_second ? 's' : interval,
  // Of an interval that the time range cuts off, a rate is too low: it would look like a fall.
  drop_partials: per_second,
  min_doc_count: 1,
  extended_bounds: {},
})

const terms = ({ terms: field, size = 10, order, script }: Of<'terms'>, painless: Painless) => ({
  field,
  orderBy: '1',
  order: order ?? 'desc',
  size,
  otherBucket: false,
  otherBucketLabel: 'Other',
  missingBucket: false,
  missingBucketLabel: 'Missing',
  ...given({ json: scriptInJson(script === undefined ? undefined : painless(script)) }),
})

const filters = ({ filters: queries }: Of<'filters'>) => ({
  filters: Object.entries(queries).map(([label, query]) => ({ input: lucene(query), label })),
})

const ranges = ({ ranges: field, from }: Of<'ranges'>) => ({
  field,
  ranges: from.map((start, index) => {
    const end = from[index + 1]
    return end === undefined ? { from: start } : { from: start, to: end }
  }),
})

/** What the bucket aggregations are to the chart, by their types in the order in which they are nested. */
export type Schemas = (types: string[]) => string[]

/** Kibana's `aggs`: metrics first, then buckets. */
export function aggregations(metrics: Metric[], buckets: Aggregation[], schemas: Schemas): JsonObject[] {
  const roles = schemas(buckets.map(({ type }) => type))
  const all = [
    ...metrics.map(({ type, field, label, script }) => ({
      type,
      schema: 'metric',
      params: given({ field, customLabel: label, json: scriptInJson(script) }),
    })),
    ...buckets.map(({ type, params, label }, index) => ({
      type,
      schema: roles[index] ?? 'segment',
      params: { ...params, ...given({ customLabel: label }) },
    })),
  ]
  return all.map(({ type, schema, params }, index) => ({ id: String(index + 1), enabled: true, type, schema, params }))
}

/** What Kibana adds to the request of an aggregation. */
const scriptInJson = (script: string | undefined): string | undefined =>
  script === undefined ? undefined : JSON.stringify({ script: { source: script, lang: 'painless' } })

export const lucene = (query: string): { query: string; language: string } => ({ query, language: 'lucene' })

const given = (object: Record<string, string | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => entry[1] !== undefined))
