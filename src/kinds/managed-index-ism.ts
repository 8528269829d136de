import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, ElkctlError } from '../errors.js'
import { expectOk, reasonIn, refusal } from '../stack/answer.js'
import type { Json, JsonObject, Reader, Reply, Stack, Writer } from '../stack/stack.js'
import { clusterStatePath, indicesIn, type StackIndex } from './cluster-state.js'
import { byPolicy, inParts } from './index-names.js'
import { isObject } from './kind.js'
import { policiesPath } from './lifecycle-policy.js'
import type { IndexApi, IndexState } from './managed-index.js'
import { matchesAny } from './patterns.js'

/**
 * ISM keeps a copy of the policy for each index, and takes up only indices that are made after the policy: the others are told one by one.
 * https://docs.opensearch.org/latest/im-plugin/ism/api/
 */
export const ismIndices: IndexApi = {
  read: async (stack, patterns) => {
    const reply = await stack.search.get(clusterStatePath)
    const all = indicesIn(reply)
    if (all === undefined) return { status: 'refused', reason: `${reply.status} ${reasonIn(reply)}` }
    const indices = all.filter(({ name, hidden }) => !hidden && matchesAny(patterns, name))
    if (indices.length === 0) return { status: 'read', indices: [] }
    const explained = await explain(stack.search, stack, patterns.join())
    if (explained.status === 401 || explained.status === 403)
      return { status: 'refused', reason: `${explained.status} ${reasonIn(explained).split(/ and User /)[0] ?? ''}` }
    const entries = entriesIn(explained)
    return { status: 'read', indices: indices.map((index) => stateOf(index, entries[index.name])) }
  },
  write: async ({ search }, stack, wishes) => {
    const failed = new Map<string, ElkctlError>()
    const entries = entriesOf(
      await Promise.all(inParts([...wishes.keys()]).map((part) => explain(search, stack, part))),
    )
    for (const [policy, names] of byPolicy(wishes)) {
      const managed = names.filter((name) => policyOf(entries[name]) !== undefined)
      const others = names.filter((name) => !managed.includes(name))
      await tell(search, `${ismPath(stack)}/add`, others, { policy_id: policy }, failed)
      for (const state of new Set(managed.map((name) => wishes.get(name)?.state)))
        await tell(
          search,
          `${ismPath(stack)}/change_policy`,
          managed.filter((name) => wishes.get(name)?.state === state),
          { policy_id: policy, ...(state !== undefined && { state }) },
          failed,
        )
      const unfit = managed.some((name) => failed.has(name))
      const marked = names.map((name) => wishes.get(name)?.marked).find((body) => body !== undefined)
      if (marked && !unfit) await putMark(search, stack, policy, marked)
      await awaitManagement(search, stack, others, policy, failed)
    }
    return failed
  },
  retry: (stack, index) => `POST ${ismPath(stack)}/retry/${index}`,
}

const ismPath = (stack: Stack): string => `${stack.flavor.pluginPath}/_ism`

/** Open Distro and the first OpenSearch releases do not know `show_policy`; then the sequence number tells which version an index goes by. */
async function explain(reader: Reader, stack: Stack, indices: string): Promise<Reply> {
  const path = `${ismPath(stack)}/explain/${indices}`
  const reply = await reader.get(`${path}?show_policy=true`)
  return reply.status === 400 && reasonIn(reply).includes('show_policy') ? reader.get(path) : reply
}

/** Without a match the answer is 400 "no documents to get". */
function entriesIn(reply: Reply): JsonObject {
  if (reply.status === 400 || reply.status === 404) return {}
  const { body } = expectOk(reply, 'Asking how far existing indices are')
  return isObject(body) ? body : {}
}

const entriesOf = (replies: Reply[]): JsonObject => Object.assign({}, ...replies.map(entriesIn)) as JsonObject

function policyOf(entry: Json | undefined): string | undefined {
  if (!isObject(entry)) return undefined
  const found = ['policy_id', ...['plugins', 'opendistro'].map((by) => `index.${by}.index_state_management.policy_id`)]
    .map((key) => entry[key])
    .find((id) => typeof id === 'string')
  return typeof found === 'string' ? found : undefined
}

function stateOf({ name, created, open, autoManage }: StackIndex, entry: Json | undefined): IndexState {
  const policy = policyOf(entry)
  const { policy: copy, policy_seq_no: copyOf, state } = isObject(entry) ? entry : {}
  const leftAlone =
    policy !== undefined
      ? undefined
      : !autoManage
        ? 'somebody took ISM off it (auto_manage is false)'
        : open
          ? undefined
          : 'it is closed, and ISM does not take closed indices'
  return {
    name,
    since: created,
    policy,
    ...(isObject(copy) && { copy: { policy: copy } }),
    ...(typeof copyOf === 'number' && { copyOf }),
    phase: isObject(state) && typeof state['name'] === 'string' ? state['name'] : undefined,
    error: policy !== undefined && isObject(entry) ? errorIn(entry) : undefined,
    ...(leftAlone !== undefined && { leftAlone }),
  }
}

