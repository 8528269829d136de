import { expectShape } from '../../http/shape.js'
import { listIn, objectIn, objectsIn, pick, wordsIn, type Json, type JsonObject } from '../../json.js'
import type { Reader, Stack } from '../../stack/stack.js'
import { asRead, asSent, isFrom, kibanaVersion, pathTo } from './api.js'

const pageSize = 1000

/** Every rule of the space, with its fields as 7.13 calls them. @throws ApiError, UnreachableError */
export async function allRules(reader: Reader, stack: Stack): Promise<JsonObject[]> {
  const rules: JsonObject[] = []
  for (let page = 1; ; page++) {
    const reply = await reader.get(`${pathTo(stack, 'rules')}?per_page=${pageSize}&page=${page}`)
    const { data } = expectShape(reply, 'Reading the rules of Kibana', { data: 'objects' })
    rules.push(...data.map((rule) => asRead(stack, rule)))
    if (data.length < pageSize) return rules
  }
}

const kept = ['name', 'rule_type_id', 'consumer', 'params', 'schedule', 'tags', 'enabled', 'alert_delay']

/**
 * A rule as elkctl compares and keeps it: actions name their connector, and how often people are told stands in one place, wherever this version has it.
 *
 * @param connectors id → name
 */
export function fromServer(rule: JsonObject, connectors: Map<string, string>): JsonObject {
  const actions = objectsIn(rule['actions'])
  const told = [
    ...new Set([rule['notify_when'], ...actions.map((action) => objectIn(action, 'frequency')['notify_when'])]),
  ]
  return {
    ...pick(rule, ['id', 'execution_status', ...kept]),
    notify_when: told.filter((when) => typeof when === 'string').join(', '),
    actions: actions.map(({ group = null, id, params = null }) => ({
      group,
      connector: connectors.get(String(id)) ?? String(id),
      params,
    })),
  }
}

/** What of it is content. A person may mute it: that is no edit. */
export const content = (body: JsonObject): JsonObject => ({
  ...pick(body, [...kept, 'notify_when', 'actions']),
  tags: wordsIn(body['tags']).sort(),
})

/**
 * What is sent of a rule.
 *
 * @param connectors name → id
 * @param isNew an update must not have what cannot change
 */
export function toServer(body: JsonObject, connectors: Map<string, string>, stack: Stack, isNew: boolean): JsonObject {
  const { rule_type_id = null, consumer = null, enabled = true, notify_when = null, ...rest } = content(body)
  const inActions = frequencyInActions(stack)
  const frequency = { summary: false, notify_when, throttle: null }
  return asSent(stack, {
    ...rest,
    ...(isNew && { rule_type_id, consumer, enabled }),
    ...(!inActions && { notify_when, throttle: null }),
    actions: listIn(body['actions']).map((action): Json => {
      const { connector, ...others } = action as JsonObject
      const id = connectors.get(String(connector)) ?? String(connector)
      return { ...others, id, ...(inActions && { frequency }) }
    }),
  })
}

/** Deprecated for the rule as a whole since 8.13 (elastic/kibana#179502), and Kibana's own pages write it into the actions. */
const frequencyInActions = (stack: Stack): boolean => isFrom(kibanaVersion(stack), '8.13')
