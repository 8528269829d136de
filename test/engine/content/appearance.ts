import type { Rule } from './lint.js'
import { boldWidth, panelsWithIds, pixels, widthOf } from './panel-size.js'
import type { Agg, IndexPattern, Visualization } from './saved-objects.js'

const charts = ['histogram', 'horizontal_bar', 'line', 'area']
type State = Visualization['visState']

/** The rule for each visualization, with its id in front of what is wrong. */
export const each =
  (wrong: (visualization: Visualization) => string[]): Rule =>
  ({ visualizations }) =>
    [...visualizations].flatMap(([id, { attributes }]) => wrong(attributes).map((text) => `${id}: ${text}`))

const hasSplit = ({ aggs }: State, schema: string, type: string): boolean =>
  aggs.some((agg) => agg.schema === schema && agg.type === type)

/** Kibana prints the labels of times over one another unless it may leave some out, and a bead on every point hides the line. */
const timeAxes = each(({ visState }) => {
  if (!charts.includes(visState.type) || !hasSplit(visState, 'segment', 'date_histogram')) return []
  const { categoryAxes = [], seriesParams = [] } = visState.params
  return [
    ...(categoryAxes.every(({ labels }) => labels.filter) ? [] : ['the labels of its times lie over one another']),
    ...(seriesParams.every(({ showCircles }) => !showCircles) ? [] : ['there is a bead on every point']),
  ]
})

/** Names of the series or slices of a chart that are known before it has data. */
function namesOf({ type, aggs }: State): string[] {
  const splits = aggs.filter(({ schema }) => schema === (type === 'pie' ? 'segment' : 'group'))
  if (splits.length === 0) return aggs.filter(({ schema }) => schema === 'metric').map(nameOfMetric)
  return splits.flatMap(({ params }) => (params.filters ?? []).map(({ label }) => label))
}

const nameOfMetric = ({ params, type }: Agg): string => params.customLabel ?? type

/** Kibana gives the next colour that is free to each series that has none: another one with every load. */
const fixedColors = each(({ visState, uiStateJSON }) => {
  if (![...charts, 'pie'].includes(visState.type)) return []
  const colors = uiStateJSON.vis?.colors ?? {}
  const names = namesOf(visState)
  const used = Object.values(colors)
  return [
    ...names.filter((name) => !(name in colors)).map((name) => `${name} has another colour with every load`),
    ...(new Set(used).size < used.length ? ['two of its names have the same colour'] : []),
  ]
})

/** As many letters of a name as a legend beside a chart shows: 150 pixels of 12 high (OpenSearch Dashboards, and Kibana up to 7.10). */
export const lettersInLegend = 20

const legends = each(({ visState }) => {
  const { type, params } = visState
  const { addLegend = false, legendPosition = 'right', legend_position: tsvbPosition = 'bottom', series = [] } = params
  if (type === 'pie') return legendPosition === 'bottom' ? [] : ['the legend leaves half of the room to the ring']
  const names = [
    ...(charts.includes(type) && addLegend && legendPosition !== 'bottom'
      ? [...namesOf(visState), ...(hasSplit(visState, 'group', 'terms') ? ['whatever is found'] : [])]
      : []),
    ...(params.type === 'timeseries' && tsvbPosition !== 'bottom' ? series.flatMap(namesOfSeries) : []),
  ]
  return names
    .filter((name) => name.length > lettersInLegend || name === 'whatever is found')
    .map((name) => `the legend at its side cuts ${name}`)
})

const namesOfSeries = ({
  label,
  split_mode,
  split_filters = [],
  metrics,
}: NonNullable<State['params']['series']>[number]) => {
  if (split_mode === 'filters') return split_filters.map((filter) => filter.label)
  const isOne = metrics.some(({ type }) => type === 'series_agg')
  return split_mode === 'terms' && !isOne ? ['whatever is found'] : [label]
}

/** The longest text that a number is expected to be, as its field is written. */
function longestText({ type, params: { field = '' } }: Agg, formats: IndexPattern['fieldFormatMap'] = {}): string {
  const format = formats[field]
  if (type === 'count' || type === 'sum') return '9,999,999'
  if (type === 'cardinality') return '9,999'
  if (format?.id === 'date') return String((format.params as { pattern?: string }).pattern).replace(/[a-z]/gi, '0')
  return format?.id === 'bytes' ? '1,023.9MB' : '9,999.999'
}

/** Round a number, Kibana leaves 16 pixels at each side. */
const roomBesideNumber = 2 * 16

/** Kibana cuts a number that is wider than its panel, at both ends. */
const numbers: Rule = ({ dashboards, visualizations, indexPatterns }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      const { attributes, references = [] } = visualizations.get(id) ?? {}
      if (attributes?.visState.type !== 'metric') return []
      const { aggs, params } = attributes.visState
      const pattern = indexPatterns.get(references.find(({ type }) => type === 'index-pattern')?.id ?? '')
      const room = Math.floor(widthOf(panel) - roomBesideNumber)
      return aggs
        .map((agg) => longestText(agg, pattern?.attributes.fieldFormatMap))
        .map((text) => ({ text, width: Math.ceil(boldWidth(text, pixels(params.metric?.style.fontSize ?? 0))) }))
        .filter(({ width }) => width > room)
        .map(({ text, width }) => `${id}: ${text} is ${width} pixels wide, there is room for ${room}`)
    }),
  )

/**
 * A number is left out where its bar has no room for it. Bars that lie have room for a count: where it is small, its number is short. Upright ones of
 * height 1 have none, nor has a short bar of an average, whose number is as long as any.
 */
const barsWithNumbers = each(({ visState: { type, aggs, params } }) => {
  if (params.labels?.show !== true || aggs.some((agg) => agg.type === 'date_histogram')) return []
  const isOfCounts = aggs.every((agg) => agg.schema !== 'metric' || agg.type === 'count')
  if (type === 'horizontal_bar') return isOfCounts ? [] : ['its short bars have no room for their number: a table has']
  return type === 'histogram' ? ['its lowest bars have no room for their number'] : []
})

export const appearance = { timeAxes, fixedColors, legends, numbers, barsWithNumbers } satisfies Record<string, Rule>
