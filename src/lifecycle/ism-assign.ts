import { isObject, type JsonObject } from '../json.js'
import { counted } from '../counted.js'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, ElkctlError } from '../errors.js'
import { expectOk } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reply, Stack, Writer } from '../stack/stack.js'
import { byPolicy, inParts } from './index-names.js'
import { putSettings } from './index-settings.js'
import { explainAll, ismPath, isOff, policyOf } from './ism-explain.js'
import { policiesPath } from '../kinds/lifecycle-policy/ism.js'
import type { PolicyAssignment } from './managed-index.js'

type Failures = Map<string, ElkctlError>

/** Puts indices under policies, one policy after the other. What it gives back failed. @throws ApiError */
export async function assignPolicies(
  search: Writer,
  stack: Stack,
  assignments: Map<string, PolicyAssignment>,
): Promise<Failures> {
  const entries = await explainAll(search, stack, [...assignments.keys()])
  let failed: Failures = new Map()
  for (const [policy, names] of byPolicy(assignments))
    failed = all(failed, await assign({ search, stack, policy, entries, assignments }, names))
  return failed
}

async function assign(work: Assigning, names: string[]): Promise<Failures> {
  const { policy, entries, assignments } = work
  const [again, others] = split(names, (name) => assignments.get(name)?.reassign === true)
  const [managed, unmanaged] = split(others, (name) => policyOf(entries[name]) !== undefined)
  const added = await send(work, 'add', unmanaged, { policy_id: policy })
  const reassigned = await reassign(work, again)
  const changed = await changePolicy(work, managed)
  const marked = names.map((name) => assignments.get(name)?.markedPolicy).find((body) => body !== undefined)
  if (marked && changed.size === 0) await putMark(work, marked)
  const unassigned = await awaitManagement(work, [...unmanaged, ...again], all(added, reassigned))
  await clearReassignment(
    work,
    again.filter((name) => !unassigned.has(name)),
  )
  return all(changed, unassigned)
}

const all = (...some: Failures[]): Failures => new Map(some.flatMap((failures) => [...failures]))

type IsmAction = 'add' | 'remove' | 'change_policy'

/** The indices of one policy are assigned to it. */
interface Assigning {
  readonly search: Writer
  readonly stack: Stack
  readonly policy: string
  /** what ISM says of each index, before */
  readonly entries: Awaited<ReturnType<typeof explainAll>>
  readonly assignments: ReadonlyMap<string, PolicyAssignment>
}

const indexSetting = ({ flavor }: Stack, name: string) =>
  `index.${flavor.pluginSettings}.index_state_management.${name}`

/**
 * Takes indices off their policy and adds them to ours: the only way for one whose policy is completed, and the way on which ISM shows at once what it
 * did. `remove` leaves auto_manage behind, as if a person had wanted it so. So the policy that the index is taken off for is noted on it before; ISM
 * takes this setting without any effect (recording 131), and a run that follows one that was cut off adds the index.
 */
async function reassign(work: Assigning, names: string[]): Promise<Failures> {
  const { search, stack, policy, entries } = work
  const managed = names.filter((name) => policyOf(entries[name]) !== undefined)
  const noted = { [indexSetting(stack, 'policy_id')]: policy }
  const refused = await putSettings(search, managed, noted, 'Taking indices off their policy')
  const without = (failures: Failures) => (name: string) => !failures.has(name)
  const off = all(refused, await send(work, 'remove', managed.filter(without(refused)), {}))
  return all(off, await send(work, 'add', names.filter(without(off)), { policy_id: policy }))
}

/** Those that are managed go over to another policy, each in the state in which it goes on. */
async function changePolicy(work: Assigning, managed: string[]): Promise<Failures> {
  const stateOf = (name: string) => work.assignments.get(name)?.state
  let failed: Failures = new Map()
  for (const state of new Set(managed.map(stateOf))) {
    const names = managed.filter((name) => stateOf(name) === state)
    const body = { policy_id: work.policy, ...(state !== undefined && { state }) }
    failed = all(failed, await send(work, 'change_policy', names, body))
  }
  return failed
}

