import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { leaseEngine } from '../../../../sandbox/engine-lease.js'
import type { Engine } from '../../../../sandbox/engine.js'
import { alertOf, type Alert } from '../../../../src/alerts/alert.js'
import { searchOf } from '../../../../src/alerts/search.js'
import { stateOf } from '../../../../src/alerts/state.js'
import { valuesIn } from '../../../../src/alerts/value.js'
import type { JsonObject } from '../../../../src/json.js'
import { monitorsOf } from '../../../../src/kinds/monitor/definitions.js'
import { wantedMonitor } from '../../../../src/kinds/monitor/monitor-body.js'
import { conditionMark } from '../../../../src/kinds/monitor/condition-mark.js'
import { dodas } from '../../../../src/profiles/dodas/index.js'
import { profiles } from '../../../../src/profiles/index.js'
import { openSearchStack, shippedMonitors } from '../../../support/shipped-monitors.js'
import { firedBy, runMonitor, type Ask } from '../../../engine/alerts/run-monitor.js'

const end = Date.parse('2026-11-28T12:00:00Z')
const ago = (seconds: number): string => new Date(end - seconds * 1000).toISOString()

/** Three hosts that speak, and one that fell silent 20 minutes ago. */
const documents: JsonObject[] = [
  { t: ago(30), host: 'calm', cpu: 0.5, level: 'info' },
  { t: ago(90), host: 'calm', cpu: 0.3, level: 'error' },
  { t: ago(60), host: 'busy', cpu: 0.85, level: 'info' },
  { t: ago(120), host: 'busy', cpu: 0.9, level: 'info' },
  { t: ago(400), host: 'full', cpu: 0.97, level: 'error' },
  { t: ago(410), host: 'full', cpu: 0.99, level: 'error' },
  { t: ago(1200), host: 'gone', cpu: 0.1, level: 'info' },
]

const alert = (more: JsonObject): JsonObject => ({
  ...{ title: 'x', severity: 'warning', index: 'm-*', timeField: 't', window: '10m', comparator: '>' },
  ...{ message: 'It is so.', runbook: 'Look at it.' },
  ...more,
})
const byHost = { groupBy: { field: 'host', size: 10 } }
const cpu = { of: 'average', field: 'cpu', factor: 100 }

const cases: [string, JsonObject, object[]][] = [
  ['a count beyond warning', { measure: { of: 'count' }, warn: 5, critical: 6 }, [{ trigger: 'warning' }]],
  [
    'a count beyond critical is no warning',
    { measure: { of: 'count' }, warn: 2, critical: 5 },
    [{ trigger: 'critical' }],
  ],
  ['a count at its threshold', { measure: { of: 'count' }, warn: 6 }, []],
  [
    'a count at its threshold, with >=',
    { measure: { of: 'count' }, comparator: '>=', warn: 6 },
    [{ trigger: 'warning' }],
  ],
  [
    'no documents',
    { query: 'level:fatal', measure: { of: 'count' }, comparator: '<', critical: 1 },
    [{ trigger: 'critical' }],
  ],
  ['no index', { index: 'none', measure: { of: 'count' }, comparator: '<', critical: 1 }, [{ trigger: 'critical' }]],
  ['an average', { measure: cpu, warn: 70, critical: 80 }, [{ trigger: 'warning' }]],
  ['an average of no documents', { query: 'level:fatal', measure: cpu, comparator: '<', warn: 100 }, []],
  ['an average without an index', { index: 'none', measure: cpu, comparator: '<', warn: 100 }, []],
  [
    'a sum of no documents',
    { query: 'level:fatal', measure: { of: 'sum', field: 'cpu' }, comparator: '<', warn: 100 },
    [],
  ],
  [
    'a maximum of a field that no document has',
    { measure: { of: 'maximum', field: 'disk' }, comparator: '<', warn: 9 },
    [],
  ],
  [
    'how many hosts speak',
    { measure: { of: 'distinct', field: 'host' }, comparator: '<', warn: 4, critical: 3 },
    [{ trigger: 'warning' }],
  ],
  [
    'a share',
    { measure: { of: 'share', query: 'level:error', factor: 100 }, warn: 40, critical: 60 },
    [{ trigger: 'warning' }],
  ],
  ['a share of too few', { measure: { of: 'share', query: 'level:error', atLeast: 7 }, warn: 0.1 }, []],
  ['silence of all that ends in time', { measure: { of: 'silence' }, window: '1h', warn: 31, critical: 60 }, []],
  ['silence of all', { measure: { of: 'silence' }, window: '1h', warn: 29, critical: 31 }, [{ trigger: 'warning' }]],
  ['silence at its threshold', { measure: { of: 'silence' }, window: '1h', warn: 30 }, []],
  [
    'silence at its threshold, with >=',
    { measure: { of: 'silence' }, comparator: '>=', window: '1h', warn: 30 },
    [{ trigger: 'warning' }],
  ],
  [
    'silence without an index',
    { index: 'none', measure: { of: 'silence' }, window: '1h', warn: 30, critical: 60 },
    [{ trigger: 'critical' }],
  ],
  [
    'averages of hosts',
    { ...byHost, measure: cpu, warn: 80, critical: 95 },
    [
      { trigger: 'critical', group: 'full' },
      { trigger: 'warning', group: 'busy' },
    ],
  ],
  [
    'counts of hosts',
    { ...byHost, window: '30m', measure: { of: 'count' }, comparator: '<', warn: 2 },
    [{ trigger: 'warning', group: 'gone' }],
  ],
  [
    'shares of hosts',
    { ...byHost, measure: { of: 'share', query: 'level:error', factor: 100, atLeast: 2 }, warn: 40, critical: 60 },
    [
      { trigger: 'critical', group: 'full' },
      { trigger: 'warning', group: 'calm' },
    ],
  ],
  [
    'silence of hosts',
    { ...byHost, measure: { of: 'silence' }, window: '1h', warn: 300, critical: 900 },
    [
      { trigger: 'critical', group: 'gone' },
      { trigger: 'warning', group: 'full' },
    ],
  ],
]

