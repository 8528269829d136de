import { describe, expect, it } from '@jest/globals'
import { planChange } from '../../../src/engine/plan-change.js'
import type { JsonObject } from '../../../src/json.js'
import { hasChannel, lackOfMonitors } from '../../../src/kinds/monitor/ask.js'
import { conditionMark } from '../../../src/kinds/monitor/condition-mark.js'
import { monitorsOf } from '../../../src/kinds/monitor/definitions.js'
import { monitor } from '../../../src/kinds/monitor/monitor.js'
import { wantedMonitor } from '../../../src/kinds/monitor/monitor-body.js'
import { searchPath } from '../../../src/kinds/monitor/api.js'
import type { Existing } from '../../../src/kinds/kind.js'
import { opendistro, opensearch } from '../../../src/stack/flavors.js'
import type { Stack } from '../../../src/stack/stack.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'

const alert: JsonObject = {
  ...{ title: 'Errors', severity: 'info', index: 'logs', timeField: 't', window: '5m', every: '30s' },
  ...{ query: 'level:error', measure: { of: 'count' }, comparator: '>', warn: 10 },
  ...{ message: 'Many errors.', runbook: 'Read them.' },
}

const on = (parts: Partial<Stack> = {}, flavor = opensearch): Stack => stackOf({ version: '2.19.4', ...parts }, flavor)

const definitionOf = (more: JsonObject = {}, channel?: string) => {
  const file = { name: 'errors', file: 'errors.json', body: { ...alert, ...more } }
  const [made] = monitorsOf([file], {
    profile: 'shop',
    title: 'Shop',
    elkctl: '0',
    ...(channel !== undefined && { channel }),
  })
  if (made === undefined) throw new Error('no monitor was made')
  return { kind: monitor, ...made }
}

const monitorOf = (more: JsonObject = {}, { stack = on(), channel }: { stack?: Stack; channel?: string } = {}) => {
  const { body, name } = definitionOf(more, channel)
  return wantedMonitor(body, { stack, lifecycle: true }, name)
}

describe('the monitor of an alert', () => {
  it('asks what the alert asks, every minute at the most often, with a trigger for a threshold', () => {
    expect(monitorOf()).toEqual({
      type: 'monitor',
      name: 'Shop: Errors',
      monitor_type: 'query_level_monitor',
      enabled: true,
      schedule: { period: { interval: 1, unit: 'MINUTES' } },
      inputs: [
        {
          search: {
            indices: ['log*s'],
            query: {
              size: 0,
              track_total_hits: true,
              query: {
                bool: {
                  filter: [
                    { range: { t: { gte: '{{period_end}}||-5m', lt: '{{period_end}}||', format: 'epoch_millis' } } },
                    { query_string: { query: 'level:error', analyze_wildcard: true } },
                  ],
                },
              },
            },
          },
        },
      ],
      triggers: [
        {
          query_level_trigger: {
            id: 'elkctl-shop-errors-warning',
            name: 'warning',
            severity: '5',
            condition: {
              script: { source: 'def value = ctx.results[0].hits.total.value; return value > 10;', lang: 'painless' },
            },
            actions: [],
          },
        },
      ],
    })
  })

  it('has triggers without a type, and no groups, before OpenSearch 1.1', () => {
    for (const stack of [on({ version: '7.10.2' }, opendistro), on({ version: '1.0.1' })]) {
      const made = monitorOf({}, { stack }) as JsonObject
      expect(made['monitor_type']).toBeUndefined()
      expect(made['triggers']).toMatchObject([{ name: 'warning', condition: { script: { lang: 'painless' } } }])
    }
    const groupBy = { field: 'host', size: 5 }
    expect(monitorOf({ groupBy }, { stack: on({ version: '7.10.2' }, opendistro) })).toBe(
      'monitors of groups (host) need OpenSearch 1.1, and this is Open Distro 7.10.2; elkctl alerts check runs it',
    )
    expect(monitorOf({ groupBy }, { stack: on({ version: '1.1.0' }) })).toMatchObject({
      monitor_type: 'bucket_level_monitor',
    })
  })

  it('is none where windows must follow one another', () => {
    expect(monitorOf({ windows: 3 })).toBe(
      'a monitor sees one window at a time, and this alert wants 3; elkctl alerts check runs it',
    )
  })

  it('tells a channel once an hour, where there is one', () => {
    expect(monitorOf({}, { channel: 'chat' })).toMatchObject({
      triggers: [
        {
          query_level_trigger: {
            actions: [
              {
                id: 'elkctl-shop-errors-warning-action',
                name: 'elkctl',
                destination_id: 'chat',
                throttle_enabled: true,
                throttle: { value: 60, unit: 'MINUTES' },
                message_template: { source: 'Errors: above 10 (warning)\nMany errors.\nRead them.', lang: 'mustache' },
              },
            ],
          },
        },
      ],
    })
  })
})

