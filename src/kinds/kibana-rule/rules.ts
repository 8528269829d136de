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

const kept = ['name', 'rule_type_id', 'params', 'schedule', 'tags', 'enabled', 'alert_delay']

/** 7.10 makes this of it when Kibana is upgraded, and wants it (elastic/kibana#67157); until 7.9 nobody asks. */
const consumers = { now: 'alerts', until79: 'alerting' }

/** Since 7.11 (elastic/kibana#82969). What a rule of an earlier Kibana has instead becomes `onThrottleInterval` when Kibana is upgraded. */
export const tellsOnChange = (version: string): boolean => isFrom(version, '7.11')

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
  const { consumer = null, throttle } = rule
  return {
    ...pick(rule, ['id', 'execution_status', ...kept]),
    consumer: consumer === consumers.until79 ? consumers.now : consumer,
    notify_when: told.filter((when) => typeof when === 'string').join(', ') || usualNotice(throttle),
    ...(typeof throttle === 'string' && { throttle }),
    actions: actions.map(({ group = null, id, params = null }) => ({
      group,
      connector: connectors.get(String(id)) ?? String(id),
      params,
    })),
  }
}

/** Where a Kibana does not say it: it tells with each run, or no more often than the throttle. */
const usualNotice = (throttle: Json | undefined): string =>
  typeof throttle === 'string' ? 'onThrottleInterval' : 'onActiveAlert'

/** What of it is content. A person may mute it: that is no edit. */
export const content = (body: JsonObject): JsonObject => ({
  ...pick(body, [...kept, 'consumer', 'notify_when', 'throttle', 'actions']),
  tags: wordsIn(body['tags']).toSorted(),
})

/**
 * What is sent of a rule.
 *
 * @param connectors name → id
 * @param isNew an update must not have what cannot change
 */
export function toServer(body: JsonObject, connectors: Map<string, string>, stack: Stack, isNew: boolean): JsonObject {
  const { rule_type_id = null, consumer: owner = null, enabled = true, ...others } = content(body)
  const { notify_when = null, throttle = null, ...rest } = others
  const version = kibanaVersion(stack)
  const consumer = isFrom(version, '7.10') ? owner : consumers.until79
  const inActions = frequencyInActions(stack)
  const frequency = { summary: false, notify_when, throttle }
  return asSent(stack, {
    ...rest,
    ...(isNew && { rule_type_id, consumer, enabled }),
    ...(!inActions && { throttle }),
    ...(!inActions && tellsOnChange(version) && { notify_when }),
    actions: listIn(body['actions']).map((action): Json => {
      const { connector, ...others } = action as JsonObject
      const id = connectors.get(String(connector)) ?? String(connector)
      return { ...others, id, ...(inActions && { frequency }) }
    }),
  })
}

/** Deprecated for the rule as a whole since 8.13 (elastic/kibana#179502), and Kibana's own pages write it into the actions. */
const frequencyInActions = (stack: Stack): boolean => isFrom(kibanaVersion(stack), '8.13')
