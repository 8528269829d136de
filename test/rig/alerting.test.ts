import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { alertingDouble, type AlertingDouble } from '../../sandbox/alerting/double.js'
import { readMonitor } from '../../sandbox/alerting/monitor-body.js'
import { parseMonitors, type Parsed } from '../../sandbox/monitor-parser/monitor-parser.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import type { JsonObject } from '../../src/json.js'
import { conditionMark } from '../../src/kinds/monitor/condition-mark.js'
import { content } from '../../src/kinds/monitor/content.js'
import { profiles } from '../../src/profiles/index.js'
import { shippedMonitors } from '../support/shipped-monitors.js'
import { patience } from '../support/testbed.js'

const range = (gte: string) => ({ range: { timestamp: { gte, lt: '{{period_end}}', format: 'epoch_millis' } } })

const queryMonitor = (changes: object = {}) => ({
  type: 'monitor',
  name: 'errors',
  monitor_type: 'query_level_monitor',
  enabled: true,
  schedule: { period: { interval: 1, unit: 'MINUTES' } },
  inputs: [
    {
      search: {
        indices: ['logs-*'],
        query: {
          size: 0,
          track_total_hits: true,
          query: {
            bool: {
              filter: [
                range('{{period_end}}||-5m'),
                { query_string: { query: 'level:error', analyze_wildcard: true } },
              ],
            },
          },
          aggs: { value: { avg: { field: 'took' } }, part: { filter: range('{{period_end}}||-1m') } },
        },
      },
    },
  ],
  triggers: [
    {
      query_level_trigger: {
        ...{ id: 'errors-warning', name: 'warning', severity: '3' },
        condition: { script: { source: 'ctx.results[0].hits.total.value > 10', lang: 'painless' } },
        actions: [
          {
            ...{ id: 'notify', name: 'notify', destination_id: 'chat', throttle_enabled: true },
            message_template: { source: 'x', lang: 'mustache' },
            subject_template: { source: 'y', lang: 'mustache' },
            throttle: { value: 60, unit: 'MINUTES' },
          },
        ],
      },
    },
  ],
  ...changes,
})

const bucketMonitor = {
  ...queryMonitor({ name: 'cpu', monitor_type: 'bucket_level_monitor' }),
  inputs: [
    {
      search: {
        indices: ['metrics-*'],
        query: {
          size: 0,
          query: { bool: { filter: [range('{{period_end}}||-5m')] } },
          aggs: {
            groups: {
              composite: { size: 50, sources: [{ group: { terms: { field: 'host' } } }] },
              aggs: { value: { max: { field: 'cpu' } } },
            },
          },
        },
      },
    },
  ],
  triggers: [
    {
      bucket_level_trigger: {
        ...{ id: 'cpu-critical', name: 'critical', severity: '1' },
        condition: {
          buckets_path: { value: 'value' },
          parent_bucket_path: 'groups',
          script: { source: 'params.value > 95', lang: 'painless' },
        },
        actions: [],
      },
    },
  ],
}

/** Times are of the clock. */
const withoutTimes = (stored: object) => ({ ...stored, enabled_time: 0, last_update_time: 0 })

const [search] = queryMonitor().inputs
const [trigger] = queryMonitor().triggers
const samples = [queryMonitor(), bucketMonitor]
const spoilt = [
  queryMonitor({ inputs: [{ search: { ...search?.search, query: { size: 0, queri: {} } } }] }),
  queryMonitor({ schedule: { period: { interval: 30, unit: 'SECONDS' } } }),
  queryMonitor({ triggers: [trigger, trigger] }),
  queryMonitor({ name: null }),
  queryMonitor({ monitor_type: 'bucket_level_monitor' }),
]
const mark = 'elkctl:x:0123456789ab'
/** Every monitor that elkctl makes, with a channel and without. */
const shipped = profiles.flatMap((profile) =>
  [{}, { channel: 'chat' }].flatMap((how) =>
    shippedMonitors(profile, how).map(({ monitor }) => conditionMark.put(object(monitor), mark)),
  ),
)

