import type { Shown } from '../engine/content/panel-request.js'
import type { Params, TsvbSeries } from '../engine/content/saved-objects.js'
import type { Drawing, DrawnSeries, Interval, Point, ValueAxis } from './drawing.js'
import { intervalInWords, timeFormat, tsvbFormat } from './formats.js'

type Values = Record<string, Shown>

const valuesOf = (shown: Shown | undefined): Values => (typeof shown === 'object' && shown !== null ? shown : {})

/** A series of the panel, and a name and what is shown of it for each part of its split. */
interface Part {
  series: TsvbSeries
  name: string
  color: string
  shown: Shown | undefined
}

/** The colours that TSVB calls a rainbow, the first ten (`get_split_colors.js` of Kibana and of OpenSearch Dashboards). A gradient starts with that of the series. */
const rainbow = '#68BC00 #009CE0 #B0BC00 #16A5A5 #D33115 #E27300 #FCC400 #7B64FF #FA28FF #333333'.split(' ')
const colorOfTerm = ({ color, split_color_mode: mode }: TsvbSeries, index: number): string =>
  (mode === 'rainbow' ? rainbow[index] : undefined) ?? color

/** Splits by terms name their series after the terms: whatever no other series has named. */
function partsOf(params: Params, shown: Shown | undefined): Part[] {
  const values = valuesOf(shown)
  const named = new Set(
    (params.series ?? []).flatMap(({ label, split_filters = [] }) => [label, ...split_filters.map((one) => one.label)]),
  )
  return (params.series ?? []).flatMap((series): Part[] => {
    const { label, color, split_mode: mode, split_filters = [] } = series
    const names =
      mode === 'filters'
        ? split_filters.map((one) => [one.label, one.color ?? color] as const)
        : mode === 'terms' && values[label] === undefined
          ? Object.keys(values)
              .filter((name) => !named.has(name))
              .map((name, index) => [name, colorOfTerm(series, index)] as const)
          : [[label, color] as const]
    return names.map(([name, own]) => ({ series, name, color: own, shown: values[name] }))
  })
}

/** Numbers, gauges and top lists show the present value. */
const present = (shown: Shown | undefined): number | null => (typeof shown === 'number' ? shown : null)

const colorAt = (levels: [number, string][], value: number | null): string =>
  levels.filter(([level]) => (value ?? 0) >= level).at(-1)?.[1] ?? '#000000'

/** Panels of TSVB, which Kibana and OpenSearch Dashboards draw alike: time series with @elastic/charts, all others with HTML and SVG. */
export function tsvbDrawing(params: Params, shown: Shown | undefined, time: Interval): Drawing {
  const parts = partsOf(params, shown)
  const numbers = parts.map((part) => ({
    label: part.name,
    value: present(part.shown),
    format: tsvbFormat(part.series),
  }))
  switch (params.type) {
    case 'timeseries':
      return timeSeries(params, parts, time)
    case 'gauge': {
      const [first = { label: '', value: null, format: { number: '' } }] = numbers
      const levels = (params.gauge_color_rules ?? []).map(({ value, gauge }): [number, string] => [value, gauge])
      return { kind: 'gauge', max: Number(params.gauge_max), color: colorAt(levels, first.value), ...first }
    }
    case 'metric':
      return { kind: 'tsvb number', numbers }
    case 'top_n': {
      const levels = (params.bar_color_rules ?? []).map((rule): [number, string] => [rule.value, rule.bar_color])
      const bars = numbers.map((one) => ({ ...one, color: colorAt(levels, one.value) }))
      return { kind: 'top', bars: bars.sort((one, other) => (other.value ?? 0) - (one.value ?? 0)) }
    }
    default:
      throw new Error(`TSVB's ${String(params.type)} is not drawn`)
  }
}

const mainAxis = 'main'

function timeSeries(params: Params, parts: Part[], time: Interval): Drawing {
  return {
    kind: 'chart',
    lying: false,
    legend: params.show_legend === 1 ? (params.legend_position ?? 'right') : undefined,
    legendValues: true,
    categories: {
      title: `per ${intervalInWords(time.every)}`,
      overlapping: false,
      rotation: 0,
      is: 'time',
      format: timeFormat(time.every),
      time,
    },
    axes: axesOf(params),
    series: parts.map(({ series, name, color, shown }): DrawnSeries => ({
      name,
      color,
      as: 'area',
      points: pointsOf(valuesOf(shown), time, params.drop_last_bucket === 1),
      format: tsvbFormat(series),
      axis: series.separate_axis === 1 ? series.id : mainAxis,
      fill: series.fill,
      lineWidth: series.line_width,
      circles: false,
      stacked: series.stacked === 'stacked',
      steps: series.steps === 1,
      zeros: false,
      labelled: false,
    })),
  }
}

/** One axis for all series that have none of their own. It takes their format where they share one. */
function axesOf(params: Params): ValueAxis[] {
  const { series = [], axis_position: side = 'left', show_grid } = params
  const alike = new Set(series.map(({ formatter }) => formatter)).size === 1
  const grid = show_grid === 1
  const [shared] = series.filter((one) => one.separate_axis !== 1)
  const own = series.filter((one) => one.separate_axis === 1)
  const limits = ({ axis_min: min, axis_max: max }: Pick<TsvbSeries, 'axis_min' | 'axis_max'>) => ({
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  })
  return [
    ...(shared === undefined
      ? []
      : [{ id: mainAxis, side, grid, format: tsvbFormat(alike ? shared : {}), ...limits(params) }]),
    ...own.map((one) => ({ id: one.id, side: one.axis_position, grid, format: tsvbFormat(one), ...limits(one) })),
  ]
}

/** Intervals without a value break the line. */
function pointsOf(values: Values, { from, to, every }: Interval, dropLast: boolean): Point[] {
  const length = every * 1000
  const points: Point[] = []
  for (let start = from - (from % length); start <= to; start += length)
    points.push([start, present(values[new Date(start).toISOString()])])
  return dropLast ? points.slice(0, -1) : points
}
