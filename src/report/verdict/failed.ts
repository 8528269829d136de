import { counted } from '../../counted.js'
import type { Outcome } from '../../engine/apply.js'
import type { Verdict } from './verdict.js'

/** undefined: no change failed */
export function failedChange(outcomes: Outcome[]): Verdict | undefined {
  const failed = outcomes.find((outcome) => outcome.status === 'failed')
  if (failed?.status !== 'failed') return undefined
  const applied = outcomes.filter(({ status }) => status === 'applied').length
  return {
    exit: applied > 0 ? 'partial' : failed.error.exit,
    error: failed.error,
    verdict: `${applied > 0 ? 'Done in part' : 'Failed'}: ${applied} of ${counted(outcomes.length, 'change')} made. Fix the cause and re-run to resume.`,
  }
}
