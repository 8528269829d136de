import { labelOfTime, type PanelTime, type Shown } from '../../../content/panel-request.js'
import type { SavedObject, Visualization } from '../../../content/saved-objects.js'
import type { SearchAnswer } from '../../../content/search-client.js'
import { divided, isReduced, reduced, rowsOf, seriesOf, transformed, type Series } from './frames.js'
import type { Panel, Target } from './model.js'

/** What a panel shows: each number by everything that it is labelled with. */
export type Numbers = Record<string, number | null>

export type Answers = (target: Target) => SearchAnswer | undefined

export function shownBy(panel: Panel, object: SavedObject<Visualization>, time: PanelTime, answer: Answers): Numbers {
  const { targets = [] } = panel
  const [first] = targets
  const timed = targets.every(
    ({ expression, bucketAggs }) => expression !== undefined || bucketAggs.at(-1)?.type === 'date_histogram',
  )
  if (first !== undefined && !timed) return tableNumbers(panel, first, answer(first), object)
  const asked = targets
    .filter(({ expression }) => expression === undefined)
    .flatMap((target) => seriesOf(target, there(answer(target))))
  const all = [
    ...asked,
    ...targets.filter(({ expression }) => expression !== undefined).flatMap((target) => divided(target, asked)),
  ]
  const visible = all.filter(({ refId }) => targets.some((target) => target.refId === refId && target.hide !== true))
  const several = object.attributes.visState.aggs.filter(({ schema }) => schema === 'metric').length > 1
  const days = first?.bucketAggs.at(-1)?.settings.interval === '1d'
  return Object.fromEntries(
    transformed(visible, panel.transformations).flatMap((series): [string, number | null][] => {
      const labels = labelsOf(series, object, several)
      if (isReduced(panel)) return [[joined(labels), reduced(series, panel)]]
      return series.points
        .filter(([, value]) => value !== null)
        .map(([at, value]) => [joined([...labels, (time.label ?? labelOfTime)(at, days)]), value])
    }),
  )
}

/** What Kibana labels a series with: TSVB with its split or its own label; other charts with every split, and with a metric where there are several. */
function labelsOf({ labels, name }: Series, { attributes }: SavedObject<Visualization>, several: boolean): string[] {
  const splits = Object.values(labels)
  if (attributes.visState.type === 'metrics') return splits.length > 0 ? splits : [name]
  return several ? [...splits, name] : splits
}

function tableNumbers(
  panel: Panel,
  target: Target,
  answer: SearchAnswer | undefined,
  { attributes }: SavedObject<Visualization>,
): Numbers {
  const metrics = attributes.visState.aggs.filter(({ schema }) => schema === 'metric')
  const renamed = (column: string): string =>
    String(
      panel.fieldConfig?.overrides
        .find(({ matcher }) => matcher.options === column)
        ?.properties.find(({ id }) => id === 'displayName')?.value ?? column,
    )
  return Object.fromEntries(
    rowsOf(target, there(answer)).flatMap((row) => {
      const groups = target.bucketAggs.map(({ field = '' }) => String(row[field]))
      const values = Object.entries(row).filter(([column]) => !target.bucketAggs.some(({ field }) => field === column))
      return values.map(([column, value]): [string, number | null] => [
        joined(metrics.length > 1 ? [...groups, renamed(column)] : groups),
        typeof value === 'number' ? value : null,
      ])
    }),
  )
}

function there(answer: SearchAnswer | undefined): SearchAnswer {
  if (answer === undefined) throw new Error('this query was not asked')
  return answer
}

/** Grafana nests in another order: which labels a number has is what counts. */
const joined = (labels: string[]): string => [...labels].sort().join(' · ')

/**
 * What Kibana's panel was to show, in the same words. Of TSVB's lines the first interval is left out, which the time range cuts off as it does the last: Kibana
 * leaves out only that one.
 */
export function wantedOf(expected: Shown, { attributes }: SavedObject<Visualization>, time: PanelTime): Numbers {
  const { type, params } = attributes.visState
  const all = flat(expected, [])
  if (type !== 'metrics' || params.type !== 'timeseries')
    return Object.fromEntries(all.map(([labels, value]) => [joined(labels), value]))
  const length = time.auto * 1000
  const from = Date.parse(time.from)
  const first = (time.label ?? labelOfTime)(from - (from % length), false)
  return Object.fromEntries(
    all.filter(([labels]) => labels.at(-1) !== first).map(([labels, value]) => [joined(labels), value]),
  )
}

/** A bar of nothing is none. */
export const bars = ({ attributes }: SavedObject<Visualization>, numbers: Numbers): Numbers =>
  attributes.visState.type === 'histogram'
    ? Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0))
    : numbers

function flat(shown: Shown, labels: string[]): [string[], number | null][] {
  if (typeof shown !== 'object' || shown === null) return [[labels, shown]]
  return Object.entries(shown).flatMap(([label, value]) => flat(value, [...labels, rangeAsGrafana(label)]))
}

/** `0.0-50.0` is how the engine calls a range. */
const rangeAsGrafana = (label: string): string =>
  label.replace(/^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?|\*)$/, (_match, from: string, to: string) =>
    to === '*' ? `${Number(from)} and more` : `${Number(from)} to ${Number(to)}`,
  )