describe('a monitor that is there', () => {
  const options = { profile: 'shop', account: 'shop', adopt: false, keepsEdits: true, resetPassword: false }
  const planned = (existing: JsonObject, { definition = definitionOf(), adopt = false } = {}) => {
    const objects = new Map<string, Existing>([[definition.name, { body: { id: 'x', ...existing } }]])
    const target = { stack: on(), lifecycle: true }
    return planChange(definition, { status: 'read', objects }, target, { ...options, adopt })
  }
  const written = () => {
    const created = planChange(
      definitionOf(),
      { status: 'read', objects: new Map() },
      { stack: on(), lifecycle: true },
      options,
    )
    if (created.action !== 'create') throw new Error(created.action)
    return created.after
  }
  const trigger = (body: JsonObject) =>
    (
      body['triggers'] as {
        query_level_trigger: { name: string; condition: { script: { source: string } }; actions: object[] }
      }[]
    )[0]?.query_level_trigger

  it('says in its conditions who made it', () => {
    const made = written()
    expect(trigger(made)?.condition.script.source).toMatch(/return value > 10; \/\/ elkctl:shop:[0-9a-f]{12}$/)
    expect(conditionMark.strip(made)).toEqual(monitorOf())
    expect(planned(made).action).toBe('unchanged')
  })

  it('stays as a person edited it', () => {
    expect(planned({ ...written(), enabled: false })).toMatchObject({
      action: 'kept',
      differences: [{ path: 'enabled', before: false, after: true }],
    })
  })

  it('keeps the actions that people added, which are no edit', () => {
    const made = written()
    const theirs = { name: 'mail', destination_id: 'them', message_template: { source: 'x', lang: 'mustache' } }
    trigger(made)?.actions.push(theirs)
    expect(planned(made).action).toBe('unchanged')
    const updated = planned(made, { definition: definitionOf({ warn: 20 }, 'chat') })
    expect(updated).toMatchObject({ action: 'update', origin: 'older' })
    expect('after' in updated && trigger(updated.after)?.actions).toMatchObject([{ name: 'elkctl' }, theirs])
  })

  it('is somebody else’s without the mark: it is left alone, unless --adopt takes it over', () => {
    const theirs = { ...conditionMark.strip(written()), enabled: false }
    expect(planned(theirs)).toMatchObject({
      action: 'blocked',
      exit: 'conflict',
      reason: 'it exists, elkctl did not write it, and it watches something else',
      hint: 'Give it another name there, or take it over with --adopt.',
    })
    expect(planned(theirs, { adopt: true })).toMatchObject({ action: 'update', origin: 'unmarked' })
    expect(planned(conditionMark.strip(written())).action).toBe('unchanged')
  })
})

describe('what OpenSearch has for alerts', () => {
  const lackWith = (answer: Answer) => lackOfMonitors(on({ search: readerOf({ [searchPath(on())]: answer }) }))

  it('is its plugin, and the right to read monitors', async () => {
    const error = 'no handler found for uri [/_plugins/_alerting/monitors/_search] and method [GET]'
    expect(await lackWith({ status: 400, body: { error } })).toEqual({
      what: 'this OpenSearch has no plugin for alerting (/_plugins/_alerting/monitors/_search answers 400)',
      mend: 'install the plugin opensearch-alerting on each node, as the full distribution has it; or run elkctl alerts check from cron',
    })
    expect(await lackWith(forbidden)).toEqual({
      what: 'elastic may not read monitors (403 action [x] is unauthorized for user [u])',
      mend: 'grant the rights of the role alerting_full_access: cluster:admin/opendistro/alerting/* and cluster:admin/opensearch/alerting/*',
    })
    const reason = 'Configured indices are not found: [.opendistro-alerting-config]'
    expect(await lackWith({ status: 404, body: { error: { type: 'alerting_exception', reason } } })).toBeUndefined()
    expect(await lackWith(ok({ hits: { hits: [] } }))).toBeUndefined()
  })

  it.each([
    ['2.19.4', opensearch, '/_plugins/_notifications/configs/chat', { config_list: [{ config_id: 'chat' }] }],
    ['1.3.14', opensearch, '/_plugins/_alerting/destinations/chat', { destinations: [{ id: 'chat' }] }],
    ['7.10.2', opendistro, '/_opendistro/_alerting/destinations/chat', { destinations: [{ id: 'chat' }] }],
  ])('is the channel, on %s', async (version, flavor, path, there) => {
    const found = (answer: Answer) => hasChannel(on({ version, search: readerOf({ [path]: answer }) }, flavor), 'chat')
    expect(await found(ok(there))).toBe(true)
    expect(await found(ok({ destinations: [], config_list: [] }))).toBe(false)
    expect(await found({ status: 404, body: {} })).toBe(false)
    expect(await found(forbidden)).toBeUndefined()
  })
})
