import type { JsonObject } from '../json.js'
import type { Schemas } from './aggregations.js'
import type { Form } from './charts.js'

/** Time is the axis wherever it stands, else what comes first; the others are series. Series before time are ranked over all of it. */
export const axisAndSeries: Schemas = (types) => {
  const axis = Math.max(types.indexOf('date_histogram'), 0)
  return types.map((_type, index) => (index === axis ? 'segment' : 'group'))
}

const axisTitle = (title: string | undefined): JsonObject => (title === undefined ? {} : { text: title })

/** Bars, lines and areas are one kind of chart to Kibana, with the same parameters. */
export function cartesian(type: string, series: 'histogram' | 'line' | 'area', mode: 'stacked' | 'normal'): Form {
  const lying = type === 'horizontal_bar'
  return {
    type,
    schemas: axisAndSeries,
    params: ({ metrics, overTime, x, y, legend }) => ({
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
          // Times would be printed over one another; of named bars, each name is needed.
          labels: { show: true, filter: overTime, rotate: 0, truncate: lying ? 200 : 100 },
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
        showCircles: false,
      })),
      addTooltip: true,
      addLegend: legend !== undefined,
      legendPosition: legend ?? 'right',
      times: [],
      addTimeMarker: false,
      labels: { show: series === 'histogram' && legend === undefined },
    }),
  }
}
