import { describe, expect, it } from '@jest/globals'
import { KibanaAlerting } from '../../../../sandbox/dashboards/index.js'
import { loadDefinitions } from '../../../../src/engine/definitions.js'
import { planChanges } from '../../../../src/engine/plan.js'
import { applyPlan, type Outcome } from '../../../../src/engine/apply.js'

import type { JsonObject } from '../../../../src/json.js'
import { ruleId } from '../../../../src/kinds/kibana-rule/rule-id.js'
import { tagMark } from '../../../../src/kinds/kibana-rule/rule-name.js'
import type { Stack } from '../../../../src/stack/stack.js'
import { stackOf } from '../../fake-stack.js'
import { options } from '../../engine/planning.js'
import { elastic, writerOf } from './alerting-writer.js'

const definitionsOf = (profile: string) =>
  loadDefinitions({
    ...{ profile, dialect: 'elasticsearch', variants: [], rename: {}, alerts: true },
    variables: { metricPrefix: 'isp-metrics', logPrefix: 'isp-logs', alertPrefix: 'isp-alerts' },
    only: ['kibana connector', 'kibana rule'],
  })

interface Installed {
  alerting: KibanaAlerting
  writes: string[]
  actions: () => Promise<string[]>
  apply: () => Promise<Outcome[]>
}

/** A Kibana in the memory of this process, and elkctl in front of it. */
function installed(version: string, profile: string, alerting = new KibanaAlerting({ version })): Installed {
  const writes: string[] = []
  const writer = writerOf(alerting, elastic, writes)
  const stack: Stack = stackOf({
    dashboards: {
      ...{ version, reader: writer },
      alerting: { connector: { name: `elkctl ${profile}`, type: '.server-log' } },
    },
  })
  const plan = () => planChanges(definitionsOf(profile), stack, { ...options, profile })
  return {
    ...{ alerting, writes },
    actions: async () => (await plan()).changes.map(({ action }) => action),
    apply: async () =>
      applyPlan(
        await plan(),
        { search: writer, dashboards: writer },
        {
          secret: { password: undefined },
          signal: new AbortController().signal,
          readBack: () => Promise.resolve(stack),
          onKind: () => undefined,
          onOutcome: () => undefined,
        },
      ),
  }
}

const rulePaths: Record<string, string> = {
  '7.8': '/api/alert',
  ...Object.fromEntries(['7.9', '7.10', '7.11', '7.12'].map((version) => [version, '/api/alerts/alert'])),
}

const early = ['7.8.1', '7.9.3', '7.10.2', '7.11.2']
const later = ['7.12.1', '7.13.0', '7.17.29', '8.0.0', '8.5.3', '8.6.2', '8.7.0', '8.13.4', '8.19.0', '9.0.0']

