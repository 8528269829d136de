import {
  labelOfTime,
  luceneQuery,
  numberOf,
  timeFilter,
  type PanelRequest,
  type PanelTime,
  type Shown,
} from './panel-request.js'
import type { Agg, IndexPattern, SavedObject, Visualization } from './saved-objects.js'
import type { Aggregation, Bucket } from './search-client.js'

/** What is added to the request as JSON. */
const moreOf = ({ json }: Agg['params']): object => (json === undefined ? {} : (JSON.parse(json) as object))

/** Bodies of the bucket aggregations; Kibana's one letter units are calendar ones (`d` → `calendar_interval: 1d`). */
const bucketTypes: Record<string, (agg: Agg, time: PanelTime, metrics: Agg[]) => object> = {
  terms: ({ params }, _time, metrics) => {
    const by = metrics.find(({ id }) => id === params.orderBy)
    const order = { [by === undefined || by.type === 'count' ? '_count' : by.id]: params.order }
    return { terms: { field: params.field, size: params.size, order, ...moreOf(params) } }
  },
  date_histogram: (agg, time) => ({
    date_histogram: {
      field: agg.params.field,
      time_zone: 'UTC',
      min_doc_count: agg.params.min_doc_count,
      ...(isAuto(agg) ? { fixed_interval: `${time.auto}s` } : { calendar_interval: `1${String(agg.params.interval)}` }),
    },
  }),
  filters: ({ params }) => ({
    filters: {
      filters: Object.fromEntries(
        (params.filters ?? []).map(({ label, input }) => {
          if (input.language !== 'lucene') throw new Error(`a filter in ${input.language} is not translated`)
          return [label, luceneQuery(input.query)]
        }),
      ),
    },
  }),
  range: ({ params }) => ({ range: { field: params.field, ranges: params.ranges } }),
}

/** A count is the doc_count of what it is asked of: Kibana sends nothing for it. */
const metricTypes: Record<string, (agg: Agg) => object | undefined> = {
  count: () => undefined,
  ...Object.fromEntries(
    ['avg', 'sum', 'min', 'max', 'cardinality'].map((type) => [
      type,
      ({ params }: Agg): object => ({ [type]: { field: params.field, ...moreOf(params) } }),
    ]),
  ),
}

/** Scaled, an interval is asked for that is shorter than what fits the range: Kibana takes a wider one and scales the values. */
const isAuto = ({ params }: Agg): boolean => params.interval === 'auto' || params.scaleMetricValues === true

/**
 * The search that Kibana 7 sends for an aggregation based visualization: derived from `visState` and the search source, written after the
 * requests of Kibana's inspector.
 *
 * @throws Error for an aggregation or a query language it does not know
 */
export function aggregationRequest(
  { attributes }: SavedObject<Visualization>,
  { title, timeFieldName }: IndexPattern,
  time: PanelTime,
): PanelRequest {
  const { query, filter = [] } = attributes.kibanaSavedObjectMeta.searchSourceJSON
  if (query?.language !== 'lucene' || filter.length > 0) throw new Error('only a Lucene query is translated')
  const { aggs } = attributes.visState
  const metrics = aggs.filter(({ schema }) => schema === 'metric')
  const buckets = aggs.filter(({ schema }) => schema !== 'metric')
  return {
    index: title,
    body: {
      size: 0,
      track_total_hits: true,
      query: { bool: { filter: [luceneQuery(query.query), timeFilter(timeFieldName, time)] } },
      aggs: nested(buckets, metrics, time),
    },
    read: ({ aggregations = {}, hits }) =>
      shownOf({ ...aggregations, doc_count: hits.total.value }, buckets, { metrics, time, timeFieldName }),
  }
}

function nested([bucket, ...inner]: Agg[], metrics: Agg[], time: PanelTime): object {
  const own = Object.fromEntries(
    metrics.flatMap((agg) => {
      const translate = metricTypes[agg.type]
      if (translate === undefined) throw new Error(`the aggregation ${agg.type} is not translated`)
      const body = translate(agg)
      return body === undefined ? [] : [[agg.id, body] as const]
    }),
  )
  if (bucket === undefined) return own
  const translate = bucketTypes[bucket.type]
  if (translate === undefined) throw new Error(`the aggregation ${bucket.type} is not translated`)
  // Terms that are ordered by a metric have it beside what is nested in them.
  const aggs = { ...(bucket.type === 'terms' && own), ...nested(inner, metrics, time) }
  return { [bucket.id]: { ...translate(bucket, time, metrics), aggs } }
}

interface Asked {
  metrics: Agg[]
  time: PanelTime
  timeFieldName: string
}

function shownOf(found: Bucket, [bucket, ...inner]: Agg[], asked: Asked, scale = 1): Shown {
  const { metrics, time } = asked
  if (bucket !== undefined) {
    const { buckets = [] } = (found[bucket.id] ?? {}) as Aggregation
    const scaled = bucket.params.scaleMetricValues === true ? time.auto : scale
    const entries = Array.isArray(buckets)
      ? whole(bucket, buckets, asked).map((one) => [labelOf(bucket, one, time.label), one] as const)
      : inOrder(bucket, buckets)
    return Object.fromEntries(entries.map(([label, one]) => [label, shownOf(one, inner, asked, scaled)]))
  }
  const values = metrics.map((agg): [string, number | null] => {
    const value = agg.type === 'count' ? found.doc_count : numberOf(((found[agg.id] ?? {}) as Aggregation).value)
    return [agg.params.customLabel ?? agg.id, value === null ? null : value / scale]
  })
  return values.length === 1 ? (values[0]?.[1] ?? null) : Object.fromEntries(values)
}

/** Engines answer named filters by their names in the order of the alphabet; Kibana shows them as they are listed (`TabifyBuckets`). */
const inOrder = ({ params }: Agg, buckets: Record<string, Bucket>): [string, Bucket][] =>
  (params.filters ?? []).flatMap(({ label }): [string, Bucket][] => {
    const found = buckets[label]
    return found === undefined ? [] : [[label, found]]
  })

/** Kibana leaves out, where it is told to, intervals that the time range cuts off; a single one stays (`TabifyBuckets`, `dropPartials`). */
function whole({ params }: Agg, buckets: Bucket[], { time, timeFieldName }: Asked): Bucket[] {
  const [first, second] = buckets.map(({ key }) => Number(key))
  if (params.drop_partials !== true || params.field !== timeFieldName) return buckets
  if (first === undefined || second === undefined) return buckets
  const [from, to] = [Date.parse(time.from), Date.parse(time.to)]
  return buckets.filter(({ key }) => Number(key) >= from && Number(key) + second - first <= to)
}

const labelOf = (agg: Agg, { key }: Bucket, label = labelOfTime): string =>
  agg.type === 'date_histogram' ? label(Number(key), !isAuto(agg)) : String(key)
