import { withoutUndefined, type JsonObject } from '../../json.js'
import {
  luceneIn,
  tsvbIn,
  type Tsvb,
  type TsvbMetric,
  type TsvbSeries,
  type Visualization,
} from '../kibana/visualization.js'
import { NoCounterpart } from '../no-counterpart.js'
import { filters } from '../query/aggregations.js'
import { dateHistogram, refIdAt, wholeRange, withIds, type Target } from '../query/target.js'
import { tsvbMetrics } from '../query/tsvb-metrics.js'
import { tsvbUnit } from '../units.js'
import {
  barGaugeOptions,
  fixedColor,
  gaugeOptions,
  override,
  statOptions,
  thresholds,
  timeSeriesOptions,
} from './looks.js'
import type { AskedIndex, Panel, Surroundings } from './panel.js'

/** A TSVB visualization: one panel, or one for each series that is made of others, since Grafana calculates with all series of a panel. */
export function tsvbPanels(visualization: Visualization, around: Surroundings): Panel[] {
  const params = tsvbIn(visualization)
  const asked: Asked = { params, index: around.index({ title: params.index_pattern }), around }
  const alone = params.series.length === 1 ? [] : params.series.filter(isOfSeries)
  const together = params.series.filter((one) => !alone.includes(one))
  return [
    ...(together.length === 0 ? [] : [panelOf(visualization, together, asked)]),
    ...alone.map((one) => panelOf({ ...visualization, title: `${visualization.title}: ${one.label}` }, [one], asked)),
  ]
}

interface Asked {
  params: Tsvb
  index: AskedIndex
  around: Surroundings
}

const isOfSeries = ({ metrics }: TsvbSeries): boolean => metrics.some(({ type }) => type === 'series_agg')

function panelOf({ title, description }: Visualization, series: TsvbSeries[], asked: Asked): Panel {
  const { params, index } = asked
  const targets: Target[] = []
  const overrides: JsonObject[] = []
  for (const one of series) {
    const own = targetsOf(one, series.length > 1, targets.length, asked)
    targets.push(...own)
    overrides.push(...overridesOf(one, own.at(-1)?.refId ?? '', params))
  }
  const [first] = series
  const form = forms[params.type]
  if (first === undefined || form === undefined)
    throw new NoCounterpart(`is ${params.type} of TSVB, which Grafana does not have`)
  const { type, options, defaults = {} } = form(params, asked.around)
  return {
    type,
    title,
    body: withoutUndefined({
      description,
      datasource: index.ref,
      interval: /\d+\w+/.exec(params.interval)?.[0],
      // About as many intervals as Kibana has.
      maxDataPoints: 100,
      targets,
      transformations: transformations(first),
      options,
      fieldConfig: {
        defaults: { ...tsvbUnit(first.formatter, first.value_template), ...nameOf(first), ...defaults },
        overrides,
      },
    }),
  }
}

const isWholeRange = ({ time_range_mode: mode }: Tsvb): boolean => mode === 'entire_time_range'

interface Form {
  type: string
  options: JsonObject
  defaults?: JsonObject
}

const forms: Record<string, (params: Tsvb, around: Surroundings) => Form> = {
  timeseries: ({ legend_position: position, axis_min: min, axis_max: max }) => ({
    type: 'timeseries',
    options: timeSeriesOptions(position),
    defaults: withoutUndefined({ min, max, custom: { drawStyle: 'line', lineWidth: 1, showPoints: 'never' } }),
  }),
  gauge: ({ gauge_max: max, gauge_color_rules: rules }) => ({
    type: 'gauge',
    options: gaugeOptions,
    defaults: withoutUndefined({
      min: 0,
      max,
      ...levels(rules.map(({ value, gauge }) => ({ from: value ?? 0, color: gauge }))),
    }),
  }),
  metric: () => ({ type: 'stat', options: statOptions, defaults: { color: fixedColor('text') } }),
  top_n: ({ bar_color_rules: rules, drilldown_url: url }, { link }) => ({
    type: 'bargauge',
    options: barGaugeOptions,
    defaults: withoutUndefined({
      min: 0,
      ...levels(rules.map(({ value, bar_color }) => ({ from: value ?? 0, color: bar_color }))),
      links: drilldown(url, link),
    }),
  }),
}

