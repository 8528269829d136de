import { counted } from '../../counted.js'
import type { Outcome } from '../../engine/apply.js'
import { type ElkctlError, InterruptedError } from '../../errors.js'
import type { RunState } from '../run-state.js'
import type { Verdict } from './verdict.js'

/** A run that an error, or a person, has stopped. */
export const stoppedBy = (error: ElkctlError, state: RunState): Verdict => ({
  exit: error.exit,
  error,
  verdict: `${error instanceof InterruptedError ? 'Interrupted' : 'Stopped'}: ${whatWasDone(state)}`,
})

/** Of a run that was stopped: what is done, and of what that is not known. */
function whatWasDone({ outcomes, reindexed }: RunState): string {
  const cut = reindexed?.find(({ documents }) => documents === null)
  if (cut)
    return `the reindex of ${cut.index} is not finished, and no document is lost. Run the same command again to resume.`
  const names = (status: Outcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).map(({ change }) => `${change.kind.name} ${change.name}`)
  const [applied, unclear] = [names('applied'), names('unclear')]
  if (applied.length + unclear.length === 0) return 'nothing was changed.'
  return [
    applied.length === 0 ? undefined : `${counted(applied.length, 'change')} made before (${listed(applied)}).`,
    unclear.length === 0 ? undefined : `Unclear, because the stack stopped answering: ${listed(unclear)}.`,
    'Run the same command again to resume.',
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ')
}

const listed = (names: string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 7).join(', ')} and ${names.length - 7} more`
