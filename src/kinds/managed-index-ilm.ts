import { ElkctlError } from '../errors.js'
import { expectOk, reasonIn } from '../stack/answer.js'
import type { JsonObject, Reader } from '../stack/stack.js'
import { clusterStatePath, indicesIn, type StackIndex } from './cluster-state.js'
import type { IndexApi, IndexState } from './managed-index.js'
import { byPolicy, inParts } from './index-names.js'
import { matchesAny } from './patterns.js'

/** Indices take up a changed policy by themselves; older ones get it through their settings. */
export const ilmIndices: IndexApi = {
  read: async (stack, patterns) => {
    const reply = await stack.search.get(clusterStatePath)
    const indices = indicesIn(reply)
    if (indices === undefined) return { status: 'refused', reason: `${reply.status} ${reasonIn(reply)}` }
    return {
      status: 'read',
      indices: indices.filter(({ name, hidden }) => !hidden && matchesAny(patterns, name)).map(stateOf),
    }
  },
  write: async ({ search }, _stack, wishes) => {
    const failed = new Map<string, ElkctlError>()
    for (const [policy, names] of byPolicy(wishes)) {
      for (const part of inParts(names))
        expectOk(
          // An index that its policy deletes meanwhile is no error.
          await search.put(`/${part}/_settings?ignore_unavailable=true`, { 'index.lifecycle.name': policy }),
          `Attaching ${policy} to existing indices`,
        )
      const found = new Map((await readIndices(search)).map((index) => [index.name, index.lifecycle['name']]))
      for (const name of names)
        if (found.has(name) && found.get(name) !== policy) failed.set(name, notAttached(name, policy))
    }
    return failed
  },
  retry: (_stack, index) => `POST /${index}/_ilm/retry`,
}

async function readIndices(reader: Reader): Promise<StackIndex[]> {
  const reply = expectOk(await reader.get(clusterStatePath), 'Reading the indices')
  return indicesIn(reply) ?? []
}

/** Age is counted from `origination_date`, else from what ILM noted when it first saw the index, or when it was rolled over. */
function stateOf({ name, created, lifecycle, ilm }: StackIndex): IndexState {
  const policy = lifecycle['name']
  return {
    name,
    // -1 is its default.
    since: [lifecycle['origination_date'], ilm['creation_date']].map(Number).find((date) => date > 0) ?? created,
    policy: typeof policy === 'string' && policy !== '' ? policy : undefined,
    phase: typeof ilm['phase'] === 'string' ? ilm['phase'] : undefined,
    error: ilm['step'] === 'ERROR' ? errorIn(ilm) : undefined,
  }
}

function errorIn({ failed_step, step_info }: JsonObject): string {
  let info: unknown
  try {
    info = JSON.parse(String(step_info))
  } catch {
    info = {}
  }
  const { reason } = info as { reason?: unknown }
  return `ILM stopped at the step ${String(failed_step)}: ${String(reason ?? step_info ?? 'without a reason')}`
}

const notAttached = (name: string, policy: string): ElkctlError =>
  new ElkctlError(`The index ${name} was to get the policy ${policy}; that was accepted, but it does not have it.`, {
    exit: 'failure',
    hint: 'Does something else set index.lifecycle.name? Run the command again, with --verbose to see each request.',
  })
