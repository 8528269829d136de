import { counted } from '../../counted.js'
import type { Outcome } from '../../engine/apply.js'
import type { Plan } from '../../engine/plan.js'
import type { Settings } from '../../settings/settings.js'
import { failedChange } from './failed.js'
import type { Verdict } from './verdict.js'

export interface Destruction {
  plan: Plan
  outcomes: Outcome[]
}

export const nothingToTakeAway = ({ plan, settings }: { plan: Plan; settings: Settings }): Verdict => ({
  exit: 'done',
  verdict: `Nothing to take away: elkctl made nothing for ${settings.profile.title} here that it may remove${kept(plan)}.`,
})

export function takenAway({ plan, outcomes }: Destruction): Verdict {
  const failed = failedChange(outcomes)
  if (failed) return failed
  const made = outcomes.filter(({ status }) => status === 'applied' || status === 'by another').length
  if (made < outcomes.length)
    return {
      exit: 'partial',
      verdict: `Done in part: ${made} of ${counted(outcomes.length, 'change')} made. Run the same command again: it takes away the rest.`,
    }
  const removed = outcomes.filter(({ change }) => change.action === 'remove')
  const indices = removed.filter(({ change }) => change.kind.name === 'index').length
  const objects = removed.length - indices
  const gone = [
    ...(objects > 0 || indices === 0 ? [counted(objects, 'object')] : []),
    ...(indices > 0 ? [counted(indices, 'index', 'indices')] : []),
  ].join(' and ')
  const putBack = outcomes.filter(({ change }) => change.action === 'update' && change.origin === 'backup').length
  const before = putBack === 0 ? '' : `, ${putBack} put back as ${putBack === 1 ? 'it was' : 'they were'} before elkctl`
  return { exit: 'done', verdict: `Done: ${gone} taken away${before}${kept(plan)}.` }
}

function kept({ changes }: Plan): string {
  const count = changes.filter(({ action }) => action === 'skipped').length
  return count === 0 ? '' : `; ${count} kept, with the reason above`
}
