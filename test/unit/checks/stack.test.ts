import { describe, expect, it } from '@jest/globals'
import type { Sample } from '../../../src/data-files/schemas/templates.js'
import type { Plan } from '../../../src/engine/plan.js'
import { noIndices } from '../../../src/lifecycle/index.js'
import { nodesPath, settingsPath, type Look, type Situation } from '../../../src/checks/stack/ask.js'
import { lookForBlocks } from '../../../src/checks/stack/blocks.js'
import { lookAtClock } from '../../../src/checks/stack/clock.js'
import { lookAtDisks } from '../../../src/checks/stack/disk.js'
import { lookAtHealth } from '../../../src/checks/stack/health.js'
import { lookForLeftovers } from '../../../src/checks/stack/leftovers.js'
import { lookAtLicence } from '../../../src/checks/stack/licence.js'
import { lookAtReferences } from '../../../src/checks/stack/references.js'
import { lookAtShardLimit } from '../../../src/checks/stack/shard-limit.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import { elasticsearch, opensearch } from '../../../src/stack/flavors.js'
import '../same-realm.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'

const now = Date.parse('2026-11-27T12:00:00Z')
const events = { index: 'events', keepIndex: true, document: { a: 1 } } as Partial<Sample> as Sample

type Answers = Record<string, Answer>

/** "stack.red fail: …", with its subject in front of the detail */
async function found(
  look: Look,
  search: Answers,
  more: { dashboards?: Answers; flavor?: typeof opensearch; version?: string } = {},
) {
  const stack = stackOf(
    {
      search: readerOf(search),
      ...(more.version !== undefined && { equivalentVersion: more.version }),
      ...(more.dashboards && {
        dashboards: { version: '7.12.1', reader: readerOf(more.dashboards, 'http://127.0.0.1:5601') },
      }),
    },
    more.flavor ?? elasticsearch,
  )
  const indices = { ...noIndices, managed: [{ index: 'logs-1' }] as Plan['indices']['managed'] }
  const changes = [{ kind: savedObject, name: 'dashboard/d', file: '', action: 'unchanged' as const }]
  const plan: Plan = { stack, lifecycle: true, changes, indices, missing: [] }
  const situation: Situation = { plan, stack, samples: [events], now: () => now }
  const findings = await look(situation)
  return findings.map(
    ({ check, status, subject, detail }) =>
      `${check} ${status}: ${subject === undefined ? '' : `${subject}: `}${detail}`,
  )
}

const healthOf = (status: string, more: object = {}) =>
  ok({ status, unassigned_shards: 2, number_of_data_nodes: 1, active_shards: 5, initializing_shards: 0, ...more })
const refusal = 'answered 403 action [x] is unauthorized for user [u]'

describe('health', () => {
  const explain = '/_cluster/allocation/explain'
  const explained = ok({
    ...{ index: 'logs-1', shard: 0, primary: false, allocate_explanation: 'cannot allocate' },
    node_allocation_decisions: [
      {
        deciders: [
          { decision: 'YES', explanation: 'y' },
          { decision: 'NO', explanation: 'same node' },
        ],
      },
    ],
  })
  it.each([
    [
      'green',
      { '/_cluster/health': healthOf('green') },
      ['stack.red pass: the cluster is green', 'stack.yellow pass: the cluster is green'],
    ],
    [
      'yellow, and why',
      { '/_cluster/health': healthOf('yellow'), [explain]: explained },
      [
        'stack.red pass: all data is there',
        'stack.yellow warn: the cluster is yellow: 2 replicas on no node. Shard 0 of logs-1 (replica): cannot allocate; same node',
      ],
    ],
    [
      'red, where nobody may ask why',
      { '/_cluster/health': healthOf('red'), [explain]: forbidden },
      [`stack.red fail: the cluster is red: 2 shards on no node. Why could not be checked: GET ${explain} ${refusal}`],
    ],
    [
      'refused: that is no pass',
      { '/_cluster/health': forbidden },
      [`stack.red skip: GET /_cluster/health ${refusal}`, `stack.yellow skip: GET /_cluster/health ${refusal}`],
    ],
  ])('%s', async (_title, answers: Answers, findings) => {
    expect(await found(lookAtHealth, answers)).toEqual(findings)
  })
})