describe('monitors on OpenSearch 2.19: what they ask and their conditions, run by the engine itself', () => {
  let engine: Engine
  const ask: Ask = async (method, path, body) => {
    const response = await fetch(`${engine.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as JsonObject
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
  beforeAll(async () => {
    engine = await leaseEngine({ name: 'opensearch-2.19', security: false })
    const keyword = { type: 'keyword' }
    const properties = {
      t: { type: 'date' },
      host: keyword,
      level: keyword,
      cpu: { type: 'float' },
      disk: { type: 'long' },
    }
    await ask('PUT', '/m-1', { settings: { number_of_replicas: 0 }, mappings: { properties } })
    for (const document of documents) await ask('POST', '/m-1/_doc', document)
    await ask('POST', '/m-1/_refresh')
  }, 300_000)
  afterAll(() => engine.stop(), 60_000)

  /** What elkctl alerts check sees at that moment. */
  const checked = async (one: Alert) => {
    const path = `/${one.index.map(encodeURIComponent).join()}/_search?ignore_unavailable=true`
    const answer = await ask('POST', path, searchOf(one, new Date(end).toISOString()))
    return firedBy(valuesIn(one, answer, end), (value) => stateOf(one, value))
  }

  it.each(cases)('%s', async (_what, body, fired) => {
    const file = { name: 'x', file: 'x.json', body: alert(body) }
    const [made] = monitorsOf([file], { profile: 'p', title: 'P', elkctl: '0' })
    const monitor = wantedMonitor(made?.body ?? {}, { stack: openSearchStack(), lifecycle: true }, 'P: x')
    if (typeof monitor === 'string') throw new Error(monitor)
    expect(await runMonitor(ask, conditionMark.put(monitor, 'elkctl:p:0123456789ab'), end)).toEqual(fired)
    const seen = await checked(alertOf(file.name, file.file, file.body))
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set(fired.map((one) => JSON.stringify(one))))
  })

  it('says for every alert that elkctl ships what elkctl alerts check says, on a stack where no data has arrived yet', async () => {
    const monitors = profiles.flatMap((profile) => shippedMonitors(profile))
    const fired: string[] = []
    for (const { alert, name, monitor } of monitors) {
      if (typeof monitor === 'string') throw new Error(monitor)
      const triggers = await runMonitor(ask, monitor, end)
      // Nobody speaks: a monitor of groups has no group of which it could say so.
      if (alert.groupBy === undefined) expect(triggers).toEqual(await checked(alert))
      if (triggers.length > 0) fired.push(`${name}: ${triggers.map(({ trigger }) => trigger).join()}`)
    }
    expect(fired).toEqual([
      'OpenVidu Pro: No events of OpenVidu: warning',
      'OpenVidu Pro: OpenVidu Server sends no metrics: critical',
      'ISP Management Platform: No logs arrive: critical',
    ])
  })

  it('writes to people what an alert says, braces in it as they are', async () => {
    const [unhealthy] = shippedMonitors(dodas, { channel: 'chat' }).filter(
      ({ alert }) => alert.name === 'container-unhealthy',
    )
    const { triggers } = unhealthy?.monitor as {
      triggers: { bucket_level_trigger: { actions: { message_template: object }[] } }[]
    }
    const [action] = triggers[0]?.bucket_level_trigger.actions ?? []
    const ctx = { newAlerts: [{ bucket_keys: 'web' }], dedupedAlerts: [] }
    // A template of a message is a text; here it has to be JSON to be rendered.
    const { source } = action?.message_template as { source: string }
    const { template_output } = await ask('POST', '/_render/template', {
      source: JSON.stringify({ text: source }),
      params: { ctx },
    })
    expect(template_output).toEqual({
      text: [
        'A container is unhealthy: at or above 1 checks (warning)',
        'container.name: web ',
        'The health check of this container fails: it runs, and does not do its work.',
        "docker inspect --format '{{json .State.Health}}' NAME on its host says what the check said. Restart it when its cause is gone: docker restart NAME.",
      ].join('\n'),
    })
  })
})
