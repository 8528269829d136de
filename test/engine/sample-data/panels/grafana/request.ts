import type { BucketAgg, Metric, Target } from './model.js'

/** What a query is asked with. Epoch milliseconds. */
export interface Asking {
  from: number
  to: number
  /** milliseconds: what Grafana takes for "auto" */
  interval: number
  /** the name of a variable → what is put in its place */
  variables: Record<string, string>
  /** the plugin of OpenSearch asks, which is a fork of Elasticsearch's data source */
  isOpenSearch: boolean
}

const pipelines = ['derivative', 'cumulative_sum', 'bucket_script']

/**
 * The search that Grafana's data source sends for a query: written after what github.com/grafana/grafana (pkg/tsdb/elasticsearch) and
 * github.com/grafana/opensearch-datasource (pkg/opensearch) ask.
 *
 * @throws Error for a query that they refuse, or that is not translated here
 */
export function searchOf(target: Target, asking: Asking): object {
  const { from, to, interval, isOpenSearch } = asking
  const query = withVariables(target.query, asking)
  const filter = [
    { range: { [target.timeField]: { gte: from, lte: to, format: 'epoch_millis' } } },
    ...(query.trim() === '' ? [] : [queryString(query)]),
  ]
  const [metric] = target.metrics
  const raw = metric?.type === 'logs' || metric?.type === 'raw_data'
  // Up to 2.31.0 the plugin takes only raw data without them.
  const needsBuckets = isOpenSearch ? metric?.type !== 'raw_data' : !raw
  if (needsBuckets && target.bucketAggs.length === 0) throw new Error('invalid query, missing metrics and aggregations')
  if (isOpenSearch && metric?.type === 'raw_data' && metric.settings?.['order'] !== 'desc') throw new Error('no order')
  const body = raw
    ? {
        size: Number(metric.settings?.['limit'] ?? metric.settings?.['size']),
        sort: [{ [target.timeField]: { order: 'desc', unmapped_type: 'boolean' } }, { _doc: { order: 'desc' } }],
        query: { bool: { filter } },
      }
    : { size: 0, query: { bool: { filter } }, aggs: nested(target.bucketAggs, target.metrics, asking) }
  const text = JSON.stringify(body).replaceAll('$__interval_ms', String(interval))
  return JSON.parse(text) as object
}

const withVariables = (query: string, { variables }: Asking): string =>
  query.replace(/\$(\w+)/g, (_match, name: string) => {
    const value = variables[name]
    if (value === undefined) throw new Error(`the dashboard has no variable ${name}`)
    return value
  })

const queryString = (query: string) => ({ query_string: { query, analyze_wildcard: true } })

function nested([bucket, ...inner]: BucketAgg[], metrics: Metric[], asking: Asking): object {
  if (bucket === undefined) return Object.fromEntries(metrics.flatMap((metric) => metricBody(metric, metrics)))
  const by = metrics.find(({ id }) => bucket.type === 'terms' && id === bucket.settings.orderBy)
  if (by?.type === 'count') throw new Error('the plugin of OpenSearch does not order by a count that has a number')
  return {
    [bucket.id]: {
      ...bucketBody(bucket, asking),
      aggs: { ...nested(inner, metrics, asking), ...(by && { [by.id]: { [by.type]: { field: by.field } } }) },
    },
  }
}

function bucketBody({ type, field, settings }: BucketAgg, asking: Asking): object {
  const minDocCount = Number(settings.min_doc_count)
  if (type === 'terms')
    return {
      terms: {
        field,
        size: Number(settings.size),
        order: { [settings.orderBy ?? '']: settings.order },
        min_doc_count: minDocCount,
      },
    }
  if (type === 'filters')
    return {
      filters: {
        filters: Object.fromEntries((settings.filters ?? []).map(({ label, query }) => [label, queryString(query)])),
      },
    }
  if (type !== 'date_histogram') throw new Error(`${type} is not translated`)
  const interval = settings.interval === 'auto' ? `${asking.interval}ms` : settings.interval
  return {
    date_histogram: {
      field,
      min_doc_count: minDocCount,
      extended_bounds: { min: asking.from, max: asking.to },
      format: 'epoch_millis',
      [asking.isOpenSearch ? 'interval' : 'fixed_interval']: interval,
    },
  }
}

function metricBody(
  { id, type, field = '', settings = {}, pipelineVariables = [] }: Metric,
  all: Metric[],
): [string, object][] {
  if (type === 'count') return []
  const numbered = (other: string): string => {
    const found = all.find((metric) => metric.id === other)
    if (!/^\d+$/.test(other) || found === undefined)
      throw new Error(`there is no metric ${other}: Grafana leaves this one out`)
    return found.type === 'count' ? '_count' : other
  }
  if (!pipelines.includes(type)) return [[id, { [type]: { field, ...settings } }]]
  const path =
    type === 'bucket_script'
      ? Object.fromEntries(pipelineVariables.map(({ name, pipelineAgg }) => [name, numbered(pipelineAgg)]))
      : numbered(field)
  return [[id, { [type]: { buckets_path: path, ...settings } }]]
}
