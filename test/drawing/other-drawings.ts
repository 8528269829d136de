import type { Shown } from '../engine/content/panel-request.js'
import { valueAt } from '../engine/content/data-files.js'
import {
  indexPatternOf,
  type IndexPattern,
  type SavedObject,
  type Search,
  type Visualization,
} from '../engine/content/saved-objects.js'
import { bucketsOf, leavesOf, legendOf, metricsOf, segmentOf } from './chart-drawing.js'
import type { Drawing, Interval } from './drawing.js'
import { metricFormat } from './formats.js'

type Object = SavedObject<Visualization>

const labelOf = (object: { params: { customLabel?: string; field?: string }; id: string }): string =>
  object.params.customLabel ?? object.params.field ?? object.id

export function pieDrawing({ attributes }: Object, shown: Shown | undefined): Drawing {
  const { visState, uiStateJSON } = attributes
  const { params, aggs } = visState
  return {
    kind: 'pie',
    legend: legendOf(params),
    donut: params.isDonut === true,
    labelled: params.labels?.show === true,
    slices: leavesOf(shown, aggs).map(({ path, value }) => {
      const name = path.join(': ')
      const color = uiStateJSON.vis?.colors?.[name]
      return { name, value: value ?? 0, ...(color !== undefined && { color }) }
    }),
  }
}

export function heatmapDrawing(
  { attributes }: Object,
  shown: Shown | undefined,
  time: Interval,
  pattern: IndexPattern | undefined,
): Drawing {
  const { visState, uiStateJSON } = attributes
  const { params, aggs } = visState
  const place = segmentOf(bucketsOf(aggs))
  const [metric] = metricsOf(aggs)
  if (metric === undefined) throw new Error(`${attributes.title} has no metric`)
  return {
    kind: 'heatmap',
    legend: legendOf(params),
    title: bucketsOf(aggs)[place]?.params.customLabel ?? '',
    time,
    ranges: (params.colorsRange ?? []).map(({ from, to }) => {
      const color = uiStateJSON.vis?.colors?.[`${String(from)} - ${String(to)}`]
      return { from, to, ...(color !== undefined && { color }) }
    }),
    cells: leavesOf(shown, aggs).flatMap(({ path, value }) =>
      value === null ? [] : [{ x: Date.parse(path[place] ?? ''), y: path[1 - place] ?? '', value }],
    ),
    format: metricFormat(metric, pattern),
  }
}

export function numbersDrawing(
  { attributes }: Object,
  shown: Shown | undefined,
  pattern: IndexPattern | undefined,
): Drawing {
  const { params, aggs } = attributes.visState
  return {
    kind: 'numbers',
    fontSize: params.metric?.style.fontSize ?? 60,
    numbers: leavesOf(shown, aggs).map(({ path, metric, value }) => ({
      value,
      label: [...path, labelOf(metric)].join(' - '),
      format: metricFormat(metric, pattern),
    })),
  }
}

/** Days are listed with the last first. */
export function tableDrawing(
  { attributes }: Object,
  shown: Shown | undefined,
  pattern: IndexPattern | undefined,
): Drawing {
  const { aggs, params } = attributes.visState
  const [buckets, metrics] = [bucketsOf(aggs), metricsOf(aggs)]
  const leaves = leavesOf(shown, aggs)
  const text = (name: string, column: number) => (buckets[column]?.type === 'date_histogram' ? name.slice(0, 10) : name)
  const rows = leaves
    .filter(({ metric }) => metric === metrics[0])
    .map(({ path }) => ({
      names: path.map(text),
      values: leaves.filter((leaf) => leaf.path.join() === path.join()).map(({ value }) => value),
    }))
  return {
    kind: 'table',
    columns: [...buckets, ...metrics].map(labelOf),
    formats: metrics.map((metric) => metricFormat(metric, pattern)),
    rows: params.sort?.direction === 'desc' ? rows.reverse() : rows,
    ...(params.showTotal === true && { total: leaves.reduce((sum, { value }) => sum + (value ?? 0), 0) }),
  }
}

/** A saved search: the time of each document, and its columns. */
export function documentsDrawing(object: SavedObject<Search>, listed: object[]): Drawing {
  const { columns } = object.attributes
  const time = indexPatternOf(object)?.timeFieldName ?? ''
  const text = (value: unknown) =>
    value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value)
  return {
    kind: 'documents',
    columns: ['Time', ...columns],
    rows: listed.map((document) => [time, ...columns].map((column) => text(valueAt(document, column)))),
  }
}
