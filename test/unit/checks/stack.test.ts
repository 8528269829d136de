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
import { indicesPath, lookAtShardLimit } from '../../../src/checks/stack/shard-limit.js'
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
      // As after a restart: https://www.elastic.co/guide/en/elasticsearch/reference/8.7/cluster-health.html
      'yellow, while a replica is copied: there is nothing to explain',
      { '/_cluster/health': healthOf('yellow', { unassigned_shards: 0, initializing_shards: 1 }) },
      ['stack.red pass: all data is there', 'stack.yellow warn: the cluster is yellow: 1 replica on the way to a node'],
    ],
    [
      'red, while a primary is read after a restart',
      { '/_cluster/health': healthOf('red', { unassigned_shards: 0, initializing_shards: 2 }) },
      ['stack.red fail: the cluster is red: 2 shards on the way to a node'],
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
    [
      'watermarks as ratios',
      99,
      settings({ low: '0.85', high: '0.90', flood_stage: '0.95' }),
      'warn: node n1: 99.0 GB of 1000.0 GB free, beyond the high watermark (0.90): the server moves its shards away',
    ],
    [
      'defaults that are not shown: no pass',
      400,
      ok({ persistent: {}, transient: {} }),
      'skip: node n1: 400.0 GB of 1000.0 GB free; the server does not tell its watermarks',
    ],
    ['refused', 1, forbidden, `skip: GET /_cluster/settings ${refusal}`],
  ])('%s', async (_title, free, answer: Answer, finding) => {
    expect(await found(lookAtDisks, { [nodesPath]: nodes(free), [settingsPath]: answer })).toEqual([
      `stack.disk ${finding}`,
    ])
  })
})

// Roles: https://www.elastic.co/guide/en/elasticsearch/reference/8.7/modules-node.html
describe('disks of nodes with other roles', () => {
  const node = (roles: string[] | undefined, free: number) => ({
    ...{ name: 'n', ...(roles && { roles }), timestamp: now },
    fs: { total: { total_in_bytes: 1000 * 2 ** 30, available_in_bytes: free * 2 ** 30 } },
  })
  const watermark = {
    ...{ low: '85%', high: '90%', flood_stage: '95%' },
    ...{ 'flood_stage.frozen': '95%', 'flood_stage.frozen.max_headroom': '20GB' },
  }
  const settings = ok({ defaults: { cluster: { routing: { allocation: { disk: { watermark } } } } } })
  it.each([
    [
      'a dedicated master',
      [node(['master'], 1), node(['data', 'ingest'], 400)],
      ['pass: node n: 400.0 GB of 1000.0 GB free'],
    ],
    [
      'a node that only passes on',
      [node([], 1), node(['data_hot'], 400)],
      ['pass: node n: 400.0 GB of 1000.0 GB free'],
    ],
    [
      'the frozen tier, whose cache is full on purpose',
      [node(['data_frozen'], 90)],
      ['pass: node n: 90.0 GB of 1000.0 GB free'],
    ],
    [
      'the frozen tier beyond its own watermark',
      [node(['data_frozen', 'transform'], 19)],
      [
        'warn: node n: 19.0 GB of 1000.0 GB free, beyond the flood-stage watermark (95%): the server warns of it in its log',
      ],
    ],
    ['a node that says nothing of its roles', [node(undefined, 400)], ['pass: node n: 400.0 GB of 1000.0 GB free']],
  ])('%s', async (_title, nodes, findings) => {
    const answers = { [nodesPath]: ok({ nodes: Object.assign({}, nodes) as object }), [settingsPath]: settings }
    expect(await found(lookAtDisks, answers)).toEqual(findings.map((finding) => `stack.disk ${finding}`))
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
      // As Elasticsearch 7.10.2 tells it.
      'a closed index that is written to every day, and one that is not',
      {
        indices: {
          events: { '4': { ...block('index closed', 'read', 'write'), retryable: false } },
          'logs-1': { '4': block('index closed', 'read', 'write') },
        },
      },
      ['fail: index events: it is closed, and refuses writes'],
    ],
    [
      'the cluster',
      { global: { '6': block('cluster read-only (api)', 'write') } },
      ['fail: the cluster: the block “cluster read-only (api)” refuses writes to every index'],
    ],
    [
      'a cluster in which no index can be made',
      { global: { '10': block('cluster create-index blocked (api)', 'create_index') } },
      ['fail: the cluster: the block “cluster create-index blocked (api)” refuses every new index'],
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
    const answers = {
      '/_cluster/health': healthOf('green', more),
      [settingsPath]: limit,
      [nodesPath]: forbidden,
      [indicesPath]: forbidden,
    }
    expect(await found(lookAtShardLimit, answers, { version })).toEqual(
      findings.map((finding) => `stack.shard-limit ${finding}`),
    )
  })

  const index = (replicas: string, more: object = {}) => ({
    ...{ state: 'open', settings: { index: { number_of_shards: '1', number_of_replicas: replicas } } },
    ...more,
  })
  const frozen = {
    settings: { index: { number_of_shards: '1', number_of_replicas: '0', shard_limit: { group: 'frozen' } } },
  }
  const nodesOf = (...roles: string[][]) =>
    ok({ nodes: Object.fromEntries(roles.map((its, n) => [`id${n}`, { name: `n${n}`, roles: its }])) })
  // https://www.elastic.co/guide/en/elasticsearch/reference/8.7/misc-cluster-settings.html
  it.each([
    [
      'closed indices, which the health counts, do not count',
      { active_shards: 8 },
      nodesOf(['data']),
      { a: index('1'), b: index('0', { state: 'close' }), c: index('2') },
      'pass: 5 open shards of 10 that the cluster takes',
    ],
    [
      'the frozen tier has a limit of its own',
      { number_of_data_nodes: 2, active_shards: 10, unassigned_shards: 0 },
      nodesOf(['data_hot', 'data_content', 'master'], ['data_frozen']),
      { a: index('1'), b: index('0', frozen) },
      'pass: 2 open shards of 10 that the cluster takes',
    ],
    [
      'three nodes beside two dedicated masters',
      { number_of_data_nodes: 3, active_shards: 27 },
      nodesOf(['data'], ['data'], ['data'], ['master'], ['master']),
      { a: index('26') },
      'warn: 27 open shards of 30 that the cluster takes: it is nearly full',
    ],
  ])('%s', async (_title, health, nodes, indices, finding) => {
    const answers = {
      ...{ '/_cluster/health': healthOf('green', health), [settingsPath]: limit, [nodesPath]: nodes },
      [indicesPath]: ok({ metadata: { indices } }),
    }
    expect(await found(lookAtShardLimit, answers)).toEqual([`stack.shard-limit ${finding}`])
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
