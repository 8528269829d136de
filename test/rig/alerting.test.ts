import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { alertingDouble, type AlertingDouble } from '../../sandbox/alerting/double.js'
import { readMonitor } from '../../sandbox/alerting/monitor-body.js'
import { parseMonitors } from '../../sandbox/monitor-parser/monitor-parser.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
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

describe('the parser of the alerting plugin', () => {
  it(
    'takes monitors, of which the double keeps the same; each refuses what the other refuses',
    async () => {
      const [search] = queryMonitor().inputs
      const misspelt = { search: { ...search?.search, query: { size: 0, queri: {} } } }
      const [trigger] = queryMonitor().triggers
      const spoilt = [
        queryMonitor({ inputs: [misspelt] }),
        queryMonitor({ schedule: { period: { interval: 30, unit: 'SECONDS' } } }),
        queryMonitor({ triggers: [trigger, trigger] }),
        queryMonitor({ name: null }),
        queryMonitor({ monitor_type: 'bucket_level_monitor' }),
      ]
      const parsed = await parseMonitors([queryMonitor(), bucketMonitor, ...spoilt])
      const inDouble = [queryMonitor(), bucketMonitor].map((monitor) =>
        readMonitor(monitor, { now: 0, withoutTypes: false }),
      )
      expect(parsed.slice(0, 2).map((one) => 'stored' in one && withoutTimes(one.stored))).toEqual(
        inDouble.map(withoutTimes),
      )
      expect(parsed.slice(2).map((one) => 'refused' in one && one.refused)).toEqual([
        'Unknown key for a START_OBJECT in [queri].',
        'Timezone Seconds is not supported expected [Minutes, Hours, Days]',
        'Duplicate trigger id: errors-warning. Trigger ids must be unique.',
        "Can't get text on a VALUE_NULL at 1:26",
        'Incompatible trigger [errors-warning] for monitor type [bucket_level_monitor]',
      ])
      for (const monitor of spoilt)
        expect(() => readMonitor(monitor, { now: 0, withoutTypes: false })).toThrow(/^refused with [45]00/)
    },
    patience,
  )
})

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
  const source = (prefix: string) =>
    encodeURIComponent(JSON.stringify({ size: 1000, query: { prefix: { 'monitor.name.keyword': prefix } } }))
  const search = (prefix: string) =>
    call('GET', `_alerting/monitors/_search?source=${source(prefix)}&source_content_type=application/json`)

  it('has no index before the first monitor, and then finds monitors by how their names begin', async () => {
    expect(await search('err')).toEqual({
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
    const found = (await search('err')).body['hits'] as { hits: { _seq_no: number; _source: { name: string } }[] }
    expect(found.hits.map(({ _seq_no, _source }) => [_seq_no, _source.name])).toEqual([[0, 'errors']])
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