describe('the parser of the alerting plugin', () => {
  let parsed: Parsed[]
  beforeAll(async () => {
    parsed = await parseMonitors([...shipped, ...samples, ...spoilt])
  }, patience)
  const stored = (from: number, to: number) =>
    parsed.slice(from, to).map((one) => ('stored' in one ? (one.stored as JsonObject) : { refused: one.refused }))
  const inDouble = (monitors: object[]) =>
    monitors.map((monitor) => withoutTimes(readMonitor(monitor as JsonObject, { now: 0, withoutTypes: false })))

  it('takes every monitor that elkctl makes for the alerts of its applications, and gives it back as it was sent', () => {
    const read = stored(0, shipped.length)
    expect(shipped.length).toBe(2 * 20)
    expect(read.map(content)).toEqual(shipped.map(content))
    expect(read.map((monitor) => conditionMark.read(monitor))).toEqual(shipped.map(() => mark))
    expect(inDouble(shipped)).toEqual(read.map(withoutTimes))
  })

  it('takes other monitors, too, of which the double keeps the same', () => {
    expect(inDouble(samples)).toEqual(stored(shipped.length, shipped.length + samples.length).map(withoutTimes))
  })

  it(
    'takes again what it keeps, which is what restore sends, and so does the double',
    async () => {
      const kept = stored(0, shipped.length + samples.length)
      const again = await parseMonitors(kept)
      expect(again.map((one) => ('stored' in one ? withoutTimes(one.stored) : one))).toEqual(kept.map(withoutTimes))
      expect(inDouble(kept)).toEqual(kept.map(withoutTimes))
    },
    patience,
  )

  it('refuses spoilt ones, and so does the double', () => {
    expect(stored(shipped.length + samples.length, parsed.length)).toEqual(
      [
        'Unknown key for a START_OBJECT in [queri].',
        'Timezone Seconds is not supported expected [Minutes, Hours, Days]',
        'Duplicate trigger id: errors-warning. Trigger ids must be unique.',
        "Can't get text on a VALUE_NULL at 1:26",
        'Incompatible trigger [errors-warning] for monitor type [bucket_level_monitor]',
      ].map((refused) => ({ refused })),
    )
    for (const monitor of spoilt) expect(() => inDouble([monitor])).toThrow(/^refused with [45]00/)
  })
})

function object(monitor: JsonObject | string): JsonObject {
  if (typeof monitor === 'string') throw new Error(monitor)
  return monitor
}

describe('the double of alerting', () => {
  let proxy: Proxy
  let double: AlertingDouble
  beforeEach(async () => {
    double = alertingDouble({ now: () => 5, channels: ['chat'] })
    proxy = await startProxy({ target: 'http://127.0.0.1:9', answer: double })
  })
  afterEach(() => proxy.stop())

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${proxy.url}/_plugins/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const source = encodeURIComponent(JSON.stringify({ size: 1000, query: { term: { 'monitor.type': 'monitor' } } }))
  const search = () => call('GET', `_alerting/monitors/_search?source=${source}&source_content_type=application/json`)

  it('has no index before the first monitor, and then finds them all', async () => {
    expect(await search()).toEqual({
      status: 404,
      body: {
        error: {
          root_cause: [
            {
              type: 'alerting_exception',
              reason: 'Configured indices are not found: [.opendistro-alerting-config]',
            },
          ],
          type: 'alerting_exception',
          reason: 'Configured indices are not found: [.opendistro-alerting-config]',
          caused_by: {
            type: 'exception',
            reason: 'org.opensearch.index.IndexNotFoundException: no such index [.opendistro-alerting-config]',
          },
        },
        status: 404,
      },
    })
    await call('POST', '_alerting/monitors', queryMonitor())
    await call('POST', '_alerting/monitors', bucketMonitor)
    const found = (await search()).body['hits'] as { hits: { _seq_no: number; _source: { name: string } }[] }
    expect(found.hits.map(({ _seq_no, _source }) => [_seq_no, _source.name])).toEqual([
      [0, 'errors'],
      [2, 'cpu'],
    ])
  })

  it('refuses an update with an older number, keeps the time since when it is enabled, and forgets what is deleted', async () => {
    const { body, status } = await call('POST', '_alerting/monitors', queryMonitor())
    const path = `_alerting/monitors/${String(body['_id'])}`
    expect([status, body['_version'], body['_seq_no'], body['_primary_term']]).toEqual([201, 1, 0, 1])
    expect((await call('PUT', `${path}?if_seq_no=0&if_primary_term=1`, queryMonitor())).status).toBe(200)
    expect((await call('PUT', `${path}?if_seq_no=0&if_primary_term=1`, queryMonitor())).status).toBe(409)
    expect((await call('GET', path)).body).toMatchObject({ _seq_no: 2, _version: 2, monitor: { enabled_time: 5 } })
    expect(await call('DELETE', path)).toEqual({ status: 200, body: { _id: body['_id'], _version: 3 } })
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('DELETE', path)).body).toMatchObject({ error: { type: 'status_exception' } })
  })

  it('knows the channels that people made, and has no handler for what the plugin has none for', async () => {
    expect((await call('GET', '_notifications/configs/chat')).body['total_hits']).toBe(1)
    expect(await call('GET', '_notifications/configs/mail')).toMatchObject({
      status: 404,
      body: { error: { reason: 'NotificationConfig mail not found' } },
    })
    expect(await call('DELETE', '_alerting/monitors')).toEqual({
      status: 400,
      body: { error: 'no handler found for uri [/_plugins/_alerting/monitors] and method [DELETE]' },
    })
  })
})
