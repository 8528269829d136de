import { describe, expect, it } from '@jest/globals'
import { askAlerts } from '../../../src/alerts/ask.js'
import type { Alert } from '../../../src/alerts/alert.js'
import { UnreachableError } from '../../../src/errors.js'
import type { JsonObject } from '../../../src/json.js'
import type { Reply } from '../../../src/stack/stack.js'
import { ofAll, sampleAlert } from './alert.js'

const end = Date.parse('2026-11-28T01:00:00Z')

const reply = (status: number, body: unknown): Reply => ({
  ...{ method: 'POST', path: '/_msearch', headers: {} },
  ...{ status, body },
})

const right = {
  '@timestamp': { date: {} },
  'cpu.pct': { scaled_float: {}, unmapped: {} },
  'host.name': { keyword: {} },
}

const shards = { total: 2, successful: 2, skipped: 0, failed: 0 }
const found = (buckets: JsonObject[], more: JsonObject = {}): JsonObject => ({
  ...{ status: 200, timed_out: false, _shards: shards },
  hits: { total: { value: buckets.length, relation: 'eq' } },
  aggregations: { groups: { buckets } },
  ...more,
})

/** What is asked, and what comes of it. */
async function ask(alerts: Alert[], responses: JsonObject[], types: unknown = right, status = 200) {
  const asked: string[] = []
  const results = await askAlerts(alerts, {
    end,
    reader: {
      url: '',
      get: (path) => {
        asked.push(path)
        return Promise.resolve({ ...reply(200, { fields: types }), method: 'GET', path })
      },
    },
    search: (lines) => {
      asked.push(...lines.trimEnd().split('\n'))
      return Promise.resolve(reply(status, { responses }))
    },
  })
  return { asked, results, why: results.map(({ state, error }) => `${state}: ${String(error?.message)}`) }
}

const host = (key: string, value: number | null) => ({ key, doc_count: 1, value: { value } })

describe('asking for alerts', () => {
  it('takes one request for all searches, and one for the fields of each set of indices', async () => {
    const other = sampleAlert({ index: ['logs-*', 'más'], measure: { of: 'count' } })
    const { asked, results } = await ask(
      [sampleAlert(), other],
      [found([host('a', 0.9), host('b', 0.99), host('c', null)]), found([])],
    )
    expect(asked.filter((line) => line.startsWith('/'))).toEqual([
      '/metricbeat-*/_field_caps?fields=%40timestamp,cpu.pct,host.name',
      '/logs-*,m%C3%A1s/_field_caps?fields=%40timestamp,host.name',
    ])
    expect(asked.filter((line) => line.startsWith('{"index"'))).toEqual([
      '{"index":["metricbeat-*"]}',
      '{"index":["logs-*","más"]}',
    ])
    expect(results.map(({ state, values }) => ({ state, values }))).toEqual([
      {
        state: 'critical',
        values: [
          { group: 'b', value: 99, state: 'critical' },
          { group: 'a', value: 90, state: 'warning' },
          { group: 'c', value: undefined, state: 'ok' },
        ],
      },
      { state: 'ok', values: [] },
    ])
  })

  it('fires when it does so in each of several windows', async () => {
    const twice = sampleAlert({ windows: 2 })
    const { asked, results } = await ask(
      [twice],
      [found([host('a', 0.99), host('b', 0.99), host('new', 0.99)]), found([host('a', 0.9), host('b', 0.1)])],
    )
    expect(asked.filter((line) => line.includes('||-10m'))).toHaveLength(1)
    expect(results[0]?.values).toEqual([
      { group: 'a', value: 99, state: 'warning' },
      { group: 'b', value: 99, state: 'ok' },
      { group: 'new', value: 99, state: 'ok' },
    ])
  })

  it('of nothing asks nothing', async () => {
    expect(await ask([], [])).toEqual({ asked: [], results: [], why: [] })
  })
})

describe('unknown, and never ok, is', () => {
  const failures = [{ reason: { type: 'illegal_argument_exception', reason: 'Text fields are not optimised' } }]
  it.each<[string, JsonObject[], unknown, string]>([
    [
      'an index that is not there',
      [{ status: 404, error: { type: 'index_not_found_exception', reason: 'no such index [openvidu]' } }],
      right,
      'The search of cpu in metricbeat-* was refused: 404 no such index [openvidu] (POST /_msearch)',
    ],
    [
      'a pattern without an index',
      [found([], { _shards: { ...shards, total: 0 } })],
      right,
      'No index matches metricbeat-*.',
    ],
    [
      'a shard that failed',
      [found([host('a', 0.1)], { _shards: { ...shards, failed: 1, failures } })],
      right,
      'The search of cpu in metricbeat-* was not answered by all shards (1 of 2 failed): Text fields are not optimised.',
    ],
    [
      'a search that took too long',
      [found([host('a', 0.1)], { timed_out: true })],
      right,
      'The search of cpu in metricbeat-* was not answered by all shards (0 of 2 failed): it took too long.',
    ],
    [
      'an answer that was cut',
      [],
      right,
      'The search of cpu in metricbeat-* was refused: 502 HTTP 502 (POST /_msearch)',
    ],
    ['a missing time field', [found([])], {}, 'The time field @timestamp is in no index of metricbeat-*.'],
    [
      'a time field that is none',
      [found([])],
      { ...right, '@timestamp': { date: {}, long: {} } },
      'The time field @timestamp is long in an index of metricbeat-*, not a date.',
    ],
    [
      'a field that no index has, although documents were found',
      [found([host('a', null)])],
      { ...right, 'cpu.pct': { unmapped: {} } },
      'The field cpu.pct is in no index of metricbeat-*.',
    ],
  ])('%s', async (_what, responses, types, message) => {
    expect((await ask([sampleAlert()], responses, types)).why).toEqual([`unknown: ${message}`])
  })

  it.each([
    [
      400,
      'Correct its query or fields in cpu.json, or look at the mapping of the index; elkctl alerts test cpu shows what it asks.',
    ],
    [404, 'Nothing has arrived there yet, or the user who signs in may not read it.'],
  ])('a search that was refused with %i, with what to do', async (status, hint) => {
    const alert = sampleAlert()
    const { results } = await ask([alert], [{ status, error: { reason: 'no' } }])
    expect(results[0]?.error).toMatchObject({ exit: 'failure', hint: hint.replace('cpu.json', alert.file) })
  })

  it('not a field that no index has, where no document was found', async () => {
    const types = { '@timestamp': { date: {} } }
    expect((await ask([sampleAlert()], [found([])], types)).results[0]?.state).toBe('ok')
  })

  it('every alert of a request that was refused', async () => {
    const { why } = await ask([sampleAlert(), ofAll()], [], right, 403)
    expect(why).toEqual(Array(2).fill('unknown: Asking for alerts was refused: 403 {"responses":[]} (POST /_msearch)'))
  })

  it('every alert of a server that does not answer', async () => {
    const away = new UnreachableError('gone', { code: 'ECONNREFUSED', hint: 'Start it.' })
    const results = await askAlerts([ofAll()], {
      end,
      reader: { url: '', get: () => Promise.reject(away) },
      search: () => Promise.reject(away),
    })
    expect(results).toEqual([{ alert: ofAll(), state: 'unknown', values: [], error: away }])
  })
})
