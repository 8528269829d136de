import { setTimeout as sleep } from 'node:timers/promises'
import type { Change } from '../engine/change.js'
import { ElkctlError } from '../errors.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { writeAlias } from '../kinds/write-alias.js'
import type { Stack } from '../stack/stack.js'
import { explainAll, policyOf } from './ism-explain.js'

/** ISM finds the indices that it manages by search, and shows a new one after a refresh: about a second (measured on OpenSearch 2.19). */
const patience = { tries: 30, milliseconds: 100 }

/**
 * Waits, for some seconds at most, until ISM shows a policy for the indices that these changes have made: before, a run that follows at once would take
 * them for indices without a policy, and add them. ILM needs no waiting.
 *
 * @param changes those of the plan
 * @param done those of them that were carried out
 */
export async function awaitNewIndices(
  stack: Stack,
  changes: Change[],
  done: Change[],
  signal: AbortSignal,
): Promise<void> {
  const hasPolicies = changes.some(({ kind, action }) => kind === lifecyclePolicy && action !== 'skipped')
  if (stack.flavor.dialect !== 'opensearch' || !hasPolicies) return
  let unseen = done.flatMap((change) =>
    change.kind === writeAlias && change.action === 'create' ? [String(change.after['first_index'])] : [],
  )
  for (let tries = 0; unseen.length > 0 && tries < patience.tries && !signal.aborted; tries++) {
    if (tries > 0) await sleep(patience.milliseconds)
    const entries = await explainAll(stack.search, stack, unseen).catch(unlessRefused)
    if (entries === undefined) return
    unseen = unseen.filter((index) => policyOf(entries[index]) === undefined)
  }
}

/** Everything is written: who may not ask need not wait. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ElkctlError)) throw error
}
