import type { EngineIndex } from './engine-indices.js'
import type { Json } from './json-body.js'
import type { ManagedIndex, ManagedIndices } from './managed-indices.js'
import { storedPolicy } from './policy-answers.js'
import { noDocuments } from './refusals.js'

const policyIdNames = [
  'index.plugins.index_state_management.policy_id',
  'index.opendistro.index_state_management.policy_id',
]

const withPolicyId = (id: string | null): Json => Object.fromEntries(policyIdNames.map((name) => [name, id]))

/** explain of named indices: those that are not managed are shown as such. */
export function explainSome(indices: EngineIndex[], managed: ManagedIndices, showPolicy: boolean): Json {
  if (indices.length === 0) throw noDocuments()
  const visible = indices.map(({ name, uuid }) => [name, managed.visible(uuid)] as const)
  return {
    ...Object.fromEntries(visible.map(([name, index]) => [name, describe(index, showPolicy)])),
    total_managed_indices: visible.filter(([, index]) => index).length,
  }
}

/** explain without an index: managed ones only, a page of them by name. */
export function explainAll(
  indices: EngineIndex[],
  managed: ManagedIndices,
  o: { showPolicy: boolean; from: number; size: number },
): Json {
  const visible = indices.map(({ uuid }) => managed.visible(uuid)).filter((index) => index !== undefined)
  const page = visible.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(o.from, o.from + o.size)
  return {
    ...Object.fromEntries(page.map((index) => [index.name, describe(index, o.showPolicy)])),
    total_managed_indices: visible.length,
  }
}

function describe(index: ManagedIndex | undefined, showPolicy: boolean): Json {
  if (!index) return { ...withPolicyId(null), enabled: null }
  const { name, uuid, policyId, copy } = index
  const known = { ...withPolicyId(policyId), index: name, index_uuid: uuid, policy_id: policyId }
  if (!copy) return { ...known, enabled: true }
  const policy = showPolicy ? { policy: storedPolicy(policyId, copy.policy) } : {}
  const managed = {
    ...known,
    policy_seq_no: copy.seqNo,
    policy_primary_term: 1,
    index_creation_date: index.created,
  }
  // Whether show_policy shows the copy here too is not recorded (09 did not ask for it); where it does not, policy_seq_no tells the version.
  if (index.completed) return { ...managed, policy_completed: true, enabled: false, ...policy }
  return {
    ...managed,
    state: { name: copy.state, start_time: copy.stateSince },
    ...progress(index),
    retry_info: { failed: false, consumed_retries: 0 },
    enabled: true,
    ...policy,
  }
}

function progress({ name, policyId, evaluated }: ManagedIndex): Json {
  if (!evaluated) return { info: { message: `Successfully initialized policy: ${policyId}` } }
  return {
    action: {
      name: 'transition',
      start_time: evaluated.first,
      index: -1,
      failed: false,
      consumed_retries: 0,
      last_retry_time: 0,
    },
    step: { name: 'attempt_transition_step', start_time: evaluated.last, step_status: 'condition_not_met' },
    info: { message: `Evaluating transition conditions [index=${name}]` },
  }
}
