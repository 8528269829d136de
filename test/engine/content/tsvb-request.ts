import {
  labelOfTime,
  luceneQuery,
  numberOf,
  timeFilter,
  type PanelRequest,
  type PanelTime,
  type Shown,
} from './panel-request.js'
import { seriesAgg, type Point } from './series-agg.js'
import type { Params, TsvbMetric, TsvbSeries } from './saved-objects.js'
import type { Aggregation, Bucket, SearchAnswer } from './search-client.js'

/** Where another metric is found: a derivative by its value per unit. */
const pathTo = (id: string, metrics: TsvbMetric[]): string =>
  metrics.find((metric) => metric.id === id)?.type === 'derivative' ? `${id}[normalized_value]` : id

const script = (paths: Record<string, string>, source: string, params = {}): object => ({
  bucket_script: { buckets_path: paths, script: { source, lang: 'painless', params }, gap_policy: 'skip' },
})

/** By which a split may be ordered; by others Kibana does not, and takes the number of documents. */
const basicTypes = ['avg', 'sum', 'min', 'max', 'cardinality']

/** The aggregations of one metric by name; one of a series of series has none. */
const metricTypes: Record<string, (metric: TsvbMetric, all: TsvbMetric[], seconds: number) => Record<string, object>> =
  {
    ...Object.fromEntries(
      basicTypes.map((type) => [type, ({ id, field }: TsvbMetric) => ({ [id]: { [type]: { field } } })]),
    ),
    derivative: ({ id, field = '', unit = '' }, all, seconds) => ({
      [id]: {
        derivative: { buckets_path: pathTo(field, all), gap_policy: 'skip', unit: unit === '' ? `${seconds}s` : unit },
      },
    }),
    positive_only: ({ id, field = '' }, all) => ({
      [id]: script({ value: pathTo(field, all) }, 'params.value > 0.0 ? params.value : 0.0'),
    }),
    cumulative_sum: ({ id, field = '' }, all) => ({ [id]: { cumulative_sum: { buckets_path: pathTo(field, all) } } }),
    calculation: ({ id, variables = [], script: source = '' }, all, seconds) => ({
      [id]: script(Object.fromEntries(variables.map(({ name, field }) => [name, pathTo(field, all)])), source, {
        _interval: seconds * 1000,
      }),
    }),
    filter_ratio: ({ id, metric_agg = '', field, numerator = '*', denominator = '*' }) => {
      const counts = metric_agg === 'count'
      const value = counts ? '_count' : 'metric'
      const part = (query: string) => ({
        filter: luceneQuery(query),
        ...(!counts && { aggs: { metric: { [metric_agg]: { field } } } }),
      })
      return {
        [`${id}-numerator`]: part(numerator),
        [`${id}-denominator`]: part(denominator),
        [id]: script(
          { numerator: `${id}-numerator>${value}`, denominator: `${id}-denominator>${value}` },
          'params.numerator != null && params.denominator != null && params.denominator > 0 ? params.numerator / params.denominator : 0',
        ),
      }
    },
    series_agg: () => ({}),
  }

/**
 * The searches that Kibana 7 sends for a TSVB panel, one a series: written after what its server asks Elasticsearch, which Kibana's own
 * documentation of TSVB describes.
 *
 * @throws Error for a metric or a split it does not know
 */
export function tsvbRequests(params: Params, time: PanelTime): PanelRequest[] {
  const { index_pattern: index = '', time_field: timeField = '', filter, series = [] } = params
  return series.map((one) => ({
    index,
    body: {
      size: 0,
      query: {
        bool: {
          must: [
            timeFilter(timeField, time),
            ...[filter, one.filter].flatMap((query) => (query === undefined ? [] : [luceneQuery(query.query)])),
          ],
        },
      },
      aggs: { [one.id]: split(one, { timeseries: timeSeries(one, params, time) }) },
    },
    read: (answer) => shown(one, params, answer, time.label ?? labelOfTime),
  }))
}

