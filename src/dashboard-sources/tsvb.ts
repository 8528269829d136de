import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'
import { either, flag, listOf, mapOf, number, object, oneOf, optional, text, type Shape, type Shaped } from './shape.js'
import { metricsOf, value } from './tsvb-metrics.js'
import type { Chart, Surroundings } from './visualization.js'

/** The colours that TSVB offers first, by name; series without one take them in this order. */
const colors = {
  green: '#68BC00',
  orange: '#FE9200',
  blue: '#009CE0',
  red: '#D33115',
  violet: '#7B64FF',
  yellow: '#FCDC00',
  teal: '#16A5A5',
  pink: '#FA28FF',
  black: '#0F1419',
}
const color = oneOf(...(Object.keys(colors) as (keyof typeof colors)[]))
const colorAt = (index: number): string => Object.values(colors)[index % Object.keys(colors).length] ?? colors.green

const split = either(
  object({ terms: text, size: optional(number) }),
  object({ filters: mapOf(text), colors: optional(listOf(color)) }),
)

const series = object({
  label: text,
  /** Lucene; beside that of the panel */
  query: optional(text),
  value,
  /** a series for each value of a keyword field, or for each labelled query */
  split: optional(split),
  /** TSVB's: number, bytes, percent, `ms,humanize,2` (from, to, decimals), or a pattern of numeral.js */
  format: optional(text),
  /** what is written around the value: "{{value}}/s" */
  template: optional(text),
  color: optional(color),
  /** how much the area below the line is filled, 0 to 1 */
  fill: optional(number),
  stacked: optional(flag),
  steps: optional(flag),
  /** an axis of its own, on this side; the others share one on the other side */
  axis: optional(object({ side: oneOf('left', 'right'), min: optional(number), max: optional(number) })),
})
type Series = Shaped<typeof series>

const common = {
  index: optional(text),
  query: optional(text),
  series: listOf(series),
  /** least width of an interval; default: that of the data, 10 s */
  interval: optional(text),
}

/** From where on the colour is orange, and from where on red. */
const thresholds = optional(listOf(number, 2))

const rules = (levels: number[] | undefined, key: 'gauge' | 'bar_color'): JsonObject[] =>
  [0, ...(levels ?? [])].map((level, index) => ({
    id: `level${index}`,
    operator: 'gte',
    value: level,
    [key]: [colors.green, colors.orange, colors.red][index] ?? colors.red,
  }))

/** 'entire_time_range' is known from Kibana 7.4 on; 7.3 shows the last interval. */
const mode = (wholeRange: boolean | undefined): JsonObject => ({
  time_range_mode: wholeRange === true ? 'entire_time_range' : 'last_value',
})

const timeseries = object({
  ...common,
  legend: optional(oneOf('left', 'right', 'bottom')),
  min: optional(number),
  max: optional(number),
})
const gauge = object({ ...common, thresholds, max: optional(number), whole_range: optional(flag) })
const metric = object({ ...common, whole_range: optional(flag) })
const topN = object({
  ...common,
  thresholds,
  /** a click opens that dashboard, narrowed to the value of the field */
  drilldown: optional(object({ dashboard: text, field: text })),
})

/** The n-th panel type of TSVB: how it is read, and what it stores beside series and index. */
const types = {
  timeseries: type(timeseries, ({ legend = 'bottom', min, max, series: all }) => ({
    show_legend: 1,
    legend_position: legend,
    show_grid: 1,
    axis_position: all.some(({ axis }) => axis?.side === 'left') ? 'right' : 'left',
    ...(min !== undefined && { axis_min: min }),
    ...(max !== undefined && { axis_max: max }),
  })),
  gauge: type(gauge, ({ thresholds: levels, max = 1, whole_range }) => ({
    gauge_color_rules: rules(levels, 'gauge'),
    gauge_style: 'half',
    gauge_inner_width: 10,
    gauge_width: 10,
    gauge_max: String(max),
    ...mode(whole_range),
  })),
  metric: type(metric, ({ whole_range }) => ({ background_color_rules: [{ id: 'level0' }], ...mode(whole_range) })),
  top_n: type(topN, ({ thresholds: levels, drilldown }, { link }) => ({
    bar_color_rules: rules(levels, 'bar_color'),
    drilldown_url:
      drilldown === undefined
        ? ''
        : `${link(drilldown.dashboard)}?_a=(query:(language:kuery,query:'${drilldown.field}:"{{key}}"'))`,
  })),
}

function type<S extends Shaped<ReturnType<typeof object<typeof common>>>>(
  shape: Shape<S>,
  params: (panel: S, surroundings: Surroundings) => JsonObject,
) {
  return (name: string): Chart =>
    (panel, _title, surroundings) => {
      const read = shape(panel, '')
      const { title, timeField } = surroundings.index(read.index)
      return {
        type: 'metrics',
        params: {
          id: 'panel',
          type: name,
          index_pattern: title,
          time_field: timeField,
          interval: read.interval ?? '>=10s',
          filter: lucene(read.query ?? surroundings.query ?? ''),
          axis_formatter: 'number',
          axis_scale: 'normal',
          // The last interval is not over yet. Kibana's own default was 1 up to 7.13 and is 0 from then on.
          drop_last_bucket: 1,
          ...params(read, surroundings),
          series: read.series.map((one, index) => seriesModel(one, index)),
        },
      }
    }
}

function seriesModel(one: Series, index: number): JsonObject {
  const id = `s${index + 1}`
  const { label, query, color: name, format = 'number', template = '{{value}}', fill = 0, stacked, steps, axis } = one
  const metrics = metricsOf(id, one.value, `series[${index}].value`)
  return {
    id,
    label,
    color: name === undefined ? colorAt(index) : colors[name],
    metrics,
    ...(query !== undefined && { filter: lucene(query) }),
    ...splitModel(id, one, metrics),
    formatter: format,
    value_template: template,
    chart_type: 'line',
    line_width: 1,
    point_size: 0,
    fill,
    stacked: stacked === true ? 'stacked' : 'none',
    steps: steps === true ? 1 : 0,
    separate_axis: axis === undefined ? 0 : 1,
    axis_position: axis?.side ?? 'right',
    ...(axis?.min !== undefined && { axis_min: axis.min }),
    ...(axis?.max !== undefined && { axis_max: axis.max }),
  }
}

function splitModel(id: string, { split: by, query }: Series, metrics: JsonObject[]): JsonObject {
  if (by === undefined) return { split_mode: query === undefined ? 'everything' : 'filter' }
  if ('terms' in by)
    return {
      split_mode: 'terms',
      terms_field: by.terms,
      terms_size: String(by.size ?? 10),
      terms_order_by: metrics[0]?.['id'] ?? '_count',
      split_color_mode: 'rainbow',
    }
  return {
    split_mode: 'filters',
    split_filters: Object.entries(by.filters).map(([label, filter], index) => {
      const name = by.colors?.[index]
      return {
        id: `${id}f${index + 1}`,
        label,
        filter: lucene(filter),
        color: name === undefined ? colorAt(index) : colors[name],
      }
    }),
  }
}

/** TSVB, in a source `tsvb_<type>`. It asks by the title of the index pattern and needs no reference. */
export const tsvbCharts: Record<string, Chart> = Object.fromEntries(
  Object.entries(types).map(([name, make]) => [`tsvb_${name}`, make(name)]),
)