function levels(rules: { from: number; color: string | undefined }[]): JsonObject {
  const colored = rules.flatMap(({ from, color }) => (color === undefined ? [] : [{ from, color }]))
  if (colored.length === 0) return {}
  return { thresholds: thresholds(colored), color: { mode: 'thresholds' } }
}

/** `…/dashboard/<id>?_a=(query:(language:kuery,query:'<field>:"{{key}}"'))`: where a click on a name leads. */
const drilldownPattern = /dashboard\/([^?]+)\?_a=.*query:'([^:]+):"\{\{key\}\}"'/

export const drilldownIn = (url: string): { dashboard: string; field: string } | undefined => {
  const [, dashboard, field] = drilldownPattern.exec(url) ?? []
  return dashboard === undefined || field === undefined ? undefined : { dashboard, field }
}

/** The name of the variable that narrows a dashboard to values of a field. */
export const variableName = (field: string): string => field.replace(/\W/g, '_')

function drilldown(url: string, link: Surroundings['link']): JsonObject[] | undefined {
  const found = drilldownIn(url)
  const address = found && link(found.dashboard)
  if (found === undefined || address === undefined) return undefined
  return [
    {
      title: 'Open its dashboard',
      url: `${address}?var-${variableName(found.field)}=\${__field.displayName}&\${__url_time_range}`,
      // Grafana's schema has the same form for the links of dashboards, which have more.
      ...{ type: 'link', icon: '', tooltip: '', tags: [] },
      ...{ asDropdown: false, targetBlank: false, includeVars: false, keepTime: false },
    },
  ]
}

/** The queries of a series; the last one is shown. `among`: other series are in the panel, from which its names must differ. */
function targetsOf(one: TsvbSeries, among: boolean, used: number, asked: Asked): Target[] {
  const { params, index, around } = asked
  const ratio = one.metrics.find(({ type }) => type === 'filter_ratio')
  const query = (...more: string[]) => around.narrowed(luceneIn(params.filter), luceneIn(one.filter), ...more)
  const target = (position: number, parts: JsonObject): Target => ({
    refId: refIdAt(used + position),
    datasource: index.ref,
    timeField: index.timeField,
    ...parts,
  })
  if (ratio === undefined) {
    const metrics = tsvbMetrics(inGrafana(one.metrics, params))
    return [target(0, { query: query(), alias: aliasOf(one, among), metrics, bucketAggs: buckets(one, params) })]
  }
  if (one.metrics.length > 1)
    throw new NoCounterpart('calculates with a share, for which elkctl knows no words in Grafana')
  const part = (position: number, of: string, emptyToo: boolean): Target =>
    target(position, {
      query: query(of),
      alias: aliasOf(one, among),
      hide: true,
      metrics: [ratioMetric(ratio)],
      bucketAggs: buckets(one, params, emptyToo),
    })
  const [of, to] = [part(0, ratio.numerator ?? '*', true), part(1, ratio.denominator ?? '*', false)]
  return [of, to, quotient(refIdAt(used + 2), of, to)]
}

const ratioMetric = ({ metric_agg: type = 'count', field = '' }: TsvbMetric): JsonObject =>
  type === 'count' ? { id: '1', type } : { id: '1', type, field }

/** Grafana's own expressions divide series by series. */
const quotient = (refId: string, of: Target, to: Target): Target => ({
  refId,
  datasource: { type: '__expr__', uid: '__expr__' },
  type: 'math',
  expression: `$${of.refId} / $${to.refId}`,
})

/** What Elasticsearch is asked for: not what is made of several series, but the sum over time, of which the last value is that of all intervals. */
function inGrafana(metrics: TsvbMetric[], { type }: Tsvb): TsvbMetric[] {
  const own = metrics.filter((metric) => metric.type !== 'series_agg')
  const overall = metrics.find(isOverall)
  if (overall === undefined) return own
  if (overall.function !== 'overall_sum' || type === 'timeseries')
    throw new NoCounterpart(`shows ${String(overall.function)} of several series, which Grafana does not calculate`)
  return [...own, { id: `${overall.id}-sum`, type: 'cumulative_sum', field: own.at(-1)?.id }]
}

const isOverall = ({ type, function: name = '' }: TsvbMetric): boolean =>
  type === 'series_agg' && name.startsWith('overall_')

