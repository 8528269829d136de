import type { VisualizationSource } from '../data-files/schemas/dashboard/source.js'
import type { Color, Series } from '../data-files/schemas/dashboard/tsvb.js'
import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'
import { metricsOf } from './tsvb-metrics.js'
import type { Built, Surroundings } from './visualization.js'

type Source = Extract<VisualizationSource, { series: unknown }>
type Of<Chart> = Extract<Source, { chart: Chart }>

/** TSVB asks by the title of the index pattern and needs no reference. */
export function tsvb(source: Source, surroundings: Surroundings): Built {
  const { title, timeField } = surroundings.index(source.index)
  return {
    type: 'metrics',
    params: {
      id: 'panel',
      type: source.chart.replace(/^tsvb_/, ''),
      index_pattern: title,
      time_field: timeField,
      interval: source.interval ?? '>=10s',
      filter: lucene(source.query ?? surroundings.query ?? ''),
      axis_formatter: 'number',
      axis_scale: 'normal',
      // The last interval is not over yet. Kibana's own default was 1 up to 7.13 and is 0 from then on.
      drop_last_bucket: 1,
      ...paramsOf(source, surroundings),
      series: source.series.map((one, index) => seriesModel(one, index)),
    },
  }
}

/** What the panel type stores beside series and index. */
function paramsOf(source: Source, surroundings: Surroundings): JsonObject {
  switch (source.chart) {
    case 'tsvb_timeseries':
      return timeseries(source)
    case 'tsvb_gauge':
      return gauge(source)
    case 'tsvb_metric':
      return { background_color_rules: [{ id: 'level0' }], ...mode(source.whole_range) }
    case 'tsvb_top_n':
      return topN(source, surroundings)
  }
}

const timeseries = ({ legend = 'bottom', min, max, series }: Of<'tsvb_timeseries'>): JsonObject => ({
  show_legend: 1,
  legend_position: legend,
  show_grid: 1,
  axis_position: series.some(({ axis }) => axis?.side === 'left') ? 'right' : 'left',
  ...(min !== undefined && { axis_min: min }),
  ...(max !== undefined && { axis_max: max }),
})

const gauge = ({ thresholds, max = 1, whole_range }: Of<'tsvb_gauge'>): JsonObject => ({
  gauge_color_rules: rules(thresholds, 'gauge'),
  gauge_style: 'half',
  gauge_inner_width: 10,
  gauge_width: 10,
  gauge_max: String(max),
  ...mode(whole_range),
})

const topN = ({ thresholds, drilldown, whole_range }: Of<'tsvb_top_n'>, { link }: Surroundings): JsonObject => ({
  ...(whole_range === true && mode(whole_range)),
  bar_color_rules: rules(thresholds, 'bar_color'),
  drilldown_url:
    drilldown === undefined
      ? ''
      : `${link(drilldown.dashboard)}?_a=(query:(language:kuery,query:'${drilldown.field}:"{{key}}"'))`,
})

/** The colours that TSVB offers first; series without one take them in this order. */
const colors: Record<Color, string> = {
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
const colorAt = (index: number): string => Object.values(colors)[index % Object.keys(colors).length] ?? colors.green

/** Of levels that fall, less is worse. */
function rules([first, second]: number[] = [], key: 'gauge' | 'bar_color'): JsonObject[] {
  const rising: [from: number | undefined, color: string][] = [
    [0, colors.green],
    [first, colors.orange],
    [second, colors.red],
  ]
  const falling: typeof rising = [
    [0, colors.red],
    [second, colors.orange],
    [first, colors.green],
  ]
  const levels = first !== undefined && second !== undefined && second < first ? falling : rising
  return levels.flatMap(([from, color], index) =>
    from === undefined ? [] : [{ id: `level${index}`, operator: 'gte', value: from, [key]: color }],
  )
}

/** 'entire_time_range' is known from Kibana 7.4 on; 7.3 shows the last interval. */
const mode = (wholeRange: boolean | undefined): JsonObject => ({
  time_range_mode: wholeRange === true ? 'entire_time_range' : 'last_value',
})

function seriesModel(one: Series, index: number): JsonObject {
  const id = `s${index + 1}`
  const { label, query, color: name, format = 'number', template = '{{value}}', fill = 0, stacked, steps, axis } = one
  const metrics = metricsOf(id, Array.isArray(one.value) ? one.value : [one.value])
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
      // A gradient starts with the colour of the series, a rainbow always with green.
      split_color_mode: by.size === 1 ? 'gradient' : 'rainbow',
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
