import { withoutUndefined, type Json, type JsonObject } from '../../json.js'

/** What a panel shows of a series: the value of its last interval, or all of its values. */
export const lastValue: JsonObject = { calcs: ['last'], fields: '', values: false }

const legend = (placement: string): JsonObject => ({
  displayMode: 'list',
  // Grafana has none at the left.
  placement: placement === 'bottom' ? 'bottom' : 'right',
  showLegend: true,
  calcs: [],
})

const noLegend: JsonObject = { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] }

export const timeSeriesOptions = (placement: string | undefined): JsonObject => ({
  legend: placement === undefined ? noLegend : legend(placement),
  tooltip: { mode: 'multi', sort: 'desc' },
})

export const statOptions: JsonObject = {
  graphMode: 'none',
  colorMode: 'value',
  justifyMode: 'auto',
  textMode: 'value_and_name',
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: 'standard',
  orientation: 'auto',
  reduceOptions: lastValue,
}

export const gaugeOptions: JsonObject = {
  showThresholdLabels: false,
  showThresholdMarkers: true,
  sizing: 'auto',
  minVizWidth: 75,
  minVizHeight: 75,
  orientation: 'auto',
  reduceOptions: lastValue,
}

export const barGaugeOptions: JsonObject = {
  displayMode: 'basic',
  valueMode: 'color',
  namePlacement: 'left',
  showUnfilled: true,
  sizing: 'auto',
  minVizWidth: 8,
  minVizHeight: 16,
  maxVizHeight: 300,
  legend: noLegend,
  orientation: 'horizontal',
  reduceOptions: lastValue,
}

export const pieOptions = (placement: string): JsonObject => ({
  pieType: 'donut',
  displayLabels: ['percent'],
  tooltip: { mode: 'single', sort: 'none' },
  legend: { ...legend(placement), values: ['value'] },
  orientation: 'auto',
  reduceOptions: lastValue,
})

/** A row for each series, a cell for each interval. */
export const statusHistoryOptions: JsonObject = {
  showValue: 'never',
  rowHeight: 0.9,
  colWidth: 1,
  legend: noLegend,
  tooltip: { mode: 'single', sort: 'none' },
}

export const tableOptions: JsonObject = { frameIndex: 0, showHeader: true }

export const logsOptions: JsonObject = {
  showLabels: true,
  showCommonLabels: false,
  showTime: true,
  showLogContextToggle: false,
  wrapLogMessage: true,
  prettifyLogMessage: false,
  enableLogDetails: true,
  sortOrder: 'Descending',
  dedupStrategy: 'none',
}

/** From where on which colour; the first is for all below. */
export const thresholds = (steps: { from: number | null; color: string }[]): JsonObject => ({
  mode: 'absolute',
  steps: steps.map(({ from, color }, index): JsonObject => ({ value: index === 0 ? null : from, color })),
})

/** What is different in one series; undefined values are not. */
export function override(
  matcher: { id: string; options: string },
  properties: Record<string, Json | undefined>,
): JsonObject {
  return {
    matcher,
    properties: Object.entries(withoutUndefined(properties)).map(([id, value]): JsonObject => ({ id, value })),
  }
}

export const fixedColor = (color: string): JsonObject => ({ mode: 'fixed', fixedColor: color })
