import type { Outcome } from '../../engine/apply.js'
import type { Plan } from '../../engine/plan.js'
import { countChanges } from '../text/counts.js'
import { failedChange } from './failed.js'
import type { Verdict } from './verdict.js'

export interface Removal {
  outcomes: Outcome[]
}

export const noUser = (username: string): Verdict => ({
  exit: 'done',
  verdict: `Nothing to do: there is no user ${username}.`,
})

export const removalShown = (plan: Plan): Verdict => ({
  exit: 'pending',
  verdict: `Dry run, nothing was removed: ${countChanges(plan)}.`,
})

export const removed = ({ outcomes }: Removal): Verdict =>
  failedChange(outcomes) ?? { exit: 'done', verdict: `Done: ${outcomes.map(whatBecame).join('; ')}.` }

const whatBecame = ({ change: { action, kind, name } }: Outcome): string =>
  `${kind.name} ${name} ${action === 'remove' ? 'removed' : 'changed'}`