/** HTTP is 200 whatever has become of the index, and `retry_info.failed` stays false when an action has failed for good. */
function errorIn({ action, step, retry_info, enabled, info }: JsonObject): string | undefined {
  const is = (value: Json | undefined, key: string, wanted: Json) => isObject(value) && value[key] === wanted
  const stuck = is(action, 'failed', true) || is(retry_info, 'failed', true)
  if (enabled !== false && !stuck && !is(step, 'step_status', 'failed')) return undefined
  const { message, cause } = isObject(info) ? info : {}
  const words = [message, cause].filter((part) => typeof part === 'string').join(': ')
  const how = enabled === false ? 'switched off' : stuck ? 'stuck' : 'failing, ISM tries again'
  return `${how}: ${words || 'without a reason'}`
}

/** 200 says nothing: the answer lists the indices for which it failed. An index that is gone has not failed. */
async function tell(
  search: Writer,
  path: string,
  names: string[],
  body: JsonObject,
  failed: Map<string, ElkctlError>,
): Promise<void> {
  for (const part of inParts(names)) {
    const reply = await search.post(`${path}/${part}`, body)
    if (isIndexMissing(reply)) {
      // One that is gone makes the server refuse all of them.
      if (part.includes(','))
        for (const name of part.split(',')) await tell(search, path, [decodeURIComponent(name)], body, failed)
      continue
    }
    const { failed_indices } = expectOk(reply, `Telling ISM about ${names.length} indices`).body as JsonObject
    for (const entry of Array.isArray(failed_indices) ? failed_indices.filter(isObject) : [])
      failed.set(String(entry['index_name']), refused(reply, String(entry['index_name']), String(entry['reason'])))
  }
}

function isIndexMissing({ status, body }: Reply): boolean {
  const error = isObject(body) ? body['error'] : undefined
  return status === 404 && isObject(error) && error['type'] === 'index_not_found_exception'
}

const refused = ({ method, path, status }: Reply, name: string, reason: string): ElkctlError =>
  new ApiError(`ISM did not take the index ${name}: ${reason} (${method} ${path.split('?')[0] ?? path})`, {
    status,
    exit: 'failure',
    hint: 'Clear that out of the way, then run the command again: it goes on where this run stopped.',
  })

/** From now on an index with an old copy is one that ISM has been told of. @throws ApiError also when the policy was changed meanwhile */
async function putMark(search: Writer, stack: Stack, policy: string, body: JsonObject): Promise<void> {
  const path = `${policiesPath(stack)}/${encodeURIComponent(policy)}`
  const found = expectOk(await search.get(path), `Reading the lifecycle policy ${policy}`).body as JsonObject
  const version = `if_seq_no=${String(found['_seq_no'])}&if_primary_term=${String(found['_primary_term'])}`
  expectOk(await search.put(`${path}?${version}`, body), `Lifecycle policy ${policy}`)
}

/** ISM finds managed indices by search, so a new one shows after a refresh: about a second (measured on 2.19.4). */
const patience = { tries: 40, refused: 6, milliseconds: 250 }

async function awaitManagement(
  search: Writer,
  stack: Stack,
  names: string[],
  policy: string,
  failed: Map<string, ElkctlError>,
): Promise<void> {
  let left = names
  for (let tries = 0; left.length > 0; tries++) {
    const replies = await Promise.all(inParts(left).map((part) => explain(search, stack, part)))
    const broken = replies.find(({ status }) => status === 401 || status === 403)
    if (broken) throw refusal(broken, 'Asking whether ISM manages the indices')
    const entries = entriesOf(replies)
    // One that was managed in the meantime by a new index's own way failed to be added, and is what was wanted.
    for (const name of left.filter((name) => policyOf(entries[name]) === policy)) failed.delete(name)
    left = left.filter((name) => entries[name] !== undefined && policyOf(entries[name]) !== policy)
    if (left.every((name) => failed.has(name)) && tries >= patience.refused) break
    if (tries === patience.tries) break
    if (left.length > 0) await sleep(patience.milliseconds)
  }
  for (const name of left.filter((candidate) => !failed.has(candidate)))
    failed.set(
      name,
      new ElkctlError(`ISM accepted the index ${name} for the policy ${policy}, but does not manage it.`, {
        exit: 'failure',
        hint: 'Is ISM switched on (plugins.index_state_management.enabled)? Has whoever is signed in the right indices:admin/opensearch/ism/managedindex on it?',
      }),
    )
}
