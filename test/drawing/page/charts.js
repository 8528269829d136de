import {
  AreaSeries,
  Axis,
  BarSeries,
  Chart,
  CurveType,
  Fit,
  Partition,
  PartitionLayout,
  ScaleType,
  Settings,
} from '@elastic/charts'
import { createElement as h } from 'react'
import { rangeWritten, written } from './formats.js'
import { palette, theme } from './theme.js'

const padding = 8
const sized = ({ width, height }) => ({
  style: { width: width - 2 * padding, height: height - 2 * padding, margin: padding },
})
const chart = (size, ...children) => h('div', sized(size), h(Chart, null, ...children))

const settings = (legend, more) =>
  h(Settings, { showLegend: legend !== undefined, legendPosition: legend, animateData: false, theme, ...more })

/** Values stand at the end of their bar, in the middle of its width. */
const valuesOf = (lying) => ({
  barSeriesStyle: { displayValue: { alignment: lying ? { vertical: 'middle' } : { horizontal: 'center' } } },
})

/** Bars, lines and areas as the plugin `vis_type_xy` of Kibana and TSVB draw them. */
export function drawChart({ lying, legend, legendValues, categories, axes, series }, size) {
  const write = (x) =>
    categories.is === 'range'
      ? rangeWritten(x, categories.format)
      : categories.is === 'time'
        ? written(x, categories.format)
        : x
  return chart(
    size,
    settings(legend, {
      showLegendExtra: legendValues,
      // The menu beside each name takes room from it; TSVB has none.
      ...(!legendValues && { legendAction: () => '⋮' }),
      rotation: lying ? 90 : 0,
      theme: [theme, valuesOf(lying)],
      ...(categories.is === 'time' && !legendValues && { xDomain: domainOf(categories.time, series) }),
    }),
    h(Axis, {
      id: 'categories',
      position: lying ? 'left' : 'bottom',
      title: categories.title,
      tickFormat: write,
      showOverlappingLabels: categories.overlapping,
      showDuplicatedTicks: categories.overlapping,
      showGridLines: legendValues,
      style: { tickLabel: { rotation: -categories.rotation } },
    }),
    ...axes.map(({ id, side, title, format, min, max, grid }) =>
      h(Axis, {
        key: id,
        id,
        groupId: id,
        position: side,
        title,
        domain: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
        tickFormat: (value) => written(value, format),
        showGridLines: grid,
      }),
    ),
    ...series.map((one, index) => seriesOf(one, index, categories, allNames(series))),
  )
}

/** The whole time that the dashboard looks at, and the first and the last interval, which reach beyond it. */
function domainOf({ from, to, every }, series) {
  const all = series.flatMap(({ points }) => points.map(([x]) => x))
  return { min: Math.min(from, ...all), max: Math.max(to, ...all), minInterval: every * 1000 }
}

const allNames = (series) =>
  [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((one, other) => one - other)

function seriesOf(
  { name, color, as, points, format, axis, fill, lineWidth, circles, stacked, steps, zeros, labelled },
  index,
  categories,
  names,
) {
  const values = new Map(points)
  const stroke = color ?? palette[index % palette.length]
  const common = {
    key: name,
    id: `${String(index)} ${name}`,
    name,
    groupId: axis,
    color: stroke,
    xScaleType: categories.is === 'time' ? ScaleType.Time : ScaleType.Ordinal,
    yScaleType: ScaleType.Linear,
    xAccessor: 0,
    yAccessors: [1],
    data: zeros ? names.map((x) => [x, values.get(x) ?? null]) : points,
    timeZone: 'UTC',
    tickFormat: (value) => written(value, format),
    stackAccessors: stacked ? [0] : undefined,
    displayValueSettings: { showValueLabel: labelled, hideClippedValue: true },
  }
  if (as === 'bar') return h(BarSeries, { ...common, enableHistogramMode: categories.is === 'time', minBarHeight: 2 })
  return h(AreaSeries, {
    ...common,
    fit: zeros ? Fit.Zero : undefined,
    curve: steps ? CurveType.CURVE_STEP : CurveType.LINEAR,
    areaSeriesStyle: {
      area: { opacity: fill, visible: fill > 0 },
      line: { strokeWidth: lineWidth, visible: lineWidth > 0 },
      point: { visible: circles },
    },
  })
}

export function drawPie({ legend, donut, labelled, slices }, size) {
  const colors = Object.fromEntries(
    slices.map(({ name, color }, index) => [name, color ?? palette[index % palette.length]]),
  )
  return chart(
    size,
    settings(legend, {}),
    h(Partition, {
      id: 'pie',
      data: slices,
      valueAccessor: ({ value }) => value,
      layers: [{ groupByRollup: ({ name }) => name, shape: { fillColor: ({ dataName }) => colors[dataName] } }],
      config: {
        partitionLayout: PartitionLayout.sunburst,
        emptySizeRatio: donut ? 0.3 : 0,
        fontFamily: "'Inter UI', sans-serif",
        outerSizeRatio: 1,
        // All labels as links, and no links: this is how Kibana 7.14 leaves labels out.
        ...(!labelled && { linkLabel: { maxCount: 0, maximumSection: Infinity } }),
      },
    }),
  )
}
