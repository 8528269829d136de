import { isObject, type Json, type JsonObject } from './json.js'
import { rewrite, withAttribute, type Migration } from './object-migrations.js'

const object = (value: Json | undefined): JsonObject => (isObject(value ?? null) ? (value as JsonObject) : {})

/** A migration of `visState` of some types; the text of the others stays as it is. */
const ofState = (
  until: string,
  concerns: (type: Json | undefined, params: JsonObject) => boolean,
  change: (params: JsonObject, state: JsonObject) => JsonObject,
): Migration => ({
  until,
  change: (visualization) => {
    const { visState } = visualization.attributes
    const state = stateOf(visState)
    const params = object(state['params'])
    if (!concerns(state['type'], params)) return visualization
    return withAttribute(visualization, 'visState', JSON.stringify({ ...state, params: change(params, state) }))
  },
})

function stateOf(visState: Json | undefined): JsonObject {
  try {
    return typeof visState === 'string' ? object(JSON.parse(visState) as Json) : {}
  } catch {
    return {}
  }
}

const tsvb = (type: Json | undefined): boolean => type === 'metrics'

const eachSeries = (params: JsonObject, change: (series: JsonObject) => JsonObject): JsonObject =>
  Array.isArray(params['series'])
    ? { ...params, series: params['series'].map((series) => (isObject(series) ? change(series) : series)) }
    : params

/** Recorded in own-bundle, on both servers: the colours of a split that nobody chose stay what they were. */
const keepSplitColors = ofState('7.8.0', tsvb, (params) =>
  eachSeries(params, (series) => ({ ...series, split_color_mode: series['split_color_mode'] ?? 'gradient' })),
)

const asQuery = (query: Json | undefined): Json | undefined =>
  typeof query === 'string' ? { query, language: 'lucene' } : query

/** Recorded in own-bundle, on both servers: the parts of a ratio become queries. */
const queriesOfRatios = ofState('7.10.0', tsvb, (params) =>
  eachSeries(params, (series) => ({
    ...series,
    ...(Array.isArray(series['metrics']) && {
      metrics: series['metrics'].map((metric) => {
        const { numerator, denominator } = object(metric)
        if (object(metric)['type'] !== 'filter_ratio') return metric
        return { ...object(metric), numerator: asQuery(numerator) ?? '', denominator: asQuery(denominator) ?? '' }
      }),
    }),
  })),
)

/** Recorded in own-bundle, on both servers: TSVB does not use its search source, and loses it. */
const noSearchSource: Migration = {
  until: '7.10.0',
  change: (visualization) => {
    const { visState, kibanaSavedObjectMeta: meta } = visualization.attributes
    if (!tsvb(stateOf(visState)['type'])) return visualization
    return withAttribute(visualization, 'kibanaSavedObjectMeta', { ...object(meta), searchSourceJSON: '{}' })
  },
}

/** Recorded in own-bundle on Kibana 7.12. */
const tableToolbar = ofState(
  '7.11.0',
  (type) => type === 'table',
  (params) => ({ ...params, showToolbar: true }),
)

const filtersLabels = (axes: Json | undefined, otherwise: boolean): Json[] | undefined =>
  Array.isArray(axes)
    ? axes.map((axis) => {
        const labels = object(object(axis)['labels'])
        return { ...object(axis), labels: { ...labels, filter: labels['filter'] ?? otherwise } }
      })
    : undefined

/** The text of every state is written anew, without blanks. */
const compactState: Migration = {
  until: '7.12.0',
  change: (visualization) => {
    const { visState } = visualization.attributes
    if (typeof visState !== 'string') return visualization
    return withAttribute(
      visualization,
      'visState',
      rewrite(visState, (state) => state),
    )
  },
}

/** 7.12 brought new parameters for the line, area and bar charts. */
const vislibParameters = ofState(
  '7.12.0',
  (_type, { type }) => ['line', 'area', 'histogram'].includes(String(type)),
  (params, { type }) => {
    const lying = type === 'horizontal_bar'
    const categoryAxes = filtersLabels(params['categoryAxes'], !lying)
    const valueAxes = filtersLabels(params['valueAxes'], lying)
    return {
      ...params,
      palette: params['palette'] ?? { type: 'palette', name: 'kibana_palette' },
      ...(categoryAxes && { categoryAxes }),
      ...(valueAxes && { valueAxes }),
      isVislibVis: true,
      detailedTooltip: true,
      ...(params['type'] !== 'histogram' && { fittingFunction: 'zero' }),
    }
  },
)

// From here on derived from visualization_saved_object_migrations.ts and visualization_common_migrations.ts of elastic/kibana.

const indicesByName = ofState('7.13.1', tsvb, (params) => ({
  ...params,
  ...(typeof params['index_pattern'] === 'string' && { use_kibana_indexes: false }),
  ...(params['type'] !== 'timeseries' && { hide_last_value_indicator: true }),
}))

const withEmptyRule = (rules: Json | undefined): Json[] => {
  const list = Array.isArray(rules) ? rules.map(object) : []
  const zero = list.findLast(({ operator, value }) => (operator === 'gte' || operator === 'lte') && value === 0)
  return zero === undefined ? list : [...list, { ...zero, id: 'empty', operator: 'empty', value: null }]
}

const colorsOfNothing = ofState('7.14.0', tsvb, (params) => ({
  ...params,
  bar_color_rules: withEmptyRule(params['bar_color_rules']),
  background_color_rules: withEmptyRule(params['background_color_rules']),
  gauge_color_rules: withEmptyRule(params['gauge_color_rules']),
  drop_last_bucket: params['drop_last_bucket'] ?? 1,
}))

const pie = (type: Json | undefined): boolean => type === 'pie'

const pieColors = ofState('7.14.0', pie, (params) => ({
  ...params,
  palette: params['palette'] ?? { type: 'palette', name: 'kibana_palette' },
  distinctColors: true,
}))

const pieLegend = ofState('8.1.0', pie, ({ addLegend, ...params }) => ({
  ...params,
  legendDisplay: addLegend === true ? 'show' : 'hide',
}))

/** In the order of Kibana's versions; what happens to Kibana 7.12 and OpenSearch Dashboards 2.19 is recorded. */
export const visualizationMigrations: Migration[] = [
  { until: '7.3.1' },
  keepSplitColors,
  queriesOfRatios,
  noSearchSource,
  tableToolbar,
  compactState,
  vislibParameters,
  indicesByName,
  colorsOfNothing,
  pieColors,
  { until: '7.17.0' },
  { until: '8.0.0' },
  pieLegend,
]
