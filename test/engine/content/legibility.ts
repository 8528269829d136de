import { each } from './appearance.js'
import type { Rule } from './lint.js'
import { heightOf, panelsWithIds, widthOf } from './panel-size.js'
import type { Agg, Params, TsvbSeries, Visualization } from './saved-objects.js'

const isMetric = ({ schema }: Agg): boolean => schema === 'metric'

/** A rate of an interval that is not over is too low, and so is a sum of TSVB: the line would fall at its end. */
const ends = each(({ visState: { params, aggs } }) => {
  const isCutOff =
    aggs.some(({ params: { scaleMetricValues, drop_partials: drops } }) => scaleMetricValues === true && !drops) ||
    (params.type === 'timeseries' && params.drop_last_bucket !== 1)
  return isCutOff ? ['it seems to fall at its end, in an interval that is not over'] : []
})

/** The legend of TSVB names a series that finds nothing, without a value. What a split by terms does not find has no name. */
const promises = each(({ visState: { params } }) =>
  seriesOf(params)
    .filter(({ filter, split_mode }) => /value:>=0/.test(filter?.query ?? '') && split_mode !== 'terms')
    .map(({ label }) => `the legend names ${label}, for which there may be no value`),
)

const seriesOf = ({ series = [] }: Params): TsvbSeries[] => series

/** What stands around a chart of TSVB: title, times and the name of their axis. Measured in a drawing, as are rows and names of the legend. */
const aroundChart = 104
const [legendRow, legendName] = [26, 200]

/** Of an axis: @elastic/charts makes up to 14 of them, each of them 10 pixels high. */
const [numbersOnAxis, heightOfNumber] = [14, 14]

/** Numbers on an axis that has no room for them stand on one another. */
const axes: Rule = ({ dashboards, visualizations }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      const params: Params = visualizations.get(id)?.attributes.visState.params ?? {}
      if (params.type !== 'timeseries') return []
      const names = seriesOf(params).flatMap(({ split_filters = [{}] }) => split_filters).length
      const isBelow = (params.legend_position ?? 'bottom') === 'bottom'
      const rows = isBelow ? Math.ceil(names / Math.floor(widthOf(panel) / legendName)) : 0
      const [room, needed] = [heightOf(panel) - aroundChart - rows * legendRow, numbersOnAxis * heightOfNumber]
      return room >= needed ? [] : [`${id}: its axis needs ${needed} pixels for its numbers, it has ${room}`]
    }),
  )

/** Neither its form nor its name ("Load per core") says of what it is a number. */
const isBare = ({ label, formatter = 'number', value_template: template = '{{value}}' }: TsvbSeries): boolean =>
  template === '{{value}}' && !label.includes(' per ') && /^(number|[0,.[\]]+)$/.test(formatter)

const units = each(({ visState: { params } }) =>
  ['metric', 'gauge', 'top_n'].includes(params.type ?? '')
    ? seriesOf(params)
        .filter(isBare)
        .map(({ label }) => `${label} has no unit`)
    : [],
)

const isCartesian = ({ type }: Visualization['visState']): boolean =>
  ['histogram', 'horizontal_bar', 'line', 'area'].includes(type)

/** On an axis, a duration in seconds is 24000.0, a number 24,000. */
const durations: Rule = ({ visualizations, indexPatterns }) =>
  [...visualizations].flatMap(([id, { attributes, references }]) => {
    const { fieldFormatMap = {} } =
      indexPatterns.get(references.find(({ type }) => type === 'index-pattern')?.id ?? '')?.attributes ?? {}
    return attributes.visState.aggs
      .filter((agg) => isMetric(agg) && isCartesian(attributes.visState))
      .filter(({ params: { field = '' } }) => fieldFormatMap[field]?.id === 'duration')
      .map(({ params: { field = '' } }) => `${id}: its axis has no separator in the thousands of ${field}`)
  })

/** Eight times of a day, `03:00`, with room between them; and the axis of the numbers beside them. */
const roomForTimes = 8 * (27 + 6)
const besideBars = 70

/** Bars over time have more labels than lines, and @elastic/charts leaves none out that does not cover another. */
const times: Rule = ({ dashboards, visualizations }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      const { type, aggs = [] } = visualizations.get(id)?.attributes.visState ?? {}
      const isOverTime = type === 'histogram' && aggs.some((agg) => agg.type === 'date_histogram')
      const room = Math.floor(widthOf(panel) - besideBars)
      return isOverTime && room < roomForTimes
        ? [`${id}: its times nearly touch: they need ${roomForTimes} pixels, and have ${room}`]
        : []
    }),
  )

/** Against white, after WCAG 2. */
function contrast(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

/** A thin line in the documentation's yellow (1.4) is hardly seen on white; an area is. Its other colours have 2.2 and more. */
const paleLines = each(({ visState: { params } }) =>
  params.type === 'timeseries'
    ? seriesOf(params).flatMap(({ label, color, fill, split_mode, split_filters = [] }) => {
        const parts = split_mode === 'filters' ? split_filters : [{ label, color }]
        return parts
          .filter((part) => contrast(part.color ?? color) < 2 && fill < 0.5)
          .map((part) => `${part.label} is hardly seen on white: fill it`)
      })
    : [],
)

/** The rainbow of TSVB, in which the values of a split are coloured, starts with this green: it is that of our first series, too. */
const startOfRainbow = '#68BC00'

const colorsOf = ({ color, metrics, split_mode, split_filters = [], split_color_mode: mode }: TsvbSeries): string[] => {
  if (split_mode === 'filters') return split_filters.map((part) => part.color ?? color)
  const isOne = metrics.some(({ type }) => type === 'series_agg')
  return [split_mode === 'terms' && !isOne && mode === 'rainbow' ? startOfRainbow : color]
}

const colorsOfLines = each(({ visState: { params } }) => {
  const colors = params.type === 'timeseries' ? seriesOf(params).flatMap(colorsOf) : []
  return new Set(colors).size < colors.length ? ['two of its lines have the same colour'] : []
})

/** Heights: of a panel with a selector, and of the row of buttons below that. */
const [selector, buttons] = [130, 60]

/** What does not fit has to be scrolled to. */
const selectors: Rule = ({ dashboards, visualizations }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      const { type, params } = visualizations.get(id)?.attributes.visState ?? {}
      if (type !== 'input_control_vis') return []
      const needed = selector + (params?.updateFiltersOnChange === true ? 0 : buttons)
      return heightOf(panel) >= needed ? [] : [`${id}: it needs ${needed} pixels, and has ${heightOf(panel)}`]
    }),
  )

export const legibility = {
  ends,
  promises,
  axes,
  units,
  durations,
  times,
  paleLines,
  colorsOfLines,
  selectors,
} satisfies Record<string, Rule>
