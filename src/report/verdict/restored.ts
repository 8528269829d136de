import { counted } from '../../counted.js'
import type { Outcome } from '../../engine/apply.js'
import type { Plan } from '../../engine/plan.js'
import { countChanges } from '../text/counts.js'
import { failedChange } from './failed.js'
import type { Verdict } from './verdict.js'

export interface Restoration {
  plan: Plan
  outcomes: Outcome[]
}

export const nothingToRestore = (plan: Plan): Verdict => ({
  exit: 'done',
  verdict: `Nothing to restore: ${countChanges(plan) || 'the backup has no objects'}.`,
})

export function restored({ plan, outcomes }: Restoration): Verdict {
  const failed = failedChange(outcomes)
  if (failed) return failed
  const skipped = plan.changes.filter(({ action }) => action === 'skipped').length
  const left = skipped === 0 ? '' : `; ${counted(skipped, 'object')} skipped, with the reason above`
  return { exit: 'done', verdict: `Done: ${counted(outcomes.length, 'object')} put back${left}.` }
}
