import { isObject, type Json, type JsonObject } from '../json.js'
import { reasonIn } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reader, Reply, Stack } from '../stack/stack.js'
import { inParts } from './index-names.js'

export const ismPath = (stack: Stack): string => `${stack.flavor.pluginPath}/_ism`

/** Open Distro and the first OpenSearch releases do not know `show_policy`; then the sequence number tells which version an index follows. */
export async function explain(reader: Reader, stack: Stack, indices: string): Promise<Reply> {
  const path = `${ismPath(stack)}/explain/${indices}`
  const reply = await reader.get(`${path}?show_policy=true`)
  return reply.status === 400 && reasonIn(reply).includes('show_policy') ? reader.get(path) : reply
}

/** Index → how ISM explains it, for as many indices as there are. @throws ApiError */
export async function explainAll(reader: Reader, stack: Stack, names: string[]): Promise<JsonObject> {
  const replies = await Promise.all(inParts(names).map((part) => explain(reader, stack, part)))
  return Object.assign({}, ...replies.map(entriesIn)) as JsonObject
}

/** Without a match the answer is 400 "no documents to get". @throws ApiError */
export function entriesIn(reply: Reply): JsonObject {
  if (reply.status === 400 || reply.status === 404) return {}
  return expectShape(reply, 'Asking how far existing indices are', {})
}

export function policyOf(entry: Json | undefined): string | undefined {
  if (!isObject(entry)) return undefined
  const policy = ['policy_id', ...['plugins', 'opendistro'].map((by) => `index.${by}.index_state_management.policy_id`)]
    .map((key) => entry[key])
    .find((id) => typeof id === 'string')
  return typeof policy === 'string' ? policy : undefined
}

/** Its job does not run any more: nothing that ISM accepts for it (change_policy) is ever carried out (recordings 09 to 14 of opensearch-ism-completed). */
export const isOff = (entry: Json | undefined): boolean => isObject(entry) && entry['enabled'] === false