describe('disks', () => {
  const nodes = (available: number, total = 1000) =>
    ok({
      nodes: {
        x: {
          name: 'n1',
          timestamp: now,
          fs: { total: { total_in_bytes: total * 2 ** 30, available_in_bytes: available * 2 ** 30 } },
        },
      },
    })
  const settings = (watermark: object, threshold = 'true') =>
    ok({ defaults: { cluster: { routing: { allocation: { disk: { threshold_enabled: threshold, watermark } } } } } })
  const shares = { low: '85%', high: '90%', flood_stage: '95%' }
  const headrooms = {
    ...shares,
    'low.max_headroom': '100gb',
    'high.max_headroom': '50gb',
    'flood_stage.max_headroom': '20gb',
  }
  it.each([
    ['enough', 400, settings(shares), 'pass: node n1: 400.0 GB of 1000.0 GB free'],
    [
      'beyond low',
      149,
      settings(shares),
      'warn: node n1: 149.0 GB of 1000.0 GB free, beyond the low watermark (85%): the server puts no new replicas there',
    ],
    [
      'beyond high',
      99,
      settings(shares),
      'warn: node n1: 99.0 GB of 1000.0 GB free, beyond the high watermark (90%): the server moves its shards away',
    ],
    [
      'at flood stage',
      49,
      settings(shares),
      'fail: node n1: 49.0 GB of 1000.0 GB free, beyond the flood-stage watermark (95%): the server makes its indices read-only',
    ],
    [
      'a large disk, whose watermarks have a most',
      149,
      settings(headrooms),
      'pass: node n1: 149.0 GB of 1000.0 GB free',
    ],
    [
      'watermarks in bytes',
      9,
      settings({ low: '10gb', high: '5gb', flood_stage: '1gb' }),
      'warn: node n1: 9.0 GB of 1000.0 GB free, beyond the low watermark (10gb): the server puts no new replicas there',
    ],
    [
      'switched off',
      1,
      settings(shares, 'false'),
      'pass: watermarks are switched off (cluster.routing.allocation.disk.threshold_enabled)',
    ],
    ['refused', 1, forbidden, `skip: GET /_cluster/settings ${refusal}`],
  ])('%s', async (_title, free, answer: Answer, finding) => {
    expect(await found(lookAtDisks, { [nodesPath]: nodes(free), [settingsPath]: answer })).toEqual([
      `stack.disk ${finding}`,
    ])
  })
})

describe('blocks', () => {
  const block = (description: string, ...levels: string[]) => ({ description, levels })
  const full = {
    '12': block(
      'disk usage exceeded flood-stage watermark, index has read-only-allow-delete block',
      'write',
      'metadata_write',
    ),
  }
  it.each([
    ['none', {}, ['pass: no index of the application is blocked']],
    ['an index of others', { indices: { theirs: full } }, ['pass: no index of the application is blocked']],
    [
      'a full disk',
      { indices: { events: full } },
      [
        'fail: index events: the block “disk usage exceeded flood-stage watermark, index has read-only-allow-delete block” refuses writes (the server sets this block when a disk reaches the flood-stage watermark)',
      ],
    ],
    [
      'an index that its policy closed to writes',
      { indices: { 'logs-1': { '8': block('index write (api)', 'write') } } },
      ['pass: no index of the application is blocked'],
    ],
    [
      'one that somebody closed to writes',
      { indices: { events: { '8': block('index write (api)', 'write') } } },
      ['fail: index events: the block “index write (api)” refuses writes'],
    ],
    [
      'the cluster',
      { global: { '6': block('cluster read-only (api)', 'write') } },
      ['fail: the cluster: the block “cluster read-only (api)” refuses writes to every index'],
    ],
  ])('%s', async (_title, blocks, findings) => {
    const state = { '/_cluster/state/blocks': ok({ blocks }) }
    expect(await found(lookForBlocks, state)).toEqual(findings.map((finding) => `stack.write-block ${finding}`))
  })
})

describe('the shard limit', () => {
  const limit = ok({
    persistent: { cluster: { max_shards_per_node: '10' } },
    defaults: { cluster: { max_shards_per_node: '1000' } },
  })
  it.each([
    ['far', { active_shards: 6 }, '7.10.2', ['pass: 8 open shards of 10 that the cluster takes']],
    ['near', { active_shards: 7 }, '7.10.2', ['warn: 9 open shards of 10 that the cluster takes: it is nearly full']],
    [
      'reached',
      { active_shards: 8 },
      '7.10.2',
      ['fail: 10 open shards of 10 that the cluster takes: no index can be created'],
    ],
    ['a version that only warns', { active_shards: 8 }, '6.8.23', []],
  ])('%s', async (_title, more, version, findings) => {
    const answers = { '/_cluster/health': healthOf('green', more), [settingsPath]: limit }
    expect(await found(lookAtShardLimit, answers, { version })).toEqual(
      findings.map((finding) => `stack.shard-limit ${finding}`),
    )
  })
})

