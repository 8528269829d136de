import type { ChalkInstance } from 'chalk'
import type { Alert } from '../../alerts/alert.js'
import type { AlertResult, StatedValue } from '../../alerts/result.js'
import type { ElkctlError } from '../../errors.js'
import type { ListedAlert } from '../run-state.js'
import { foreign } from './foreign.js'

const most = 5

export const alertListLines = (list: ListedAlert[]): string[] =>
  list.flatMap(({ alert, runsIn }) => [
    `  ${alert.name}: ${alert.title} (${alert.severity})`,
    `      ${measureText(alert)}`,
    `      ${thresholdText(alert)}${alert.unit === undefined ? '' : ` ${alert.unit}`}`,
    `      runs in ${runsIn.join(', ')}`,
  ])

/** One block an alert: how it stands, and what to do about it. What keeps all of them from being asked for is told once. */
export function alertLines(results: AlertResult[], color: ChalkInstance): string[] {
  const [first] = results
  if (first?.error === undefined || results.length === 1 || !results.every(({ error }) => error === first.error))
    return results.flatMap((result) => blockOf(result, color))
  return [
    `  ${color.red('?')} unknown: ${results.map(({ alert }) => alert.name).join(', ')}`,
    ...whyUnknown(first.error, color),
  ]
}

const whyUnknown = ({ message, hint }: ElkctlError, color: ChalkInstance): string[] => [
  `      ${message}`,
  color.dim(`      → ${hint}`),
]

function blockOf(result: AlertResult, color: ChalkInstance): string[] {
  const { alert, state, values, error } = result
  const sign = { ok: color.green('✔'), warning: color.yellow('!'), critical: color.red('✖'), unknown: color.red('?') }[
    state
  ]
  const head = `  ${sign} ${alert.name}: ${alert.title}: ${state === 'ok' ? inShort(result) : state}`
  if (error !== undefined) return [head, ...whyUnknown(error, color)]
  const beyond = values.filter((one) => one.state !== 'ok')
  if (beyond.length === 0) return [head]
  const shown = beyond.length > most + 1 ? beyond.slice(0, most) : beyond
  return [
    head,
    ...shown.map((one) => `      ${valueText(alert, one)}${one.state === state ? '' : ` (${one.state})`}`),
    ...(shown.length < beyond.length ? [`      and ${beyond.length - shown.length} more`] : []),
    `      ${alert.message}`,
    color.dim(`      → ${alert.runbook}`),
  ]
}

/** The worst value, in a few words. */
export function inShort({ alert, values }: AlertResult): string {
  const [worst] = values
  return worst?.value === undefined ? 'nothing to measure' : valueText(alert, worst)
}

/** "media_1: 97.1 % (warning above 80, critical above 95)" */
export const valueText = (alert: Alert, { group, value }: Omit<StatedValue, 'state'>): string =>
  `${group === undefined ? '' : `${foreign(group)}: `}${value === undefined ? 'nothing to measure' : withUnit(alert, value)} (${thresholdText(alert)})`

export const withUnit = ({ unit }: Pick<Alert, 'unit'>, value: number): string =>
  `${rounded(value)}${unit === undefined ? '' : ` ${unit}`}`

/** Three significant decimals are more than anybody reads. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000

const words = { '>': 'above', '>=': 'from', '<': 'below', '<=': 'at most' } as const

/** "warning above 80, critical above 95" */
export function thresholdText({ comparator, warn, critical }: Alert): string {
  const at = (name: string, threshold: number | undefined) =>
    threshold === undefined ? [] : [`${name} ${words[comparator]} ${threshold}`]
  return [...at('warning', warn), ...at('critical', critical)].join(', ')
}

/** "average of system.cpu.total.norm.pct by host.name, 5m, of metricbeat-*" */
export function measureText({ measure, groupBy, window, index, windows }: Alert): string {
  const what =
    measure.of === 'count'
      ? 'number of documents'
      : measure.of === 'silence'
        ? 'seconds since the newest document'
        : measure.of === 'share'
          ? `share of ${measure.query}`
          : `${measure.of} of ${measure.field}`
  const by = groupBy === undefined ? '' : ` by ${groupBy.field}`
  return `${what}${by} in ${window.value}${window.unit}${windows === 1 ? '' : `, ${windows} times in a row`}, of ${index.join(', ')}`
}
