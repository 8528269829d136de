import type { VisualizationSource } from '../data-files/schemas/dashboard/source.js'
import type { JsonObject } from '../json.js'
import { aggregationOf, aggregations, metricOf, type Metric, type Schemas } from './aggregations.js'
import { axisAndSeries, cartesian } from './cartesian-charts.js'
import type { Built, Surroundings } from './visualization.js'

type Source = Extract<VisualizationSource, { metrics: unknown }>

/** What the parameters of a chart depend on. */
type Look = Pick<Source, 'x' | 'y' | 'legend' | 'colors' | 'font_size'> & { metrics: Metric[]; overTime: boolean }

export interface Form {
  /** Kibana's type of visualization */
  type: string
  schemas: Schemas
  params: (look: Look) => JsonObject
  uiState?: (look: Look) => JsonObject
}

const all =
  (schema: string): Schemas =>
  (types) =>
    types.map(() => schema)

/** Days: the newest first; all else as it is ranked. */
const sortOf = ({ overTime }: Look): JsonObject =>
  overTime ? { columnIndex: 0, direction: 'desc' } : { columnIndex: null, direction: null }

const forms: Record<Source['chart'], Form> = {
  histogram: cartesian('histogram', 'histogram', 'stacked'),
  horizontal_bar: cartesian('horizontal_bar', 'histogram', 'normal'),
  line: cartesian('line', 'line', 'normal'),
  area: cartesian('area', 'area', 'stacked'),
  pie: {
    type: 'pie',
    schemas: all('segment'),
    // A legend at its side makes the ring half as large.
    params: ({ legend = 'bottom' }) => ({
      type: 'pie',
      addTooltip: true,
      addLegend: true,
      legendPosition: legend,
      isDonut: true,
      labels: { show: false, values: true, last_level: true, truncate: 100 },
    }),
  },
  table: {
    type: 'table',
    schemas: all('bucket'),
    params: (look) => ({
      perPage: 10,
      showPartialRows: false,
      showMetricsAtAllLevels: false,
      sort: sortOf(look),
      // A sum of averages says nothing.
      showTotal: look.metrics.every(({ type }) => type === 'count' || type === 'sum'),
      totalFunc: 'sum',
      percentageCol: '',
    }),
    uiState: (look) => ({ vis: { params: { sort: sortOf(look) } } }),
  },
  metric: {
    type: 'metric',
    schemas: all('group'),
    params: ({ font_size = 48 }) => ({
      addTooltip: true,
      addLegend: false,
      type: 'metric',
      metric: {
        percentageMode: false,
        useRanges: false,
        colorSchema: 'Green to Red',
        metricColorMode: 'None',
        colorsRange: [{ from: 0, to: 10000 }],
        labels: { show: true },
        invertColors: false,
        style: { bgFill: '#000', bgColor: false, labelColor: false, subText: '', fontSize: font_size },
      },
    }),
  },
  heatmap: {
    type: 'heatmap',
    schemas: axisAndSeries,
    params: ({ colors }) => ({
      type: 'heatmap',
      addTooltip: true,
      addLegend: true,
      enableHover: false,
      legendPosition: 'right',
      times: [],
      colorsNumber: 4,
      colorSchema: 'Greens',
      setColorRange: colors !== undefined,
      colorsRange: (colors ?? []).slice(0, -1).map((from, index) => ({ from, to: colors?.[index + 1] ?? from })),
      invertColors: false,
      percentageMode: false,
      valueAxes: [
        {
          show: false,
          id: 'ValueAxis-1',
          type: 'value',
          scale: { type: 'linear', defaultYExtents: false },
          labels: { show: false, rotate: 0, overwriteColor: false, color: 'black' },
        },
      ],
    }),
  },
}

const indexReference = 'kibanaSavedObjectMeta.searchSourceJSON.index'

/** Charts of Kibana's aggregations. They take the index pattern, and with it the formats of its fields. */
export function aggregationChart(source: Source, { index, query, script }: Surroundings): Built {
  const { type, schemas, params, uiState } = forms[source.chart]
  const metrics = source.metrics.map((metric) => metricOf(metric, script))
  const buckets = (source.buckets ?? []).map((buckets) => aggregationOf(buckets, script))
  const overTime = buckets.some(({ type: of }) => of === 'date_histogram')
  const look = { ...source, metrics, overTime }
  return {
    type,
    params: params(look),
    aggs: aggregations(metrics, buckets, schemas),
    // Series that are not named here take the next colour that is free, which is another one with every load.
    uiState: source.fixed_colors === undefined ? (uiState?.(look) ?? {}) : { vis: { colors: source.fixed_colors } },
    query: source.query ?? query ?? '',
    references: [{ name: indexReference, type: 'index-pattern', id: index(source.index).id }],
    indexRefName: indexReference,
  }
}
