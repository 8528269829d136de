import { withoutUndefined, type JsonObject } from '../../json.js'
import { chartIn, type Aggregation, type Chart, type Visualization } from '../kibana/visualization.js'
import { NoCounterpart } from '../no-counterpart.js'
import { bucketOf, metricOf } from '../query/aggregations.js'
import { dateHistogram, refIdAt, wholeRange, withIds, type Target } from '../query/target.js'
import { fieldUnit } from '../units.js'
import {
  barGaugeOptions,
  fixedColor,
  override,
  pieOptions,
  statOptions,
  statusHistoryOptions,
  tableOptions,
  thresholds,
  timeSeriesOptions,
} from './looks.js'
import type { AskedIndex, Panel, Surroundings } from './panel.js'

/** A chart of Kibana's aggregations. */
export function chartPanel(visualization: Visualization, around: Surroundings): Panel {
  const index = around.index({ id: visualization.indexPattern })
  const metrics = visualization.aggs.filter(({ schema }) => schema === 'metric')
  const buckets = visualization.aggs.filter(({ schema }) => schema !== 'metric')
  const form = forms[visualization.type]
  if (form === undefined)
    throw new NoCounterpart(`is a ${visualization.type}, for which elkctl knows no panel of Grafana`)
  const asked: Asked = { visualization, metrics, buckets, index, query: around.narrowed(visualization.query) }
  const { type, targets, options, defaults = {}, overrides = [] } = form(asked, chartIn(visualization))
  return {
    type,
    title: visualization.title,
    body: {
      description: visualization.description,
      datasource: index.ref,
      targets,
      options,
      fieldConfig: {
        defaults: { ...fieldUnit(index.attributes, metrics[0]?.params.field), ...defaults },
        overrides: [...overrides, ...colorsOf(visualization)],
      },
    },
  }
}

interface Asked {
  visualization: Visualization
  metrics: Aggregation[]
  buckets: Aggregation[]
  index: AskedIndex
  query: string
}

interface Form {
  type: string
  targets: Target[]
  options: JsonObject
  defaults?: JsonObject
  overrides?: JsonObject[]
}

const isTime = ({ type }: Aggregation): boolean => type === 'date_histogram'

const stat = (asked: Asked): Form => ({
  type: 'stat',
  targets: series(asked),
  options: statOptions,
  defaults: { color: fixedColor('text') },
})

/** Bars, lines and areas: over time, or a bar for each name. */
const cartesian =
  (custom: JsonObject) =>
  (asked: Asked, chart: Chart): Form =>
    asked.buckets.some(isTime) ? overTime(asked, chart, custom) : bars(asked)

const forms: Record<string, (asked: Asked, chart: Chart) => Form> = {
  metric: stat,
  pie: (asked, { legendPosition }) => ({
    type: 'piechart',
    targets: series(asked),
    options: pieOptions(legendPosition),
    defaults: { color: { mode: 'palette-classic' } },
  }),
  histogram: cartesian({ drawStyle: 'bars', fillOpacity: 80, lineWidth: 0 }),
  horizontal_bar: cartesian({ drawStyle: 'bars', fillOpacity: 80, lineWidth: 0 }),
  line: cartesian({ drawStyle: 'line', lineWidth: 1, showPoints: 'never' }),
  area: cartesian({ drawStyle: 'line', lineWidth: 1, fillOpacity: 50, showPoints: 'never' }),
  heatmap: (asked, { colorsRange }) => ({
    type: 'status-history',
    targets: series(asked),
    options: statusHistoryOptions,
    defaults: heat(colorsRange.map(({ from }) => from)),
  }),
  table,
}

const bars = (asked: Asked): Form => ({
  type: 'bargauge',
  targets: series(asked),
  options: barGaugeOptions,
  defaults: { min: 0, color: { mode: 'palette-classic' } },
})

function overTime(
  asked: Asked,
  { addLegend, legendPosition, valueAxes, seriesParams }: Chart,
  custom: JsonObject,
): Form {
  return {
    type: 'timeseries',
    targets: series(asked),
    options: timeSeriesOptions(addLegend ? legendPosition : undefined),
    defaults: {
      color: { mode: 'palette-classic' },
      custom: withoutUndefined({
        ...custom,
        axisLabel: valueAxes[0]?.title?.text,
        stacking: { mode: seriesParams[0]?.mode === 'stacked' ? 'normal' : 'none', group: 'A' },
      }),
    },
  }
}

