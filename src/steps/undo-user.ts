import type { Outcome } from '../engine/apply.js'
import type { Plan } from '../engine/plan.js'
import { apiOf } from '../engine/change.js'
import { ApiError, ElkctlError, UnreachableError } from '../errors.js'
import type { Settings } from '../settings/settings.js'
import { graceSignal } from './grace-signal.js'
import { connect } from './connect.js'
import { hasOwnPassword } from './own-password.js'
import type { Run } from './run.js'

/** Removes a user that this run made and whose password went nowhere, so that the next run starts clean. Works after Ctrl-C too. */
export async function undoUser(outcome: Outcome, plan: Plan, settings: Settings, run: Run): Promise<void> {
  const { journal } = run
  const { change } = outcome
  const { stack } = plan
  if (!perhapsMade(outcome)) return
  if (change.action !== 'create') {
    journal.note(
      `${change.name} has a new password that was not handed over: run the same command again to set another one`,
    )
    return
  }
  try {
    if (!(await hasOwnPassword(change, plan, settings, run))) return
    const writers = await connect({ settings, stack, as: settings.admin, signal: graceSignal(run) }, run)
    await apiOf(change.kind, stack).remove(writers, stack, change.name)
    journal.add({ outcomes: [{ change, status: 'undone' }] })
    journal.note(`the user ${change.name} was removed again, because its password was not handed over`)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    journal.note(
      `the user ${change.name} may still exist with an unknown password (${error.message}): run the same command again to set a new one`,
    )
  }
}

/** Without an answer, or with one that does not mention the user, the request may still have reached the server. */
function perhapsMade(outcome: Outcome): boolean {
  if (outcome.status === 'failed')
    return (
      outcome.error instanceof UnreachableError ||
      (outcome.error instanceof ApiError && (outcome.error.status >= 500 || outcome.error.status === 429))
    )
  return outcome.status === 'applied' || outcome.status === 'unclear'
}
