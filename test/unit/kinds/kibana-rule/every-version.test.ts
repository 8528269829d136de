import { describe, expect, it } from '@jest/globals'
import { KibanaAlerting } from '../../../../sandbox/dashboards/index.js'
import { loadDefinitions } from '../../../../src/engine/definitions.js'
import { planChanges } from '../../../../src/engine/plan.js'
import { applyPlan } from '../../../../src/engine/apply.js'
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

describe.each(['7.12.1', '7.13.0', '7.17.29', '8.0.0', '8.5.3', '8.6.2', '8.7.0', '8.13.4', '8.19.0', '9.0.0'])(
  'Kibana %s',
  (version) => {
    it.each(['openvidu', 'dodas', 'isp'])('takes the rules of %s, and a second run writes nothing', async (profile) => {
      const alerting = new KibanaAlerting({ version })
      const writes: string[] = []
      const writer = writerOf(alerting, elastic, writes)
      const stack: Stack = stackOf({
        dashboards: {
          ...{ version, reader: writer },
          alerting: { connector: { name: `elkctl ${profile}`, type: '.server-log' } },
        },
      })
      const plan = () => planChanges(definitionsOf(profile), stack, { ...options, profile })
      const apply = async () =>
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
        )
      const made = await apply()
      expect(made.filter(({ status }) => status !== 'applied')).toEqual([])
      expect(made.length).toBeGreaterThan(1)
      writes.length = 0
      const actions = (await plan()).changes.map(({ action }) => action)
      expect(actions.filter((action) => action !== 'unchanged' && action !== 'skipped')).toEqual([])

      const [rule] = alerting.rules.list(elastic)
      alerting.rules.edit(String(rule?.['id']), { enabled: false, name: 'mine' })
      expect((await plan()).changes.filter(({ action }) => action === 'update')).toHaveLength(1)
      expect((await apply()).map(({ status }) => status)).toEqual(['applied'])
      expect(writes.map((line) => line.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual([
        `PUT ${version === '7.12.1' ? '/api/alerts/alert' : '/api/alerting/rule'}/ID`,
        `POST ${version === '7.12.1' ? '/api/alerts/alert' : '/api/alerting/rule'}/ID/_enable`,
      ])
    })
  },
)

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