function buckets(one: TsvbSeries, params: Tsvb, emptyToo = false): JsonObject[] {
  const time = isWholeRange(params)
    ? dateHistogram({ field: params.time_field, interval: wholeRange })
    : // A sum of all intervals counts the last one, too.
      dateHistogram({
        field: params.time_field,
        trimmed: params.drop_last_bucket === 1 && !one.metrics.some(isOverall),
      })
  return withIds([...splitOf(one, emptyToo), time])
}

function splitOf(one: TsvbSeries, emptyToo: boolean): JsonObject[] {
  const {
    split_mode: mode,
    terms_field: field = '',
    terms_size: size = '10',
    terms_order_by: by,
    split_filters: list = [],
  } = one
  if (mode === 'everything' || mode === 'filter') return []
  if (mode === 'filters') return [filters(list.map(({ label, filter }) => ({ label, query: luceneIn(filter) || '*' })))]
  if (mode !== 'terms') throw new NoCounterpart(`splits by ${mode}, for which elkctl knows no words in Grafana`)
  const [first] = one.metrics
  const orderBy = first !== undefined && first.id === by && sortable.includes(first.type) ? '1' : '_count'
  // A part that is nothing is a share of 0, and no share that is missing.
  return [{ type: 'terms', field, settings: { size, order: 'desc', orderBy, min_doc_count: emptyToo ? '0' : '1' } }]
}

const sortable = ['avg', 'sum', 'min', 'max', 'cardinality']

/** The names of its series. */
function aliasOf({ label, split_mode: mode, terms_field: field = '' }: TsvbSeries, among: boolean): string {
  const own = { terms: `{{${field}}}`, filters: '{{filter}}' }[mode]
  if (own === undefined) return label
  return among && mode === 'terms' ? `${own} ${label}` : own
}

/** Grafana names what it has calculated by nothing but labels. */
function nameOf({ label, metrics, split_mode: mode, terms_field: field = '' }: TsvbSeries): JsonObject {
  if (!metrics.some(({ type }) => type === 'filter_ratio')) return {}
  return { displayName: mode === 'terms' ? `\${__field.labels["${field}"]}` : label }
}

const reducers = ['sum', 'mean', 'max', 'min']

/** Of the series of a split one, time by time. Nothing counts as 0, as in TSVB. */
function transformations({ label, metrics }: TsvbSeries): JsonObject[] | undefined {
  const names = metrics.flatMap(({ type, function: name = '' }) => (type === 'series_agg' ? [name] : []))
  if (names.length === 0) return undefined
  const each = names.filter((name) => !name.startsWith('overall_'))
  const [reducer = 'sum'] = each
  if (each.length > 1 || !reducers.includes(reducer))
    throw new NoCounterpart(`shows ${names.join(' and ')} of several series, which Grafana does not calculate`)
  return [
    { id: 'joinByField', options: { byField: 'Time', mode: 'outer' } },
    {
      id: 'calculateField',
      options: {
        mode: 'reduceRow',
        reduce: { reducer, nullValueMode: 'null as zero' },
        replaceFields: true,
        alias: label,
      },
    },
  ]
}

/** How a series looks where the panel has several. */
function overridesOf(one: TsvbSeries, refId: string, params: Tsvb): JsonObject[] {
  if (params.type !== 'timeseries') return []
  const own = override(
    { id: 'byFrameRefID', options: refId },
    {
      ...tsvbUnit(one.formatter, one.value_template),
      'custom.fillOpacity': Math.round(one.fill * 100),
      'custom.lineInterpolation': one.steps === 1 ? 'stepAfter' : 'linear',
      'custom.stacking': one.stacked === 'none' ? undefined : { mode: 'normal', group: refId },
      ...(one.separate_axis === 1 && {
        'custom.axisPlacement': one.axis_position,
        min: one.axis_min,
        max: one.axis_max,
      }),
    },
  )
  const colored =
    one.split_mode === 'filters'
      ? (one.split_filters ?? []).flatMap(({ label, color }) => colorOf(label, color))
      : one.split_mode === 'terms' && !isOfSeries(one)
        ? []
        : colorOf(one.label, one.color)
  return [own, ...colored]
}

const colorOf = (name: string, color: string | undefined): JsonObject[] =>
  color === undefined ? [] : [override({ id: 'byName', options: name }, { color: fixedColor(color) })]
