import type { Answer } from '../proxy.js'
import type { EngineIndex } from './engine-indices.js'
import { isObject, JsonBody } from './json-body.js'
import type { ManagedIndex, ManagedIndices } from './managed-indices.js'
import type { PluginSettings } from './plugin-settings.js'
import { configIndexName, type PolicyIndex } from './policy-index.js'
import { illegalArgument, invalidField, noDocuments, notFound } from './refusals.js'

/** The default of plugins.index_state_management.restricted_index_pattern. */
const restricted = /^(\.opendistro_security|\.kibana.*|\.opendistro-ism-config)$/

/** Every verb answers 200 and says in the body for which indices it failed, and why. */
function answerFor(indices: EngineIndex[], attempt: (index: EngineIndex) => string | undefined): Answer {
  const failed = indices.flatMap((index) => {
    const reason = attempt(index)
    return reason === undefined ? [] : [{ index_name: index.name, index_uuid: index.uuid, reason }]
  })
  const updated = indices.length - failed.length
  return { status: 200, body: { updated_indices: updated, failures: failed.length > 0, failed_indices: failed } }
}

export function readAdd(text: string): string {
  const fields = text.trim() === '' ? {} : new JsonBody(text).value
  const id = isObject(fields) ? fields['policy_id'] : undefined
  if (typeof id !== 'string') throw illegalArgument('Missing policy_id')
  return id
}

/**
 * @param mayManage rights on the indices are asked for late: an index is managed all the same, yet the answer does not
 * count it
 */
export async function add(
  indices: EngineIndex[],
  policyId: string,
  policies: PolicyIndex,
  managed: ManagedIndices,
  mayManage: (index: string) => Promise<boolean>,
): Promise<Answer> {
  // Without an index the policy is not looked for (opensearch-ism-completed, 06 and 07).
  if (indices.length > 0 && !policies.policies.has(policyId)) throw notFound(`Could not find policy=${policyId}`)
  const counted: EngineIndex[] = []
  for (const index of indices) {
    const allowed = await mayManage(index.name)
    if (allowed) counted.push(index)
    else if (addOne(index, policyId, managed) !== undefined) counted.push(index)
  }
  return answerFor(counted, (index) => addOne(index, policyId, managed))
}

function addOne(index: EngineIndex, policyId: string, managed: ManagedIndices): string | undefined {
  if (restricted.test(index.name)) return 'Matches restricted index pattern defined in the cluster setting'
  if (!index.open) return 'This index is closed'
  if (managed.byUuid.has(index.uuid)) {
    return 'This index already has a policy, use the update policy API to update index policies'
  }
  managed.attach(index, policyId)
  return undefined
}

export function remove(indices: EngineIndex[], managed: ManagedIndices, settings: PluginSettings): Answer {
  if (indices.length === 0) throw noDocuments()
  return answerFor(indices, (named) => {
    const index = managed.byUuid.get(named.uuid)
    if (!index) return 'This index does not have a policy to remove'
    managed.remove(index)
    settings.tookOff(named)
    return undefined
  })
}

export interface PolicyChange {
  policyId: string
  /** Not checked against the policy, not even when it is carried out. */
  state?: string
  /** Only indices in one of these states. */
  include: string[]
}

export function readChange(text: string): PolicyChange {
  const body = new JsonBody(text)
  const fields = body.object(body.value)
  const unknown = Object.keys(fields).find((field) => !['policy_id', 'state', 'include', 'is_safe'].includes(field))
  if (unknown !== undefined) throw invalidField(unknown, 'ChangePolicy')
  if (fields['policy_id'] === undefined) throw illegalArgument('ChangePolicy policy id is null')
  const state = fields['state'] ?? undefined
  const include = body.list(fields['include'] ?? []).map((entry) => body.scalar(body.object(entry)['state']))
  const policyId = body.scalar(fields['policy_id'])
  return { policyId, include, ...(state === undefined ? {} : { state: body.scalar(state) }) }
}

/** @param resolve refuses what names nothing; asked only once the policy is known to be there */
export function changePolicy(
  resolve: () => EngineIndex[],
  change: PolicyChange,
  policies: PolicyIndex,
  managed: ManagedIndices,
): Answer {
  if (!policies.policies.has(change.policyId)) throw notFound(`Could not find policy=${change.policyId}`)
  const indices = resolve()
  if (indices.length === 0) throw noDocuments()
  const isMeant = (index: ManagedIndex | undefined): boolean =>
    change.include.length === 0 || !index || change.include.includes(index.copy?.state ?? '')
  const meant = indices.filter(({ uuid }) => isMeant(managed.byUuid.get(uuid)))
  return answerFor(meant, ({ uuid }) => {
    const index = managed.byUuid.get(uuid)
    if (!index) return 'This index is not being managed'
    const { policyId, state } = change
    index.change = { policyId, ...(state === undefined ? {} : { state }) }
    policies.takeSeqNo()
    return undefined
  })
}

/** No index ever fails here, since no action is carried out. */
export function retry(indices: EngineIndex[], managed: ManagedIndices): Answer {
  if (indices.length === 0) throw noDocuments()
  return answerFor(indices, ({ uuid }) =>
    managed.byUuid.has(uuid) ? 'This index is not in failed state.' : 'This index is not being managed.',
  )
}

/** The config index, which is in the engine of a real installation and here is not. */
export function configIndex(policies: PolicyIndex): EngineIndex[] {
  if (!policies.exists) return []
  const { uuid } = policies
  return [{ name: configIndexName, uuid, created: 0, open: true, hidden: true, aliases: [], autoManage: true }]
}