describe('the licence', () => {
  const licence = (status: string, days: number) =>
    ok({ license: { status, type: 'platinum', expiry_date_in_millis: now + days * 86_400_000 } })
  it.each([
    ['active', licence('active', 100), ['pass: the licence (platinum) is active, valid until 2027-03-07']],
    ['that ends soon', licence('active', 3), ['warn: the licence (platinum) is active, valid until 2026-11-30']],
    ['expired', licence('expired', -1), ['fail: the licence (platinum) is expired, valid until 2026-11-26']],
    ['of a server that has none', { status: 405, body: {} }, []],
    ['that may not be asked for', forbidden, [`skip: GET /_license ${refusal}`]],
  ])('%s', async (_title, answer: Answer, findings) => {
    expect(await found(lookAtLicence, { '/_license': answer })).toEqual(
      findings.map((finding) => `stack.licence ${finding}`),
    )
  })

  it('is not asked of OpenSearch', async () => {
    expect(await found(lookAtLicence, {}, { flavor: opensearch })).toEqual([])
  })
})

describe('the clock', () => {
  const nodeAt = (seconds: number) => ok({ nodes: { x: { name: 'n1', timestamp: now + seconds * 1000 } } })
  const page = { '/api/status': { ...ok({}), headers: { date: 'Fri, 27 Nov 2026 12:05:00 GMT' } } }
  it.each([
    ['the same', nodeAt(59), {}, 'pass: node n1: the same time as here'],
    ['ahead', nodeAt(61), {}, 'warn: node n1: its clock is 61 s ahead of the one here'],
    ['behind', nodeAt(-3600), {}, 'warn: node n1: its clock is 3600 s behind the one here'],
    [
      'by the dashboards server',
      forbidden,
      page,
      'warn: http://127.0.0.1:5601: its clock is 300 s ahead of the one here',
    ],
    ['that nobody tells', forbidden, { '/api/status': ok({}) }, 'skip: no server says what time it is'],
  ])('%s', async (_title, answer: Answer, dashboards: Answers, finding) => {
    expect(await found(lookAtClock, { [nodesPath]: answer }, { dashboards })).toEqual([`clock.skew ${finding}`])
  })
})

describe('references', () => {
  const list =
    '/api/saved_objects/_find?type=dashboard&type=visualization&type=search&type=index-pattern&per_page=1000&page=1'
  const one = (type: string, id: string, ...refs: string[]) => ({
    type,
    id,
    attributes: { title: 'T' },
    references: refs.map((name) => ({ type: name.split('/')[0], id: name.split('/')[1] })),
  })
  it.each([
    [
      'all there',
      [one('dashboard', 'd', 'visualization/v'), one('visualization', 'v')],
      {},
      ['pass: nothing that 1 saved objects refer to is missing'],
    ],
    [
      'one is gone',
      [one('dashboard', 'd', 'visualization/v')],
      { '/api/saved_objects/visualization/v': { status: 404, body: {} } },
      ['fail: dashboard d "T": refers to visualization/v, which is not in the space default'],
    ],
    [
      'of another type, and there',
      [one('dashboard', 'd', 'map/m')],
      { '/api/saved_objects/map/m': ok({}) },
      ['pass: nothing that 1 saved objects refer to is missing'],
    ],
    [
      'a dashboard of others',
      [one('dashboard', 'theirs', 'visualization/v')],
      {},
      ['pass: nothing that 1 saved objects refer to is missing'],
    ],
  ])('%s', async (_title, objects, more: Answers, findings) => {
    const dashboards = { [list]: ok({ saved_objects: objects }), ...more }
    expect(await found(lookAtReferences, {}, { dashboards })).toEqual(
      findings.map((finding) => `dashboard.references ${finding}`),
    )
  })
})

describe('probes of earlier runs', () => {
  const path =
    '/events/_search?size=100&ignore_unavailable=true&allow_no_indices=true&q=%22elkctl-check%22&lenient=true'
  const hit = { _index: 'events', _id: 'elkctl-check-0123abcd', _source: { a: 1 } }
  it.each([
    [
      'one is left',
      ok({ hits: { hits: [hit] } }),
      'warn: events/_doc/elkctl-check-0123abcd: left by a check that was cut off',
    ],
    ['none', ok({ hits: { hits: [] } }), 'pass: no earlier check left anything'],
    ['nobody may look', forbidden, 'skip: 403 action [x] is unauthorized for user [u]'],
  ])('%s', async (_title, answer: Answer, finding) => {
    expect(await found(lookForLeftovers, { [path]: answer })).toEqual([`probe.leftover ${finding}`])
  })
})
