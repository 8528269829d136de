import type { Change } from '../engine/change.js'
import { earlierNotes } from '../report/text/earlier-indices.js'
import type { Plan } from '../engine/plan.js'
import { ElkctlError } from '../errors.js'
import { deletedAtOnce, otherRetention } from '../report/text/lifecycle.js'
import { planLines } from '../report/text/plan.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

/** The plan, what the stack lacks, and where the role goes beyond the documentation. */
export function showPlan(plan: Plan, run: Run): void {
  const { screen, report } = run
  const service = report.settings?.profile.roles.service
  const roleIsWritten = plan.changes.some(
    ({ kind, action, file }) =>
      kind.name === 'role' && (action === 'create' || action === 'update') && file.includes(`/${String(service)}.`),
  )
  if (roleIsWritten)
    report.notes.push(
      ...(report.settings?.profile.beyondDocumentation ?? []).map(
        ({ adds, why }) => `the role goes beyond the documentation: ${adds}, because ${why}`,
      ),
    )
  report.notes.push(...otherRetention(plan))
  report.notes.push(...earlierNotes(plan.earlier))
  screen.print(['Plan:', ...planLines(plan, screen.color)].join('\n'))
  for (const { part, meaning } of plan.missing)
    screen.print(screen.color.yellow(`  This stack has no ${part.replace(/^no /, '')}: ${meaning}.`))
  for (const note of report.notes.slice(run.notesShown)) screen.print(screen.color.dim(`  Note: ${note}.`))
  run.notesShown = report.notes.length
  if (plan.lifecycleStopped !== undefined) warn(plan.lifecycleStopped, run)
  const lost = report.command === 'verify' ? undefined : deletedAtOnce(plan)
  if (lost !== undefined) warn(lost, run)
}

/** What cannot be done is told before anything is done. @throws ElkctlError with the exit code of the first obstacle */
export function stopIfBlocked(plan: Plan): void {
  const error = obstacle(plan)
  if (error) throw error
}

/** What stands in the way of making the stack as it should be, if anything does. */
export function obstacle(plan: Plan): ElkctlError | undefined {
  const blocked = plan.changes.filter(
    (change): change is Extract<Change, { action: 'blocked' }> => change.action === 'blocked',
  )
  const [first] = blocked
  if (first === undefined) return undefined
  const lines = blocked.flatMap((change) => {
    const alike = blocked.filter(({ kind, reason }) => kind === change.kind && reason === change.reason)
    if (alike.length <= 3) return [`The ${change.kind.name} ${change.name}: ${change.reason}.`]
    // A hundred saved objects that are in one way are one line.
    return alike[0] === change
      ? [`The ${alike.length} ${change.kind.name}s (${change.name}, …): ${change.reason}.`]
      : []
  })
  return new ElkctlError(lines.join('\n  '), {
    exit: first.exit,
    hint: [...new Set(blocked.map(({ hint }) => hint))].join('\n  '),
  })
}
