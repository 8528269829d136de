import type { Shown } from '../engine/content/panel-request.js'
import type { Agg, IndexPattern, Params, SavedObject, Visualization } from '../engine/content/saved-objects.js'
import type { Drawing, DrawnSeries, Interval, Point, Side } from './drawing.js'
import { intervalInWords, metricFormat, timeFormat } from './formats.js'

/** A number of an aggregation based visualization: where it stands in the buckets, from the outermost inwards, and which metric it is. */
export interface Leaf {
  path: string[]
  metric: Agg
  value: number | null
}

export const metricsOf = (aggs: Agg[]): Agg[] => aggs.filter(({ schema }) => schema === 'metric')
export const bucketsOf = (aggs: Agg[]): Agg[] => aggs.filter(({ schema }) => schema !== 'metric')

export function leavesOf(shown: Shown | undefined, aggs: Agg[]): Leaf[] {
  const metrics = metricsOf(aggs)
  const depth = bucketsOf(aggs).length
  const leaves = (part: Shown | undefined, path: string[]): Leaf[] => {
    if (path.length < depth)
      return Object.entries(part ?? {}).flatMap(([label, inner]: [string, Shown]) => leaves(inner, [...path, label]))
    return metrics.map((metric) => {
      const value = typeof part === 'object' ? part?.[labelOf(metric)] : part
      return { path, metric, value: typeof value === 'number' ? value : null }
    })
  }
  return leaves(shown, [])
}

const labelOf = ({ id, params }: Agg): string => params.customLabel ?? id

export const legendOf = ({ addLegend, legendPosition }: Params): Side | undefined =>
  addLegend === true ? (legendPosition ?? 'right') : undefined

/** What an axis is called that has no title of its own. */
function bucketTitle({ type, params }: Agg, { every }: Interval): string {
  if (params.customLabel !== undefined) return params.customLabel
  const field = params.field ?? ''
  return type === 'date_histogram' ? `${field} per ${intervalInWords(every)}` : field
}

export const segmentOf = (buckets: Agg[]): number => buckets.findIndex(({ schema }) => schema === 'segment')

/** Bars, lines and areas. Kibana draws them with @elastic/charts since 7.12, OpenSearch Dashboards with an older library. */
export function chartDrawing(
  { attributes }: SavedObject<Visualization>,
  shown: Shown | undefined,
  time: Interval,
  pattern: IndexPattern | undefined,
): Drawing {
  const { params, aggs } = attributes.visState
  const buckets = bucketsOf(aggs)
  const place = segmentOf(buckets)
  const segment = buckets[place]
  const [category] = params.categoryAxes ?? []
  if (segment === undefined || category === undefined) throw new Error(`${attributes.title} has no category axis`)
  const isTime = segment.type === 'date_histogram'
  return {
    kind: 'chart',
    lying: category.position === 'left',
    legend: legendOf(params),
    legendValues: false,
    categories: {
      title: category.title?.text ?? bucketTitle(segment, time),
      overlapping: category.labels.filter !== true,
      rotation: category.labels.rotate,
      is: isTime ? 'time' : segment.type === 'range' ? 'range' : 'name',
      format: isTime ? timeFormat(time.every) : metricFormat(segment, pattern),
      time,
    },
    axes: (params.valueAxes ?? []).map(({ id, position = 'left', title }) => ({
      id,
      side: position,
      title: title?.text ?? '',
      format: metricFormat(metricsOf(aggs)[0] ?? segment, pattern),
      grid: false,
    })),
    series: seriesOf(attributes, leavesOf(shown, aggs), place, pattern),
  }
}

function seriesOf(
  { visState, uiStateJSON }: Visualization,
  leaves: Leaf[],
  place: number,
  pattern: IndexPattern | undefined,
): DrawnSeries[] {
  const { params, aggs } = visState
  const isTime = bucketsOf(aggs)[place]?.type === 'date_histogram'
  const lines = new Map<string, { metric: Agg; points: Point[] }>()
  for (const { path, metric, value } of leaves) {
    const x = path[place] ?? ''
    const split = path.filter((_label, index) => index !== place)
    const several = split.length === 0 || metricsOf(aggs).length > 1
    const name = [...split, ...(several ? [labelOf(metric)] : [])].join(': ')
    const line = lines.get(name) ?? { metric, points: [] }
    line.points.push([isTime ? Date.parse(x) : x, value])
    lines.set(name, line)
  }
  return [...lines].map(([name, { metric, points }]) => {
    const looks = params.seriesParams?.find(({ data }) => data.id === metric.id)
    if (looks === undefined) throw new Error(`${visState.title}: nothing says how ${name} is drawn`)
    const color = uiStateJSON.vis?.colors?.[name]
    return {
      name,
      ...(color !== undefined && { color }),
      as: looks.type === 'histogram' ? 'bar' : looks.type,
      points,
      format: metricFormat(metric, pattern),
      axis: looks.valueAxis,
      fill: looks.type === 'area' ? 0.3 : 0,
      lineWidth: looks.lineWidth ?? 2,
      circles: looks.showCircles,
      stacked: looks.mode === 'stacked',
      steps: false,
      // What the migration of saved objects to 7.12 sets for lines and areas of older levels: `fittingFunction: zero`.
      zeros: looks.type !== 'histogram',
      labelled: params.labels?.show === true,
    }
  })
}