/** The greens of Kibana's heat map. */
const greens = ['#E5F5E0', '#A1D99B', '#41AB5D', '#006D2C']

function heat(from: number[]): JsonObject {
  if (from.length === 0) return { color: { mode: 'continuous-greens' } }
  const steps = from.map((start, index) => ({ from: start, color: greens[index] ?? '#00441B' }))
  return { color: { mode: 'thresholds' }, thresholds: thresholds(steps) }
}

/** A query for each metric. Time is asked for last of all, and be it the whole range at once. */
function series({ metrics, buckets, index, query }: Asked): Target[] {
  const time = buckets.filter(isTime)
  if (time.length > 1) throw new NoCounterpart('has time on two axes, which no panel of Grafana has')
  const made = buckets.filter((bucket) => !isTime(bucket)).map((bucket) => bucketOf(bucket, metrics))
  const names = made.map(({ alias }) => alias).join(' ')
  const last = time[0] === undefined ? undefined : bucketOf(time[0], metrics).bucket
  const bucketAggs = withIds([
    ...made.map(({ bucket }) => bucket),
    last ?? dateHistogram({ field: index.timeField, interval: wholeRange }),
  ])
  return metrics.map((metric, position) => {
    const label = metric.params.customLabel ?? metric.type
    const ordering = metrics.filter(({ id }) => id !== metric.id && bucketAggs.some((one) => ordersBy(one, id)))
    return {
      refId: refIdAt(position),
      datasource: index.ref,
      timeField: index.timeField,
      query,
      alias: names === '' ? label : metrics.length > 1 ? `${names} ${label}` : names,
      metrics: [...ordering.map((one): JsonObject => ({ ...metricOf(one), hide: true })), metricOf(metric)],
      bucketAggs,
    }
  })
}

const ordersBy = ({ settings }: JsonObject, id: string): boolean =>
  (settings as JsonObject | undefined)?.['orderBy'] === id

/** A row for each group, a column for each level and each metric; or a row for each day. */
function table(asked: Asked): Form {
  const { metrics, buckets, index, query } = asked
  const [first] = buckets
  if (buckets.some(isTime)) {
    if (buckets.length > 1)
      throw new NoCounterpart('has time beside other groups in one table, which Grafana has as several tables')
    return {
      type: 'table',
      targets: series(asked),
      options: { ...tableOptions, sortBy: [{ displayName: first?.params.customLabel ?? 'Time', desc: true }] },
      overrides: [renamed('Time', first?.params.customLabel)],
    }
  }
  if (buckets.some(({ type }) => type !== 'terms'))
    throw new NoCounterpart('has queries as the rows of a table, which Grafana has as several tables')
  return {
    type: 'table',
    targets: [
      {
        refId: 'A',
        datasource: index.ref,
        timeField: index.timeField,
        query,
        metrics: metrics.map(metricOf),
        bucketAggs: withIds(buckets.map((bucket) => bucketOf(bucket, metrics).bucket)),
      },
    ],
    options: tableOptions,
    overrides: [
      ...buckets.map(({ params }) => renamed(params.field ?? '', params.customLabel)),
      ...metrics.map((metric) =>
        override(
          { id: 'byName', options: columnOf(metric, metrics) },
          { displayName: metric.params.customLabel, ...fieldUnit(index.attributes, metric.params.field) },
        ),
      ),
    ],
  }
}

const renamed = (column: string, label: string | undefined): JsonObject =>
  override({ id: 'byName', options: column }, { displayName: label })

const columns: Record<string, string> = {
  count: 'Count',
  avg: 'Average',
  sum: 'Sum',
  min: 'Min',
  max: 'Max',
  cardinality: 'Unique Count',
}

/** What Grafana calls the column of a metric: by its type, and by field and number where others have the same. */
export function columnOf({ id, type, params }: Aggregation, all: Aggregation[]): string {
  const name = columns[type] ?? type
  const alike = all.filter((other) => other.id !== id && other.type === type)
  if (alike.length === 0 || type === 'count') return name
  const field = `${name} ${params.field ?? ''}`
  return alike.some((other) => other.params.field === params.field) ? `${field} ${id}` : field
}

const colorsOf = ({ colors }: Visualization): JsonObject[] =>
  Object.entries(colors).map(([name, color]) => override({ id: 'byName', options: name }, { color: fixedColor(color) }))
