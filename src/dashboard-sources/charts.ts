import type { VisualizationSource } from '../data-files/schemas/dashboard/source.js'
import type { JsonObject } from '../json.js'
import { aggregationOf, aggregations, metricOf, type Metric, type Schemas } from './aggregations.js'
import type { Built, Surroundings } from './visualization.js'

type Source = Extract<VisualizationSource, { metrics: unknown }>

/** What the parameters of a chart depend on. */
type Look = Pick<Source, 'x' | 'y' | 'legend' | 'colors'> & { metrics: Metric[] }

interface Form {
  /** Kibana's type of visualization */
  type: string
  schemas: Schemas
  params: (look: Look) => JsonObject
  uiState?: JsonObject
}

const all =
  (schema: string): Schemas =>
  (types) =>
    types.map(() => schema)

/** Time is the axis wherever it stands, else what comes first; the others are series. Series before time are ranked over all of it. */
const axisAndSeries: Schemas = (types) => {
  const axis = Math.max(types.indexOf('date_histogram'), 0)
  return types.map((_type, index) => (index === axis ? 'segment' : 'group'))
}

const axisTitle = (title: string | undefined): JsonObject => (title === undefined ? {} : { text: title })

/** Bars, lines and areas are one kind of chart to Kibana, with the same parameters. */
function cartesian(type: string, series: 'histogram' | 'line' | 'area', mode: 'stacked' | 'normal'): Form {
  const lying = type === 'horizontal_bar'
  return {
    type,
    schemas: axisAndSeries,
    params: ({ metrics, x, y, legend = false }) => ({
      type: lying ? 'histogram' : type,
      grid: { categoryLines: false },
      categoryAxes: [
        {
          id: 'CategoryAxis-1',
          type: 'category',
          position: lying ? 'left' : 'bottom',
          show: true,
          style: {},
          scale: { type: 'linear' },
          labels: { show: true, filter: false, rotate: 0, truncate: 100 },
          title: axisTitle(x),
        },
      ],
      valueAxes: [
        {
          id: 'ValueAxis-1',
          name: 'LeftAxis-1',
          type: 'value',
          position: lying ? 'bottom' : 'left',
          show: true,
          style: {},
          scale: { type: 'linear', mode: 'normal' },
          labels: { show: true, rotate: 0, filter: true, truncate: 100 },
          title: axisTitle(y ?? metrics[0]?.label),
        },
      ],
      seriesParams: metrics.map(({ label }, index) => ({
        show: true,
        type: series,
        mode,
        data: { label: label ?? '', id: String(index + 1) },
        valueAxis: 'ValueAxis-1',
        drawLinesBetweenPoints: true,
        showCircles: true,
      })),
      addTooltip: true,
      addLegend: legend,
      legendPosition: 'right',
      times: [],
      addTimeMarker: false,
      labels: { show: series === 'histogram' && !legend },
    }),
  }
}

const newestFirst = { columnIndex: 0, direction: 'desc' }

const forms: Record<Source['chart'], Form> = {
  histogram: cartesian('histogram', 'histogram', 'stacked'),
  horizontal_bar: cartesian('horizontal_bar', 'histogram', 'normal'),
  line: cartesian('line', 'line', 'normal'),
  area: cartesian('area', 'area', 'stacked'),
  pie: {
    type: 'pie',
    schemas: all('segment'),
    params: ({ legend = true }) => ({
      type: 'pie',
      addTooltip: true,
      addLegend: legend,
      legendPosition: 'right',
      isDonut: true,
      labels: { show: false, values: true, last_level: true, truncate: 100 },
    }),
  },
  table: {
    type: 'table',
    schemas: all('bucket'),
    params: () => ({
      perPage: 10,
      showPartialRows: false,
      showMetricsAtAllLevels: false,
      sort: newestFirst,
      showTotal: true,
      totalFunc: 'sum',
      percentageCol: '',
    }),
    uiState: { vis: { params: { sort: newestFirst } } },
  },
  metric: {
    type: 'metric',
    schemas: all('group'),
    params: () => ({
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
        style: { bgFill: '#000', bgColor: false, labelColor: false, subText: '', fontSize: 48 },
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
export function aggregationChart(source: Source, { index, query }: Surroundings): Built {
  const { type, schemas, params, uiState = {} } = forms[source.chart]
  const metrics = source.metrics.map(metricOf)
  return {
    type,
    params: params({ ...source, metrics }),
    aggs: aggregations(metrics, (source.buckets ?? []).map(aggregationOf), schemas),
    uiState,
    query: source.query ?? query ?? '',
    references: [{ name: indexReference, type: 'index-pattern', id: index(source.index).id }],
    indexRefName: indexReference,
  }
}
