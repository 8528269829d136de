import { median, type Run } from './measure.js'
import type { Situation } from './programs.js'
import type { Judgement } from './targets.js'

/** What was measured of a program. */
export interface Row {
  program: string
  /** undefined: it has nothing to do with objects, or with a server */
  objects?: number
  /** milliseconds of a round trip beside its own time */
  latency?: number
  situation: Situation
  requests: number
  runs: Run[]
}

const table = (...columns: string[]): string =>
  `| ${columns.join(' | ')} |\n| ${columns.map((name) => (texts.includes(name) ? '---' : '--:')).join(' | ')} |`
const texts = ['situation', 'program', 'figure', 'is', 'worst at']

const written = (...cells: string[]): string => `| ${cells.join(' | ')} |`

export const heading = table(
  ...['situation', 'objects', 'latency', 'program', 'time (from–to)', 'after the writes', 'CPU', 'memory', 'requests'],
)

export function line({ objects, latency, situation, program, runs, requests }: Row): string {
  const times = runs.map(({ wall }) => wall)
  const of = (field: 'cpu' | 'memory', unit: string, digits: number) => {
    const known = runs.flatMap((run) => run[field] ?? [])
    return known.length === 0 ? '–' : `${median(known).toFixed(digits)} ${unit}`
  }
  const checks = median(runs.map((run) => run.checks))
  return written(
    ...[situation, orDash(objects), latency === undefined ? '–' : `${latency} ms`, program],
    `${median(times).toFixed(2)} s (${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)})`,
    ...[checks === 0 ? '–' : `${checks.toFixed(2)} s`, of('cpu', 's', 2), of('memory', 'MB', 0), String(requests)],
  )
}

export const targetHeading = table(
  ...['situation', 'program', 'figure', 'objects', 'worst at', 'measured', 'beside', 'ratio', 'at most', 'is'],
)

export function targetLine({ target, row, figure, against, ratio, met }: Judgement): string {
  const amount = (number: number) =>
    target.unit === 's'
      ? `${number.toFixed(2)} s`
      : `${Math.round(number)}${target.unit === 'requests' ? '' : ` ${target.unit}`}`
  const beside = typeof target.against === 'string' ? ` (${target.against})` : ''
  return written(
    ...[target.situation, target.program, target.title, orDash(row.objects)],
    row.latency === undefined ? '–' : `${row.latency} ms`,
    ...[amount(figure), `${amount(against)}${beside}`, `${ratio.toFixed(2)} ×`, `${target.factor} ×`],
    met ? 'met' : 'missed',
  )
}

const orDash = (number: number | undefined): string => (number === undefined ? '–' : String(number))
