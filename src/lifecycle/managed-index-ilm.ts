import { isObject, objectIn, type Json, type JsonObject } from '../json.js'
import { matchesAny } from '../patterns.js'
import { ElkctlError } from '../errors.js'
import { expectOk, reasonIn } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reader, Reply } from '../stack/stack.js'
import { clusterStatePath, indicesIn, type StackIndex } from '../kinds/cluster-state.js'
import type { IndexApi, IndexState } from './managed-index.js'
import { byPolicy } from './index-names.js'
import { putSettings } from './index-settings.js'

/** Indices take up a changed policy by themselves; older ones get it through their settings. */
export const ilmIndices: IndexApi = {
  read: async (stack, patterns) => {
    const reply = await stack.search.get(clusterStatePath)
    const all = indicesIn(reply, (name) => matchesAny(patterns, name))
    if (all === undefined) return { status: 'refused', reason: `${reply.status} ${reasonIn(reply)}` }
    const indices = all.filter(({ hidden }) => !hidden)
    if (indices.length === 0) return { status: 'read', indices: [] }
    const explained = await stack.search.get(`/${patterns.join()}/_ilm/explain`)
    // Which policy they have is still known.
    const unseen =
      explained.status === 401 || explained.status === 403 ? `${explained.status} ${reasonIn(explained)}` : undefined
    const entries = unseen === undefined ? entriesIn(explained) : {}
    return {
      status: 'read',
      indices: indices.map((index) => stateOf(index, entries[index.name])),
      ...(unseen !== undefined && { unseen }),
    }
  },
  write: async ({ search }, _stack, assignments) => {
    const failures: [string, ElkctlError][] = []
    for (const [policy, names] of byPolicy(assignments)) {
      const settings = { 'index.lifecycle.name': policy }
      const refused = await putSettings(search, names, settings, `Attaching ${policy} to existing indices`)
      const attached = new Map((await readIndices(search, names)).map((index) => [index.name, index.lifecycle['name']]))
      const unattached = names.filter(
        (name) => attached.has(name) && attached.get(name) !== policy && !refused.has(name),
      )
      failures.push(...refused, ...unattached.map((name): [string, ElkctlError] => [name, notAttached(name, policy)]))
    }
    return new Map(failures)
  },
  retry: (_stack, index) => `POST /${index}/_ilm/retry`,
}

async function readIndices(reader: Reader, names: string[]): Promise<StackIndex[]> {
  const reply = expectOk(await reader.get(clusterStatePath), 'Reading the indices')
  return indicesIn(reply, (name) => names.includes(name)) ?? []
}

function entriesIn(reply: Reply): JsonObject {
  if (reply.status === 404) return {}
  return expectShape(reply, 'Asking how far existing indices are', { indices: 'map' }).indices
}

/** Age is counted from `origination_date`, else from the making or the rollover of the index. */
function stateOf({ name, created, lifecycle }: StackIndex, entry: Json | undefined): IndexState {
  const { lifecycle_date_millis: counted, phase, step, failed_step, step_info } = objectIn(entry)
  const policy = lifecycle['name']
  const reason = isObject(step_info) ? step_info['reason'] : undefined
  return {
    name,
    // -1 is the default of origination_date.
    since: [counted, lifecycle['origination_date']].map(Number).find((date) => date > 0) ?? created,
    policy: typeof policy === 'string' && policy !== '' ? policy : undefined,
    // ILM sets it after a rollover; a person sets it to skip one.
    ...(String(lifecycle['indexing_complete']) === 'true' && { rolledOver: true }),
    phase: typeof phase === 'string' ? phase : undefined,
    error:
      step === 'ERROR'
        ? `stuck at the step ${String(failed_step)}: ${String(reason ?? JSON.stringify(step_info))}`
        : undefined,
  }
}

const notAttached = (name: string, policy: string): ElkctlError =>
  new ElkctlError(`The policy ${policy} was accepted for the index ${name}, but the index does not have it.`, {
    exit: 'failure',
    hint: 'Does something else set index.lifecycle.name? Run the command again, with --verbose to see each request.',
  })