const isWholeRange = (params: Params): boolean => params.time_range_mode === 'entire_time_range'

function timeSeries({ metrics }: TsvbSeries, params: Params, time: PanelTime): object {
  const field = params.time_field
  const aggs = Object.fromEntries(
    metrics.flatMap((metric) => {
      const translate = metricTypes[metric.type]
      if (translate === undefined) throw new Error(`the metric ${metric.type} is not translated`)
      return Object.entries(translate(metric, metrics, time.auto))
    }),
  )
  if (isWholeRange(params)) return { auto_date_histogram: { field, buckets: 1 }, aggs }
  const [min, max] = [Date.parse(time.from), Date.parse(time.to)]
  return {
    date_histogram: {
      field,
      fixed_interval: `${time.auto}s`,
      min_doc_count: 0,
      time_zone: 'UTC',
      extended_bounds: { min, max },
    },
    aggs,
  }
}

function split(series: TsvbSeries, aggs: object): object {
  const { split_mode: mode, terms_field: field, terms_size: size, terms_order_by: by = '', split_filters = [] } = series
  if (mode === 'everything' || mode === 'filter') return { filter: { match_all: {} }, aggs }
  if (mode === 'terms') {
    const sort = series.metrics.find(({ id }) => id === by)
    const own =
      sort === undefined || !basicTypes.includes(sort.type) ? undefined : metricTypes[sort.type]?.(sort, [], 1)[by]
    const order = own === undefined ? '_count' : `${by}-SORT`
    return {
      terms: { field, size: Number(size), order: { [order]: 'desc' } },
      aggs: { ...aggs, ...(own !== undefined && { [order]: own }) },
    }
  }
  if (mode !== 'filters') throw new Error(`the split ${mode} is not translated`)
  const filters = Object.fromEntries(split_filters.map(({ id, filter }) => [id, luceneQuery(filter.query)]))
  return { filters: { filters }, aggs }
}

/** What one series shows: the values over time, or the last one. */
function shown(
  series: TsvbSeries,
  params: Params,
  { aggregations = {} }: SearchAnswer,
  label: typeof labelOfTime,
): Shown {
  const found = aggregations[series.id] as (Bucket & Aggregation) | undefined
  const lines = (found === undefined ? [] : splitsOf(series, found)).map(([label, bucket]): [string, Point[]] => [
    label,
    pointsOf(series, bucket),
  ])
  return Object.fromEntries(
    seriesAgg(series, lines).map(([name, points]): [string, Shown] => {
      // The whole range has no interval that is not over.
      const over = params.drop_last_bucket === 0 || isWholeRange(params) ? points : points.slice(0, -1)
      if (params.type !== 'timeseries') return [name, over.at(-1)?.[1] ?? null]
      const there = over.filter(([, value]) => value !== null)
      return [name, Object.fromEntries(there.map(([time, value]) => [label(time, false), value]))]
    }),
  )
}

function splitsOf({ label, split_filters = [] }: TsvbSeries, found: Bucket & Aggregation): [string, Bucket][] {
  const { buckets } = found
  if (buckets === undefined) return [[label, found]]
  if (Array.isArray(buckets)) return buckets.map((bucket) => [String(bucket.key), bucket])
  return split_filters.flatMap((filter) => {
    const bucket = buckets[filter.id]
    return bucket === undefined ? [] : [[filter.label, bucket]]
  })
}

/** The last metric that is not one of a series of series is the value; that of a derivative is per unit. */
function pointsOf({ metrics }: TsvbSeries, bucket: Bucket): Point[] {
  const id = metrics.filter(({ type }) => type !== 'series_agg').at(-1)?.id ?? ''
  const { buckets = [] } = bucket['timeseries'] as Aggregation
  if (!Array.isArray(buckets)) throw new Error('a time series has its intervals in a list')
  return buckets.map((interval) => {
    const { normalized_value: perUnit, value } = (interval[id] ?? {}) as Aggregation
    return [Number(interval.key), numberOf(perUnit ?? value)]
  })
}