/** They are managed as wanted: neither their new policy nor the way to it need stand in their settings. What stays there does no harm now. */
async function clearReassignment({ search, stack }: Assigning, names: string[]): Promise<void> {
  const none = { [indexSetting(stack, 'policy_id')]: null, [indexSetting(stack, 'auto_manage')]: null }
  await putSettings(search, names, none, 'Clearing auto_manage')
}

function split(names: string[], by: (name: string) => boolean): [string[], string[]] {
  return [names.filter(by), names.filter((name) => !by(name))]
}

/** 200 says nothing: the answer lists the indices for which it failed. An index that is gone has not failed. */
async function send(work: Assigning, action: IsmAction, names: string[], body: JsonObject): Promise<Failures> {
  const { search, stack } = work
  const failed: Failures = new Map()
  for (const part of inParts(names)) {
    const reply = await search.post(`${ismPath(stack)}/${action}/${part}`, body)
    if (isIndexMissing(reply)) {
      // One that is gone makes the server refuse all of them.
      if (part.includes(','))
        for (const name of part.split(','))
          for (const [index, error] of await send(work, action, [decodeURIComponent(name)], body))
            failed.set(index, error)
      continue
    }
    const { failed_indices } = expectShape(
      reply,
      `Assigning a policy to ${counted(names.length, 'index', 'indices')}`,
      {
        failed_indices: 'objects',
      },
    )
    for (const entry of failed_indices)
      failed.set(String(entry['index_name']), ismRefusal(reply, String(entry['index_name']), String(entry['reason'])))
  }
  return failed
}

function isIndexMissing({ status, body }: Reply): boolean {
  const error = isObject(body) ? body['error'] : undefined
  return status === 404 && isObject(error) && error['type'] === 'index_not_found_exception'
}

const ismRefusal = ({ method, path, status }: Reply, name: string, reason: string): ElkctlError =>
  new ApiError(`ISM did not take the index ${name}: ${reason} (${method} ${path.split('?')[0] ?? path})`, {
    status,
    exit: 'failure',
    hint: 'Clear that out of the way, then run the command again: it resumes where this run stopped.',
  })

/** From now on an index with an old copy is one for which ISM has accepted the new policy. @throws ApiError also when the policy was changed in between */
async function putMark({ search, stack, policy }: Assigning, body: JsonObject): Promise<void> {
  const path = `${policiesPath(stack)}/${encodeURIComponent(policy)}`
  const stored = expectShape(await search.get(path), `Reading the lifecycle policy ${policy}`, {
    _seq_no: 'number',
    _primary_term: 'number',
  })
  const version = `if_seq_no=${stored._seq_no}&if_primary_term=${stored._primary_term}`
  expectOk(await search.put(`${path}?${version}`, body), `Lifecycle policy ${policy}`)
}

/** ISM finds managed indices by search, so a new one shows after a refresh: about a second (measured on 2.19.4). */
const patience = { tries: 40, refused: 6, milliseconds: 250 }

/**
 * Believes what ISM shows, and nothing before.
 *
 * @param refused those of them that ISM did not take
 * @returns those that it does not manage in the end
 */
async function awaitManagement(work: Assigning, names: string[], refused: Failures): Promise<Failures> {
  const { search, stack, policy } = work
  const failed = new Map(refused)
  let left = names
  for (let tries = 0; left.length > 0; tries++) {
    const entries = await explainAll(search, stack, left)
    const isManaged = (name: string) => policyOf(entries[name]) === policy && !isOff(entries[name])
    // One that was managed in the meantime by a new index's own way failed to be added, and is what was wanted.
    for (const name of left.filter(isManaged)) failed.delete(name)
    left = left.filter((name) => entries[name] !== undefined && !isManaged(name))
    if (left.every((name) => failed.has(name)) && tries >= patience.refused) break
    if (tries === patience.tries) break
    if (left.length > 0) await sleep(patience.milliseconds)
  }
  for (const name of left.filter((candidate) => !failed.has(candidate))) failed.set(name, notManaged(name, policy))
  return failed
}

const notManaged = (name: string, policy: string): ElkctlError =>
  new ElkctlError(`ISM accepted the index ${name} for the policy ${policy}, but does not manage it.`, {
    exit: 'failure',
    hint: 'Is ISM switched on (plugins.index_state_management.enabled)? Does the signed-in user have the right indices:admin/opensearch/ism/managedindex on it?',
  })
