import type { Agg, Visualization } from './saved-objects.js'
import type { Aggregation } from './search-client.js'

const luceneQuery = (query: string) =>
  query === '' ? { match_all: {} } : { query_string: { query, analyze_wildcard: true } }

/** One letter units are calendar ones to Kibana (`d` → `calendar_interval: 1d`). */
const buckets: Record<string, (agg: Agg) => object> = {
  terms: ({ params }) => ({
    terms: { field: params.field, size: params.size, order: { _count: params.order } },
  }),
  date_histogram: ({ params }) => ({
    date_histogram: {
      field: params.field,
      calendar_interval: `1${String(params.interval)}`,
      time_zone: 'UTC',
      min_doc_count: params.min_doc_count,
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
const metrics: Record<string, (agg: Agg) => object | undefined> = {
  count: () => undefined,
  avg: ({ params }) => ({ avg: { field: params.field } }),
}

/**
 * The search that Kibana 7 sends for an aggregation based visualization with at most one bucket aggregation, within a range of
 * times: derived from `visState` and the search source, written after the requests of Kibana's inspector.
 *
 * @throws Error for an aggregation or a query language it does not know
 */
export function searchFor(visualization: Visualization, time: { field: string; from: string; to: string }): object {
  const { query, filter } = visualization.kibanaSavedObjectMeta.searchSourceJSON
  if (query.language !== 'lucene' || filter.length > 0) throw new Error('only a Lucene query is translated')
  const { aggs, params } = visualization.visState

  const wanted: Record<string, object> = {}
  for (const agg of aggs) {
    const translate = buckets[agg.type] ?? metrics[agg.type]
    if (translate === undefined) throw new Error(`the aggregation ${agg.type} is not translated`)
    const body = translate(agg)
    if (body !== undefined) wanted[agg.id] = body
  }
  for (const [number, control] of (params.controls ?? []).entries()) {
    wanted[`control_${number}`] = { terms: { field: control.fieldName, size: control.options.size } }
  }
  const range = { [time.field]: { gte: time.from, lte: time.to, format: 'strict_date_optional_time' } }
  return {
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: [luceneQuery(query.query), { range }] } },
    aggs: wanted,
  }
}

/** What a panel shows: its buckets by label, or its only value. */
export function shown(aggregation: Aggregation | undefined): unknown {
  if (aggregation?.buckets === undefined) return aggregation?.value
  const entries = Array.isArray(aggregation.buckets)
    ? aggregation.buckets.map((bucket) => [String(bucket.key), bucket.doc_count] as const)
    : Object.entries(aggregation.buckets).map(([label, bucket]) => [label, bucket.doc_count] as const)
  return Object.fromEntries(entries)
}
