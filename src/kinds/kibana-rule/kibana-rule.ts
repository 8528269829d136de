import { expectGone, expectMade, expectOk } from '../../http/answer.js'
import { type JsonObject } from '../../json.js'
import type { Stack, Writer } from '../../stack/stack.js'
import type { Existing, ObjectToWrite, ResourceApi, ResourceKind, TargetStack } from '../kind.js'
import { isMark } from '../mark.js'
import type { Reading } from '../reading.js'
import { actionsOf } from './actions.js'
import { kibanaVersion, onePath, pathTo } from './api.js'
import { allConnectors, byName, connectorNames } from './connectors.js'
import { kibanaConnector } from './kibana-connector.js'
import { rulesOf, thresholdIn } from './definitions.js'
import { reviewRules } from './review.js'
import { ruleId, takesId } from './rule-id.js'
import { nameOf, nameTag, tagMark } from './rule-name.js'
import { ruleForm, ruleSince } from './rule-type.js'
import { allRules, content, fromServer, tellsOnChange, toServer } from './rules.js'

const api: ResourceApi = {
  read: async (stack, names): Promise<Reading> => {
    const { dashboards } = stack
    if (dashboards === undefined) return { status: 'absent', reason: 'there is no dashboards server' }
    if (dashboards.alerting?.lack !== undefined) return { status: 'absent', reason: dashboards.alerting.lack.what }
    const rules = await allRules(dashboards.reader, stack)
    const connectors = await connectorNames(dashboards.reader, stack)
    return { status: 'read', objects: named(rules, names, connectors, stack) }
  },
  adapt: wantedRule,
  writable: ({ execution_status: _run, ...rule }) => rule,
  normalize: content,
  mark: () => tagMark,
  adoptionConflict: (_desired, _actual, paths) => (paths.length > 0 ? 'it watches something else' : undefined),
  keepHint: `Save it there as a new rule, without the tag ${nameTag('…')}, and delete this one`,
  titleOf: ({ name }) => String(name),
  review: reviewRules,
  write: async ({ dashboards }, stack, objects) => {
    if (dashboards === undefined) return
    const type = stack.dashboards?.alerting?.connector.type
    // One of another type does not take the parameters that are sent.
    const connectors = byName((await allConnectors(dashboards, stack)).filter((one) => one.type === type))
    for (const object of objects) await writeRule(dashboards, stack, object, connectors)
  },
  remove: async ({ dashboards }, stack, name) => {
    if (dashboards === undefined) return
    const { id } = named(await allRules(dashboards, stack), [name], new Map(), stack).get(name)?.body ?? {}
    if (id !== undefined)
      expectGone(await dashboards.delete(onePath(stack, 'rule', String(id))), `Removing the rule ${name}`)
  },
}

/** Those with one of the names, by its id or its tag, and all others with a mark of elkctl's. */
function named(
  rules: JsonObject[],
  names: string[],
  connectors: Map<string, string>,
  stack: Stack,
): Map<string, Existing> {
  const byId = new Map(names.map((name) => [ruleId(stack, name), name]))
  const found = (rule: JsonObject, name: string): [string, Existing] => [name, { body: fromServer(rule, connectors) }]
  const oldestLast = rules.toSorted((a, b) => (String(a['created_at']) < String(b['created_at']) ? 1 : -1))
  const tagged = oldestLast.flatMap((rule) => {
    const name = nameOf(rule)
    return name !== undefined && (names.includes(name) || isMark(tagMark.read(rule))) ? [found(rule, name)] : []
  })
  // A copy that a person made has the same tags: the one with the id counts, and where Kibana takes none, the older one.
  const identified = rules.flatMap((rule) => {
    const name = byId.get(String(rule['id']))
    return name === undefined ? [] : [found(rule, name)]
  })
  return new Map([...tagged, ...identified])
}

/** A rule as this version of Kibana has it; a text is the reason why it cannot. */
function wantedRule(body: JsonObject, { stack }: TargetStack, name: string): JsonObject | string {
  const threshold = thresholdIn(body)
  const version = kibanaVersion(stack)
  const form = ruleForm(threshold.alert, threshold.value, version)
  if (typeof form === 'string') return `${form}; elkctl alerts check runs it`
  const { connector } = stack.dashboards?.alerting ?? {}
  const { every, runs } = form
  return {
    name: threshold.title,
    rule_type_id: form.type,
    consumer: 'alerts',
    params: form.params,
    schedule: { interval: `${every.value}${every.unit}` },
    tags: ['elkctl', nameTag(name), threshold.severity],
    enabled: true,
    ...(runs > 1 && { alert_delay: { active: runs } }),
    ...notice(version),
    actions: connector === undefined ? [] : actionsOf(threshold, form, connector, version),
  }
}

/** When it begins, and when it is over; until 7.10, when it begins, and once a day as long as it lasts. */
const notice = (version: string): JsonObject =>
  tellsOnChange(version)
    ? { notify_when: 'onActionGroupChange' }
    : { notify_when: 'onThrottleInterval', throttle: '1d' }

async function writeRule(
  writer: Writer,
  stack: Stack,
  object: ObjectToWrite,
  connectors: Map<string, string>,
): Promise<void> {
  const { name, body, existing } = object
  const what = `Rule ${name}`
  const id = existing?.body['id'] === undefined ? ruleId(stack, name) : String(existing.body['id'])
  const isOther = existing !== undefined && existing.body['rule_type_id'] !== body['rule_type_id']
  // The type of a rule cannot change.
  if (isOther)
    expectGone(await writer.delete(onePath(stack, 'rule', id)), `Removing the rule ${name}, to make it of another type`)
  if (existing === undefined || isOther) {
    const path = takesId(stack) ? onePath(stack, 'rule', id) : pathTo(stack, 'rule')
    expectMade(await writer.post(path, toServer(body, connectors, stack, true)), what)
    return
  }
  expectOk(await writer.put(onePath(stack, 'rule', id), toServer(body, connectors, stack, false)), what)
  if (existing.body['enabled'] !== body['enabled'])
    expectOk(
      await writer.post(`${onePath(stack, 'rule', id)}/${body['enabled'] === false ? '_disable' : '_enable'}`, {}),
      what,
    )
}

export const kibanaRule: ResourceKind = {
  name: 'kibana rule',
  folder: 'templates/<profile>/alerts',
  onlyFor: 'alerts',
  compare: 'subset',
  needs: 'dashboards',
  after: [...kibanaConnector.after, 'kibana connector'],
  expand: rulesOf,
  runs: (alert) => {
    const since = ruleSince(alert)
    return since === undefined ? undefined : `a rule of Kibana (${since} and later)`
  },
  api: { elasticsearch: api },
}