describe.each([
  ...early.map((version) => ({ version, profiles: ['openvidu', 'isp'] })),
  ...later.map((version) => ({ version, profiles: ['openvidu', 'dodas', 'isp'] })),
])('Kibana $version', ({ version, profiles }) => {
  it.each(profiles)('takes the rules of %s, and a second run writes nothing', async (profile) => {
    const { alerting, writes, actions, apply } = installed(version, profile)
    const made = await apply()
    expect(made.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(made.length).toBeGreaterThan(1)
    writes.length = 0
    expect((await actions()).filter((action) => action !== 'unchanged' && action !== 'skipped')).toEqual([])

    const [rule] = alerting.rules.list(elastic)
    alerting.rules.edit(String(rule?.['id']), { enabled: false, name: 'mine' })
    expect((await actions()).filter((action) => action === 'update')).toHaveLength(1)
    expect((await apply()).map(({ status }) => status)).toEqual(['applied'])
    const path = rulePaths[version.split('.', 2).join('.')] ?? '/api/alerting/rule'
    expect(writes.map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual([
      `PUT ${path}/ID`,
      `POST ${path}/ID/_enable`,
    ])
  })
})

describe.each<{ version: string; told: JsonObject; groups: string[]; path: string }>([
  {
    version: '7.8.1',
    told: { consumer: 'alerting', throttle: '1d' },
    groups: ['threshold met'],
    path: 'POST /api/alert',
  },
  {
    version: '7.10.2',
    told: { consumer: 'alerts', throttle: '1d' },
    groups: ['threshold met'],
    path: 'POST /api/alerts/alert',
  },
  {
    version: '7.11.2',
    told: { consumer: 'alerts', throttle: null, notifyWhen: 'onActionGroupChange' },
    groups: ['threshold met', 'recovered'],
    path: 'POST /api/alerts/alert',
  },
])('Kibana $version, which chooses the id of a rule', ({ version, told, groups, path }) => {
  it('is sent what it knows of a rule', async () => {
    const { alerting, writes, apply } = installed(version, 'openvidu')
    await apply()
    expect(writes).toEqual(['POST /api/actions/action', path, path])
    const rules = alerting.rules.list(elastic)
    expect(rules.map(({ name }) => name)).toEqual(['No events of OpenVidu', 'OpenVidu Server sends no metrics'])
    const { consumer = null, throttle = null, notifyWhen, actions } = rules[0] ?? {}
    expect({ consumer, throttle, ...(notifyWhen !== undefined && { notifyWhen }) }).toEqual(told)
    expect((actions as JsonObject[]).map(({ group }) => group)).toEqual(groups)
    expect(JSON.stringify(actions)).toContain('{{alertName}}: {{context.value}} is < 1. ')
  })

  it('knows a rule by its tag, of two the older one', async () => {
    const { alerting, writes, actions, apply } = installed(version, 'openvidu')
    await apply()
    const [rule] = alerting.rules.list(elastic)
    const { name, tags, alertTypeId, consumer, params, schedule } = rule ?? {}
    const copy = await alerting.rules.create(
      undefined,
      JSON.parse(JSON.stringify({ name, tags, alertTypeId, consumer, params, schedule })) as JsonObject,
      elastic,
    )
    alerting.rules.edit(String(copy['id']), { createdAt: '2999-01-01T00:00:00.000Z', name: 'a copy' })
    writes.length = 0
    await apply()
    expect([writes, [...new Set(await actions())].sort()]).toEqual([[], ['skipped', 'unchanged']])
  })
})

it.each(['7.8.1', '7.10.2', '7.11.2'])(
  'rules of %s are known after an upgrade, and no edits of a person',
  async (version) => {
    const before = installed(version, 'openvidu')
    await before.apply()
    const after = new KibanaAlerting({ version: '7.12.1' })
    for (const connector of before.alerting.connectors.list(elastic, () => 0) as JsonObject[])
      after.connectors.preconfigure(String(connector['id']), String(connector['name']), '.server-log')
    for (const rule of before.alerting.rules.list(elastic)) {
      const { id, name, tags, alertTypeId, params, schedule, actions, notifyWhen, throttle = null } = rule
      // What 7.10 and 7.11 make of it (their alerts/server/saved_objects/migrations.ts).
      const when = notifyWhen ?? (throttle === null ? 'onActiveAlert' : 'onThrottleInterval')
      const body = {
        name,
        tags,
        alertTypeId,
        params,
        schedule,
        actions,
        throttle,
        notifyWhen: when,
        consumer: 'alerts',
      }
      await after.rules.create(String(id), body as JsonObject, elastic)
    }
    const upgraded = installed('7.12.1', 'openvidu', after)
    expect((await upgraded.actions()).filter((action) => action === 'kept')).toEqual([])
    expect((await upgraded.apply()).filter(({ status }) => status !== 'applied')).toEqual([])
    expect((await upgraded.actions()).filter((action) => action !== 'unchanged' && action !== 'skipped')).toEqual([])
    const ids = (alerting: KibanaAlerting) => alerting.rules.list(elastic).map(({ id }) => id)
    expect(ids(after)).toEqual(expect.arrayContaining(ids(before.alerting)))
  },
)

it('Kibana of early versions has no rule for an application that asks queries alone', async () => {
  const { alerting, apply } = installed('7.11.2', 'dodas')
  await apply()
  expect(alerting.rules.list(elastic)).toEqual([])
})

it('an id is the same in each run, another one for each profile, alert, threshold and space, and a UUID of version 5', () => {
  const [usual, space] = [
    stackOf(),
    stackOf({ dashboards: { version: '8.0.0', reader: writerOf(new KibanaAlerting()), space: 'ops' } }),
  ]
  const id = ruleId(usual, 'isp/cpu/warning')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const others = [
    ruleId(usual, 'isp/cpu/critical'),
    ruleId(usual, 'dodas/cpu/warning'),
    ruleId(space, 'isp/cpu/warning'),
  ]
  expect(new Set([id, ruleId(usual, 'isp/cpu/warning'), ...others]).size).toBe(4)
})

it('the mark is a tag among the others', () => {
  const rule: JsonObject = { tags: ['elkctl', 'mine'] }
  const marked = tagMark.put(rule, 'elkctl:isp:0123456789ab')
  expect(marked).toEqual({ tags: ['elkctl', 'mine', 'elkctl:isp:0123456789ab'] })
  expect(tagMark.read(marked)).toBe('elkctl:isp:0123456789ab')
  expect(tagMark.strip(marked)).toEqual(rule)
  expect(tagMark.read(rule)).toBeUndefined()
})
