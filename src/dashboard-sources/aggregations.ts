import type { JsonObject } from '../json.js'
import { flag, listOf, mapOf, number, object, optional, SourceProblem, text, type Shape } from './shape.js'

/** `count`, `avg duration`, each with `as Label`: the metric of an aggregation based chart. */
export interface Metric {
  type: string
  field: string | undefined
  label: string | undefined
}

/** The words of a source → Kibana's. A field is needed where `field` says so. */
const metricTypes: Record<string, { type: string; field: boolean }> = {
  count: { type: 'count', field: false },
  unique: { type: 'cardinality', field: true },
  avg: { type: 'avg', field: true },
  sum: { type: 'sum', field: true },
  min: { type: 'min', field: true },
  max: { type: 'max', field: true },
}

export const metric: Shape<Metric> = (value, where) => {
  const [, word = '', field, label] = /^(\w+)(?: ([\w.@]+))??(?: as (.+))?$/.exec(text(value, where)) ?? []
  const known = metricTypes[word]
  if (known === undefined || known.field !== (field !== undefined))
    throw new SourceProblem(
      `${where} is ${JSON.stringify(value)}; known are "count", or ${Object.keys(metricTypes).slice(1).join(', ')} and a field, then "as" and a label`,
    )
  return { type: known.type, field, label }
}

const dateHistogram = object({
  /** a date field */
  date_histogram: text,
  /** Kibana's unit (s, m, h, d …); default auto */
  interval: optional(text),
  /** sums and counts are shown by the second, however wide the buckets are */
  per_second: optional(flag),
  label: optional(text),
})
const terms = object({
  /** a keyword field */
  terms: text,
  /** how many; default 10 */
  size: optional(number),
  /** Painless, makes the label out of `_value` and `doc` */
  script: optional(text),
  label: optional(text),
})
const filters = object({
  /** label → Lucene query, in the order in which they are shown */
  filters: mapOf(text),
  label: optional(text),
})
const ranges = object({
  /** a number field */
  ranges: text,
  /** where each range starts; it ends where the next one starts, the last one never */
  from: listOf(number),
  label: optional(text),
})

export type Bucket = { type: string; params: JsonObject; label: string | undefined }

/** The key that tells which kind of buckets they are → how they are read, and what Kibana stores for them. */
const bucketTypes: Record<string, Shape<Bucket>> = {
  date_histogram: (value, where) => {
    const { date_histogram: field, interval = 'auto', per_second = false, label } = dateHistogram(value, where)
    return {
      type: 'date_histogram',
      label,
      params: {
        field,
        useNormalizedEsInterval: true,
        scaleMetricValues: per_second,
        interval: per_second ? 's' : interval,
        drop_partials: false,
        min_doc_count: 1,
        extended_bounds: {},
      },
    }
  },
  terms: (value, where) => {
    const { terms: field, size = 10, script, label } = terms(value, where)
    return {
      type: 'terms',
      label,
      params: {
        field,
        orderBy: '1',
        order: 'desc',
        size,
        otherBucket: false,
        otherBucketLabel: 'Other',
        missingBucket: false,
        missingBucketLabel: 'Missing',
        ...(script !== undefined && { json: JSON.stringify({ script: { source: script, lang: 'painless' } }) }),
      },
    }
  },
  filters: (value, where) => {
    const { filters: queries, label } = filters(value, where)
    const list = Object.entries(queries).map(([name, query]) => ({ input: lucene(query), label: name }))
    return { type: 'filters', label, params: { filters: list } }
  },
  ranges: (value, where) => {
    const { ranges: field, from, label } = ranges(value, where)
    const list = from.map((start, index) => {
      const end = from[index + 1]
      return end === undefined ? { from: start } : { from: start, to: end }
    })
    return { type: 'range', label, params: { field, ranges: list } }
  },
}

export const bucket: Shape<Bucket> = (value, where) => {
  const keys = Object.keys(mapOf((member) => member)(value, where))
  const read = keys.map((key) => bucketTypes[key]).find((found) => found !== undefined)
  if (read === undefined)
    throw new SourceProblem(`${where}: no kind of buckets; known are ${Object.keys(bucketTypes).join(', ')}`)
  return read(value, where)
}

/** What the bucket aggregations are to the chart, by their types in the order in which they are nested. */
export type Schemas = (types: string[]) => string[]

/** Kibana's `aggs`: metrics first, then buckets. */
export function aggregations(metrics: Metric[], buckets: Bucket[], schemas: Schemas): JsonObject[] {
  const roles = schemas(buckets.map(({ type }) => type))
  const all = [
    ...metrics.map(({ type, field, label }) => ({
      type,
      schema: 'metric',
      params: given({ field, customLabel: label }),
    })),
    ...buckets.map(({ type, params, label }, index) => ({
      type,
      schema: roles[index] ?? 'segment',
      params: { ...params, ...given({ customLabel: label }) },
    })),
  ]
  return all.map(({ type, schema, params }, index) => ({ id: String(index + 1), enabled: true, type, schema, params }))
}

export const lucene = (query: string): { query: string; language: string } => ({ query, language: 'lucene' })

const given = (object: Record<string, string | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => entry[1] !== undefined))
