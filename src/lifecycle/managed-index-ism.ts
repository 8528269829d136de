import { matchesAny } from '../patterns.js'
import { isObject, objectIn, type Json, type JsonObject } from '../json.js'
import { reasonIn } from '../http/answer.js'
import { clusterStatePath, indicesIn, type StackIndex } from '../kinds/cluster-state.js'
import { entriesIn, explain, ismPath, isOff, policyOf } from './ism-explain.js'
import { assignPolicies } from './ism-assign.js'
import type { IndexApi, IndexState } from './managed-index.js'

/**
 * ISM keeps a copy of the policy for each index, and takes up only indices that are made after the policy: the others are assigned one by one.
 * https://docs.opensearch.org/latest/im-plugin/ism/api/
 */
export const ismIndices: IndexApi = {
  read: async (stack, patterns) => {
    const reply = await stack.search.get(clusterStatePath)
    const all = indicesIn(reply, (name) => matchesAny(patterns, name))
    if (all === undefined) return { status: 'refused', reason: `${reply.status} ${reasonIn(reply)}` }
    const indices = all.filter(({ hidden }) => !hidden)
    if (indices.length === 0) return { status: 'read', indices: [] }
    const explained = await explain(stack.search, stack, patterns.join())
    if (explained.status === 401 || explained.status === 403)
      return { status: 'refused', reason: `${explained.status} ${reasonIn(explained).split(/ and User /)[0] ?? ''}` }
    const entries = entriesIn(explained)
    return { status: 'read', indices: indices.map((index) => stateOf(index, entries[index.name])) }
  },
  write: ({ search }, stack, assignments) => assignPolicies(search, stack, assignments),
  retry: (stack, index) => `POST ${ismPath(stack)}/retry/${index}`,
}

function stateOf(index: StackIndex, entry: Json | undefined): IndexState {
  const policy = policyOf(entry)
  const { policy: copy, policy_seq_no: copySequence, state, rolled_over } = objectIn(entry)
  const leftAlone = policy === undefined ? whyLeftAlone(index) : undefined
  const reassigningTo = leftAlone !== undefined && index.open ? index.reassigningTo : undefined
  return {
    name: index.name,
    since: index.created,
    policy,
    ...(isObject(copy) && { copy: { policy: copy } }),
    ...(typeof copySequence === 'number' && { copySequence }),
    ...(isOff(entry) && { off: true }),
    ...((rolled_over === true || index.skipsRollover) && { rolledOver: true }),
    ...(reassigningTo !== undefined && { reassigningTo }),
    phase: isObject(state) && typeof state['name'] === 'string' ? state['name'] : undefined,
    error: policy !== undefined && isObject(entry) ? errorIn(entry) : undefined,
    ...(leftAlone !== undefined && { leftAlone }),
  }
}

function whyLeftAlone({ open, autoManage }: StackIndex): string | undefined {
  if (!open) return 'it is closed, and ISM does not take closed indices'
  return autoManage ? undefined : 'ISM was switched off for it (auto_manage is false)'
}

/**
 * HTTP is 200 whatever has become of the index, and `retry_info.failed` stays false when an action has failed for good. A policy without anything more
 * to do is completed, and its index switched off: no error.
 */
function errorIn({ action, step, retry_info, enabled, policy_completed, info }: JsonObject): string | undefined {
  const is = (value: Json | undefined, key: string, expected: Json) => isObject(value) && value[key] === expected
  const stuck = is(action, 'failed', true) || is(retry_info, 'failed', true)
  const off = enabled === false && policy_completed !== true
  if (!off && !stuck && !is(step, 'step_status', 'failed')) return undefined
  const { message, cause } = objectIn(info)
  const words = [message, cause].filter((part) => typeof part === 'string').join(': ')
  const how = off ? 'switched off' : stuck ? 'stuck' : 'failing, ISM tries again'
  return `${how}: ${words || 'without a reason'}`
}
