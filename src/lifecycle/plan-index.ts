import type { Change, Subject } from '../engine/change.js'
import type { Definition } from '../engine/definitions.js'
import type { Difference } from '../engine/diff.js'
import { isOfApplication, type PlanOptions } from '../engine/plan-change.js'
import type { Existing } from '../kinds/kind.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import type { Reading } from '../kinds/reading.js'
import type { Stack } from '../stack/stack.js'
import { assignmentFor, isBeingTakenUp, isOutdated, isPickingUp } from './ism-copies.js'
import { indexApis, managedIndex, type IndexState, type PolicyAssignment } from './managed-index.js'
import { deletesAfter, inDays, type Retention } from './retention.js'

/** An index that exists and that a policy of ours is for: how it stands, and what becomes of it. */
export interface IndexLifecycle {
  index: string
  /** the policy that it shall have */
  policy: string
  managedBy: string | undefined
  phase: string | undefined
  /** milliseconds */
  age: number
  /** until it is deleted, from its making: as it is, and when the plan has been carried out */
  deleted: { before: Retention; after: Retention }
  /** when the policy that it shall have deletes it */
  desired: Retention
  /** it is older than it may become, and was not before */
  atOnce: boolean
  /** ISM picks the policy up by itself: with its next run, as an earlier run asked it to; or in a moment, because the index is new */
  waiting: boolean
  /** the plan asks ISM for it, which picks it up with its next run: nothing shows before */
  later: boolean
  /** the application whose own policy manages it, as it shall */
  byApplication: string | undefined
  error: string | undefined
  /** how to make it go on, when the cause of the error is gone */
  retry: string | undefined
  /** why it is left as it is */
  leftAlone: string | undefined
}

export interface LifecycleInput {
  stack: Stack
  definitions: Definition[]
  /** planned so far; one for each definition */
  changes: Change[]
  /** the policies that are on the stack */
  reading: Reading | undefined
  options: PlanOptions
  /** milliseconds since 1970 */
  now: number
}

/** An index, and the policy that is for it. */
export interface Managed {
  state: IndexState
  policy: Definition
  /** what is done about the policy itself */
  policyChange: Change | undefined
  /** the policy as it is on the stack */
  existing: Existing | undefined
}

export interface PlannedIndex {
  index: IndexLifecycle
  change: Change
  assignment: PolicyAssignment | undefined
}

/** @param existing the policies that are on the stack */
export function planIndex(
  state: IndexState,
  policy: Definition,
  existing: Map<string, Existing>,
  input: LifecycleInput,
): PlannedIndex {
  const managed: Managed = {
    state,
    policy,
    policyChange: input.changes[input.definitions.indexOf(policy)],
    existing: existing.get(policy.name),
  }
  const standing = standingOf(state.policy, existing, input)
  const leftAlone = whyLeftAlone(managed, standing)
  const stays = leftAlone !== undefined || standing === 'of the application'
  const wrong = !stays && (state.policy !== policy.name || isOutdated(state, policy, managed.existing, input.stack))
  const waiting = wrong && (isPickingUp(managed, input) || isBeingTakenUp(managed, input))
  const assignment = wrong && !waiting && !isAsItIs(managed) ? assignmentFor(state, policy, input) : undefined
  const { before, after } = deletion(managed, stays, existing)
  const age = input.now - state.since
  const index: IndexLifecycle = {
    index: state.name,
    policy: policy.name,
    managedBy: state.policy,
    phase: state.phase,
    age,
    deleted: { before: waiting ? after : before, after },
    desired: deletesAfter(policy.body, state.rolledOver),
    atOnce: isOlder(age, after) && !isOlder(age, before) && !waiting,
    waiting,
    later: assignment?.markedPolicy !== undefined,
    byApplication: standing === 'of the application' ? input.options.application?.title : undefined,
    error: state.error,
    retry: state.error === undefined ? undefined : indexApis[input.stack.flavor.dialect].retry(input.stack, state.name),
    leftAlone,
  }
  const about = indexSubject(state.name, [policy])
  if (leftAlone !== undefined) return { index, assignment, change: { ...about, action: 'skipped', reason: leftAlone } }
  if (assignment === undefined) return { index, assignment, change: { ...about, action: 'unchanged' } }
  return { index, assignment, change: { ...about, ...update(assignment, state.policy, { before, after }) } }
}

/** An update of the policy that is not carried out changes nothing. */
const isAsItIs = ({ policyChange }: Pick<Managed, 'policyChange'>): boolean =>
  policyChange?.action === 'blocked' || policyChange?.action === 'kept'

function whyLeftAlone({ state, policy }: Managed, standing: Standing): string | undefined {
  if (standing === 'of others') return `managed by another policy (${String(state.policy)})`
  return state.reassigningTo === policy.name ? undefined : state.leftAlone
}

/** When it is deleted: as it is, and when the plan has been carried out. */
function deletion(
  { state, policy, policyChange, existing: own }: Managed,
  stays: boolean,
  existing: Map<string, Existing>,
): IndexLifecycle['deleted'] {
  const followed = state.copy ?? (state.policy === undefined ? undefined : existing.get(state.policy)?.body)
  const before = followed && deletesAfter(followed, state.rolledOver)
  if (stays) return { before, after: before }
  const desired = isAsItIs({ policyChange }) ? own?.body : policy.body
  return { before, after: desired && deletesAfter(desired, state.rolledOver) }
}

function update(
  assignment: PolicyAssignment,
  managedBy: string | undefined,
  { before, after }: IndexLifecycle['deleted'],
) {
  const differences: Difference[] = [
    ...(managedBy === assignment.policy ? [] : [{ path: 'policy', before: managedBy, after: assignment.policy }]),
    ...(before === after ? [] : [{ path: 'deleted after', before: inDays(before), after: inDays(after) }]),
  ]
  const copy: Difference = { path: 'copy of the policy', before: 'an old one', after: 'the present one' }
  return {
    action: 'update' as const,
    after: assignment,
    existing: { body: { policy: managedBy ?? null } },
    differences: differences.length > 0 ? differences : [copy],
    origin: managedBy === undefined ? ('unmarked' as const) : ('older' as const),
  }
}

type Standing = 'ours' | 'of the application' | 'of others'

/** Whose policy manages an index. */
function standingOf(
  policy: string | undefined,
  existing: Map<string, Existing>,
  { stack, definitions, changes, options }: LifecycleInput,
): Standing {
  const isOurs = ({ kind, name }: Definition, at: number) =>
    kind === lifecyclePolicy && name === policy && changes[at]?.action !== 'skipped'
  if (policy === undefined || definitions.some(isOurs)) return 'ours'
  if (options.application?.writes[lifecyclePolicy.name]?.includes(policy) !== true) return 'of others'
  return isOfApplication({ kind: lifecyclePolicy, name: policy }, existing.get(policy), stack, options)
    ? 'of the application'
    : 'ours'
}

/** Of changes that are about existing indices. */
export const indexSubject = (name: string, [policy]: Definition[]): Subject => ({
  kind: managedIndex,
  name,
  file: policy?.file ?? '',
})

const isOlder = (age: number, limit: Retention): boolean => typeof limit === 'number' && age >= limit
