import type { AlertEntry, ReportDocument } from '../document.js'
import { foreign } from '../text/foreign.js'

type Status = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN'

/** https://nagios-plugins.org/doc/guidelines.html#PLUGOUTPUT */
const codes: Record<Status, number> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 }

/** Critical before unknown: what is known to burn is told first. A run that came to no alert is unknown. */
function statusOf({ alerts, error }: ReportDocument): Status {
  const has = (state: AlertEntry['state']) => alerts?.some((alert) => alert.state === state) === true
  if (has('critical')) return 'CRITICAL'
  if ((alerts ?? []).length === 0 || error !== undefined || has('unknown')) return 'UNKNOWN'
  return has('warning') ? 'WARNING' : 'OK'
}

export const nagiosCode = (document: ReportDocument): number => codes[statusOf(document)]

/** One line with the numbers behind it, then a line for each alert that is not ok. */
export function asPluginOutput(document: ReportDocument): string {
  const { alerts = [], error, verdict } = document
  const numbers = alerts.flatMap(performance).join(' ')
  const reason = error ?? commonReason(alerts)
  return [
    `ELKCTL ${statusOf(document)}: ${plain(reason === undefined ? verdict : `${reason.message.replace(/[^.!?]$/, '$&.')} ${reason.hint}`)}${numbers === '' ? '' : ` | ${numbers}`}`,
    ...(reason === undefined ? alerts.filter(({ state }) => state !== 'ok') : []).map((alert) => plain(lineOf(alert))),
    '',
  ].join('\n')
}

/** What kept all of them from being asked for. */
function commonReason(alerts: AlertEntry[]): AlertEntry['error'] {
  const [first] = alerts
  return alerts.every(({ error }) => error !== undefined && error.message === first?.error?.message)
    ? first?.error
    : undefined
}

function lineOf({ name, title, state, values, unit, error }: AlertEntry): string {
  const [worst] = values
  const what =
    error?.message ??
    `${worst?.group == null ? '' : `${foreign(worst.group)}: `}${String(worst?.value)}${unit === null ? '' : ` ${unit}`}`
  return `${state.toUpperCase()} ${name}: ${title}: ${what}`
}

/** The worst value of each alert; a threshold that is reached from above has a colon behind it. */
function performance({ name, values, unit, comparator, warn, critical }: AlertEntry): string[] {
  const value = values[0]?.value
  if (value === undefined || value === null) return []
  const range = (threshold: number | null) =>
    threshold === null ? '' : comparator.startsWith('>') ? threshold : `${threshold}:`
  return [`'${name}'=${value}${unit === '%' || unit === 's' ? unit : ''};${range(warn)};${range(critical)}`]
}

/** Numbers begin at the first bar, and a line ends the text. */
const plain = (text: string): string => text.replaceAll('|', '/').replaceAll(/\s*[\r\n]+\s*/g, ' ')
