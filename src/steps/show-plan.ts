import type { Plan } from '../engine/plan.js'
import { canBeLeftAlone, isBlocked, whatBlocks } from '../engine/blocked.js'
import { earlierNotes } from '../report/text/earlier-indices.js'
import { deletedAtOnce, otherRetention } from '../report/text/lifecycle.js'
import { keptEdits } from '../report/text/kept-edits.js'
import { leftBehindNotes } from '../report/text/left-behind.js'
import { notRestoredNotes } from '../report/text/not-restored.js'
import { otherTemplateNotes } from '../report/text/other-templates.js'
import { planLines } from '../report/text/plan.js'
import type { Profile } from '../profiles/profile.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

/**
 * The plan, what the stack lacks, and where the role goes beyond the documentation.
 *
 * @param purpose who only verifies deletes nothing, and needs no warning of it
 */
export function showPlan(plan: Plan, { profile }: Settings, run: Run, purpose: 'change' | 'verify' = 'change'): void {
  const { screen, journal } = run
  journal.add({ plan })
  journal.note(
    ...beyondDocumentation(plan, profile),
    ...keptEdits(plan),
    ...otherRetention(plan),
    ...earlierNotes(plan.indices.earlier),
    ...leftBehindNotes(plan.leftBehind ?? []),
    // Who verifies finds them among the findings.
    ...(purpose === 'verify' ? [] : [...otherTemplateNotes(plan.otherTemplates ?? []), ...notRestoredNotes(plan)]),
  )
  if (plan.changes.length > 0) screen.print(['Plan:', ...planLines(plan, screen.color)].join('\n'))
  for (const { part, meaning, isAskedFor } of plan.missing) {
    if (isAskedFor) screen.complain(`Warning: no ${part}: ${meaning}.`)
    else screen.print(screen.color.yellow(`  No ${part}: ${meaning}.`))
  }
  showNotes(run)
  if (plan.indices.stopped !== undefined) warn(plan.indices.stopped, run)
  const lost = purpose === 'verify' ? undefined : deletedAtOnce(plan)
  if (lost !== undefined) warn(lost, run)
}

export function showNotes({ screen, journal }: Run): void {
  for (const note of journal.notesToShow()) screen.print(screen.color.dim(`  Note: ${note}.`))
}

/** Said when the role is written. */
function beyondDocumentation({ changes }: Plan, { roles, beyondDocumentation }: Profile): string[] {
  const roleIsWritten = changes.some(
    ({ kind, action, file }) =>
      kind.name === 'role' && (action === 'create' || action === 'update') && file.includes(`/${roles.service}.`),
  )
  if (!roleIsWritten) return []
  return beyondDocumentation.map(({ adds, why }) => `the role goes beyond the documentation: ${adds}, because ${why}`)
}

/** Stops before anything is done when a part of the plan cannot be. @throws ElkctlError with the exit code of the first obstacle */
export function stopIfBlocked(plan: Pick<Plan, 'changes'>): void {
  const error = whatBlocks(plan)
  if (error) throw error
}

/** The same, but what is in the way of alerts or in Grafana is left alone, with a warning. @throws ElkctlError */
export function stopIfNeededIsBlocked({ changes }: Plan, run: Run): void {
  const blocked = changes.filter(isBlocked)
  stopIfBlocked({ changes: blocked.filter((change) => !canBeLeftAlone(change)) })
  const left = blocked.filter(canBeLeftAlone)
  for (const change of left) {
    const { kind, name, reason, hint } = change
    const alike = left.filter((one) => one.kind === kind && one.reason === reason)
    const what = alike.length === 1 ? `${kind.name} ${name} is` : `${alike.length} ${kind.name}s (${name}, …) are`
    if (change === alike[0]) warn(`the ${what} left alone: ${reason}. ${hint.replace(/\.$/, '')}`, run)
  }
}
