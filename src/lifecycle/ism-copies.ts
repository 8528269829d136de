import { apiOf, type Change } from '../engine/change.js'
import type { Definition } from '../engine/definitions.js'
import { differencesOf } from '../engine/differences.js'
import { isObject, objectIn, objectsIn, wordsIn, type JsonObject } from '../json.js'
import type { Existing } from '../kinds/kind.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { markOf } from '../kinds/mark.js'
import { matchesAny } from '../patterns.js'
import type { Stack } from '../stack/stack.js'
import type { IndexState, PolicyAssignment } from './managed-index.js'
import type { PlannedIndex, LifecycleInput, Managed } from './plan-index.js'

/** Whether an ISM index follows an old version of the policy, or one whose writer lacked the rights that it needs. */
export function isOutdated(
  state: IndexState,
  policy: Definition,
  existing: Existing | undefined,
  stack: Stack,
): boolean {
  if (state.error?.includes('no permissions for [')) return true
  if (state.copy === undefined)
    return (
      state.copySequence !== undefined && !`${existing?.version ?? ''}&`.includes(`if_seq_no=${state.copySequence}&`)
    )
  const [desired, copy] = [rules(policy.body), rules(state.copy)]
  const how = { kind: lifecyclePolicy, api: apiOf(lifecyclePolicy, stack), mark: undefined }
  return differencesOf(how, desired, { body: copy }).length > 0
}

function rules(body: JsonObject): JsonObject {
  const { default_state = null, states = [] } = objectIn(body, 'policy')
  return { policy: { default_state, states } }
}

/** ISM picks a change up with the second run of an index's job at the latest: every 5 minutes, and up to 60 % later, unless it was configured otherwise. */
const pickedUpWithin = 20 * 60_000

/**
 * Nothing on the stack shows that ISM has accepted a changed policy for an index (recording 180). So a changed policy gets its mark only afterwards: a
 * marked policy of the last minutes means that all indices with an older copy of it are waiting for their job. Those under another policy are not: ISM
 * would show it.
 */
export function isPickingUp(
  { state, policy, policyChange, existing }: Managed,
  { stack, now }: LifecycleInput,
): boolean {
  if (state.policy !== policy.name || state.off || policyChange?.action !== 'unchanged' || existing === undefined)
    return false
  const mark = apiOf(lifecyclePolicy, stack).mark(stack, policy.name)
  const { last_updated_time: written } = isObject(existing.body['policy']) ? existing.body['policy'] : {}
  return mark?.read(existing.body) !== undefined && now - Number(written) < pickedUpWithin
}

/** ISM finds the indices that it manages by search, and shows a new one after a refresh: a second to a second and a half (recordings 088 to 090). */
const shownWithin = 10_000

/** ISM takes up an index that is made after the policy for it. One that is so new need not be shown yet. */
export function isBeingTakenUp({ state, policyChange, existing }: Managed, { stack, now }: LifecycleInput): boolean {
  if (stack.flavor.dialect !== 'opensearch' || state.policy !== undefined || state.reassigningTo !== undefined)
    return false
  if (policyChange?.action !== 'unchanged' || existing === undefined) return false
  const covers = objectsIn(objectIn(existing.body, 'policy')['ism_template']).some(
    ({ index_patterns, last_updated_time }) =>
      Number(last_updated_time) <= state.since && matchesAny(wordsIn(index_patterns), state.name),
  )
  // The clocks of both machines may differ a little, in either direction.
  return covers && Math.abs(now - state.since) < shownWithin
}

/** ILM's indices take up a changed policy by themselves. ISM shows at once that it added an index, but not that it accepted a changed policy. */
export function assignmentFor(
  state: IndexState,
  policy: Definition,
  { stack, options }: LifecycleInput,
): PolicyAssignment {
  const mark = apiOf(lifecyclePolicy, stack).mark(stack, policy.name)
  if (mark === undefined || stack.flavor.dialect === 'elasticsearch') return { policy: policy.name }
  const elsewhere = state.policy !== undefined && (state.policy !== policy.name || state.off)
  if (elsewhere || state.reassigningTo === policy.name) return { policy: policy.name, reassign: true }
  if (state.policy === undefined) return { policy: policy.name }
  const inner = isObject(policy.body['policy']) ? policy.body['policy'] : {}
  const { default_state: start, states } = inner
  const goesOn = state.phase === undefined || objectsIn(states).some(({ name }) => name === state.phase)
  return {
    policy: policy.name,
    markedPolicy: mark.put(policy.body, markOf(options.profile, policy.body)),
    ...(!goesOn && typeof start === 'string' && { state: start }),
  }
}

/** A policy gets its mark after ISM has accepted it for all its indices. */
export function unmarkedUntilAccepted(changes: Change[], plans: PlannedIndex[], stack: Stack): Change[] {
  const changing = new Set(plans.filter(({ assignment }) => assignment?.markedPolicy).map(({ index }) => index.policy))
  return changes.map((change) => {
    if (change.kind !== lifecyclePolicy || !changing.has(change.name)) return change
    if (change.action !== 'create' && change.action !== 'update') return change
    const mark = apiOf(lifecyclePolicy, stack).mark(stack, change.name)
    return mark ? { ...change, after: mark.strip(change.after) } : change
  })
}
