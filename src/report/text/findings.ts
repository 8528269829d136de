import type { ChalkInstance } from 'chalk'
import type { Finding } from '../../checks/finding.js'
import { groupedBy } from '../../grouped.js'

const most = 5

/** "  ✔ network.tls https://…: works" */
export function findingLine({ check, status, subject, detail, hint, place }: Finding, color: ChalkInstance): string {
  const sign = { pass: color.green('✔'), fail: color.red('✖'), warn: color.yellow('!'), skip: color.dim('-') }[status]
  return `  ${sign} ${check}${subject === undefined ? '' : ` ${subject}`}${place?.line === undefined ? '' : `:${place.line}`}: ${detail}${hint === undefined ? '' : `\n      → ${hint}`}`
}

/** One block a check: what was found of it, of a few subjects. Nothing is said of what is as it should be. */
export function findingLines(findings: Finding[], color: ChalkInstance): string[] {
  const told = (['fail', 'warn', 'skip'] as const).flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  )
  const groups = groupedBy(told, ({ check, status }) => `${check} ${status}`)
  if (groups.size === 0) return []
  return [
    'Findings (elkctl explain ID says what one means):',
    ...[...groups.values()].flatMap((group) => blockOf(group, color)),
  ]
}

/** Of a file with the line. */
function subjectOf({ subject, place }: Finding): string {
  if (subject === undefined) return ''
  return place?.line !== undefined && place.file.endsWith(subject) ? `${subject}:${place.line}: ` : `${subject}: `
}

function blockOf(group: Finding[], color: ChalkInstance): string[] {
  const [{ check, status } = { check: '', status: 'skip' as const }] = group
  const sign = { fail: color.red('✖'), warn: color.yellow('!'), skip: color.dim('-'), pass: '' }[status]
  const shown = group.length > most + 1 ? group.slice(0, most) : group
  const hints = [...new Set(shown.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))]
  return [
    `  ${sign} ${check}${status === 'skip' ? ': could not be checked' : ''}`,
    ...shown.map((finding) => `      ${subjectOf(finding)}${finding.detail}`),
    ...(shown.length < group.length ? [`      and ${group.length - shown.length} more`] : []),
    ...hints.map((hint) => color.dim(`      → ${hint}`)),
  ]
}
