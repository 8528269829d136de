import { describe, expect, it } from '@jest/globals'
import { planChanges, type Plan } from '../../../src/engine/plan.js'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { fieldMark, markOf, textMark } from '../../../src/kinds/mark.js'
import { opensearch } from '../../../src/stack/flavors.js'
import { objectsIn, type Json, type JsonObject } from '../../../src/json.js'
import { forbidden, ok, readerOf, stackOf } from '../fake-stack.js'
import { recording } from '../fixtures.js'
import { definition, options } from '../engine/planning.js'

const policyOf = (number: string, patterns: string[], priority: number): JsonObject => {
  const { policy } = recording('opensearch-ism-completed', number).request.body as { policy: JsonObject }
  return { policy: { ...policy, ism_template: [{ index_patterns: patterns, priority }] } }
}
const [keep, never, deletes] = ['01', '02', '03'].map((number) => policyOf(number, ['rec-*'], 1)) as [
  JsonObject,
  JsonObject,
  JsonObject,
]
const explained = (number: string, index: string) =>
  recording<Record<string, JsonObject>>('opensearch-ism-completed', number).response.body[index] as JsonObject
const completed = explained('09', 'rec-a')
const running = explained('09', 'rec-b')
const now = 1_800_000_000_000

interface Situation {
  /** what our policy `ours` is to be */
  wanted: JsonObject
  /** how ISM explains the index `rec-a` */
  entry: JsonObject
  /** settings of the index */
  settings?: JsonObject
  /** minutes since our policy was written */
  since?: number
  /** milliseconds since the index was made; default: a day */
  age?: number
  others?: Record<string, JsonObject>
  application?: string[]
}

/** One index that our policies are for, on a stack where these are in place. */
async function planned({ wanted, entry, settings = {}, since = 5, age, others = {}, application = [] }: Situation) {
  const mark = textMark('policy', 'description')
  const stored = (body: JsonObject, marked: boolean): Json => {
    const { policy } = (marked ? mark.put(body, markOf('openvidu', body)) : body) as { policy: JsonObject }
    const written = { last_updated_time: now - since * 60_000 }
    return {
      ...policy,
      ...written,
      ism_template: objectsIn(policy['ism_template']).map((one) => ({ ...one, ...written })),
    }
  }
  const second = policyOf('03', ['other-*'], 1)
  const policies = [
    { _id: 'ours', _seq_no: 5, _primary_term: 1, policy: stored(wanted, true) },
    { _id: 'second', _seq_no: 6, _primary_term: 1, policy: stored(second, true) },
    ...Object.entries(others).map(([_id, body]) => ({
      _id,
      _seq_no: 1,
      _primary_term: 1,
      policy: stored(body, false),
    })),
  ]
  const roles = Object.fromEntries(
    ['roles', 'actiongroups'].map((what) => [`/_plugins/_security/api/${what}`, forbidden]),
  )
  const index = {
    state: 'open',
    settings: { index: { creation_date: String(now - (age ?? 86_400_000)), ...settings } },
  }
  const search = readerOf({
    ...roles,
    '/_plugins/_ism/policies?size=1000': ok({ policies }),
    [clusterStatePath]: ok({ metadata: { indices: { 'rec-a': index } } }),
    '/_plugins/_ism/explain/rec-*,other-*?show_policy=true': ok({ 'rec-a': entry, total_managed_indices: 1 }),
  })
  const plan: Plan = await planChanges(
    [definition(lifecyclePolicy, 'ours', wanted), definition(lifecyclePolicy, 'second', second)],
    stackOf({ search }, opensearch),
    { ...options, now, application: { title: 'App', writes: { 'lifecycle policy': application } } },
  )
  const change = plan.changes.find(({ kind }) => kind.name === 'managed index')
  return {
    index: plan.indices.managed[0],
    action: change?.action,
    assignment: change?.action === 'update' ? change.after : undefined,
  }
}

const under = (entry: JsonObject, policy_id: string, copy?: JsonObject): JsonObject => ({
  ...entry,
  'index.plugins.index_state_management.policy_id': policy_id,
  policy_id,
  ...(copy && { policy: copy['policy'] ?? {} }),
})
const unmanaged: JsonObject = { 'index.plugins.index_state_management.policy_id': null, enabled: null }

describe('an index whose policy is completed (ISM never carries out a change for it)', () => {
  it('is as it should be when that policy is the wanted one', async () => {
    const found = await planned({ wanted: keep, entry: under(completed, 'ours', keep) })
    expect(found).toMatchObject({ action: 'unchanged', index: { error: undefined, waiting: false } })
  })

  it.each([
    ['deletes', deletes],
    ['keeps, in a form that is never completed', never],
  ])('is taken off and added again when the policy %s', async (_what, wanted) => {
    const found = await planned({ wanted, entry: under(completed, 'ours', keep) })
    expect(found).toMatchObject({ action: 'update', index: { waiting: false, later: false, error: undefined } })
    expect(found.assignment).toEqual({ policy: 'ours', reassign: true })
  })
})

describe('what counts as told, for 20 minutes after our policy was written', () => {
  it('is an index that is under it with an older copy', async () => {
    const found = await planned({ wanted: deletes, entry: under(running, 'ours', never) })
    expect(found).toMatchObject({ action: 'unchanged', index: { waiting: true } })
  })

  it('is none that is under another policy of ours', async () => {
    const found = await planned({ wanted: deletes, entry: under(running, 'second', never) })
    expect(found).toMatchObject({
      action: 'update',
      assignment: { policy: 'ours', reassign: true },
      index: { waiting: false },
    })
  })

  it('is none after that time: it is told again, and takes that up later', async () => {
    const found = await planned({ wanted: deletes, entry: under(running, 'ours', never), since: 21 })
    expect(found).toMatchObject({ action: 'update', index: { waiting: false, later: true } })
    expect(found.assignment).not.toHaveProperty('reassign')
  })
})

describe('an index that is not managed', () => {
  const off = (more: JsonObject) => ({ plugins: { index_state_management: { auto_manage: 'false', ...more } } })

  it.each([800, -800])('and was made %i ms ago, after its policy, is one that ISM need not show yet', async (age) => {
    const found = await planned({ wanted: deletes, entry: unmanaged, age })
    expect(found).toMatchObject({ action: 'unchanged', index: { waiting: true, managedBy: undefined } })
  })

  it.each([
    ['longer ago', { wanted: deletes, age: 11_000 }],
    ['in another time', { wanted: deletes, age: -3_600_000 }],
    ['before its policy', { wanted: deletes, age: 800, since: 0 }],
  ])('and was made %s is added', async (_what, situation) => {
    const found = await planned({ ...situation, entry: unmanaged })
    expect(found).toMatchObject({ action: 'update', assignment: { policy: 'ours' }, index: { waiting: false } })
  })

  it('and new is added when a run of elkctl was cut off after it took the index off', async () => {
    const found = await planned({ wanted: deletes, entry: unmanaged, settings: off({ policy_id: 'ours' }), age: 800 })
    expect(found).toMatchObject({ action: 'update', assignment: { policy: 'ours', reassign: true } })
  })

  it('is left alone when a person took ISM off it', async () => {
    const found = await planned({ wanted: deletes, entry: unmanaged, settings: off({}) })
    expect(found).toMatchObject({ action: 'skipped', index: { leftAlone: expect.stringContaining('auto_manage') } })
  })

  it('is added when a run of elkctl was cut off after it took the index off', async () => {
    const found = await planned({ wanted: deletes, entry: unmanaged, settings: off({ policy_id: 'ours' }) })
    expect(found).toMatchObject({ action: 'update', assignment: { policy: 'ours', reassign: true } })
  })

  it('is left alone when it was taken off for a policy that is not ours', async () => {
    const found = await planned({ wanted: deletes, entry: unmanaged, settings: off({ policy_id: 'theirs' }) })
    expect(found.action).toBe('skipped')
  })
})

describe('a policy by which an index is deleted', () => {
  const deleting = (conditions: JsonObject): JsonObject => ({
    policy: {
      default_state: 'hot',
      states: [
        { name: 'hot', actions: [], transitions: [{ state_name: 'delete', conditions }] },
        { name: 'delete', actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [{ index_patterns: ['rec-*'], priority: 1 }],
    },
  })
  it.each<[JsonObject, number | string, boolean]>([
    [{ min_index_age: '12h' }, 43_200_000, true],
    [{ min_size: '50gb' }, 'unknown', false],
    [{ min_rollover_age: '1h' }, 'unknown', false],
    [{ min_doc_count: 1 }, 'unknown', false],
    [{ cron: { cron: { expression: '0 3 * * *', timezone: 'UTC' } } }, 'unknown', false],
  ])('%j: a day old, it goes after %s, at once: %s', async (conditions, after, atOnce) => {
    const { index } = await planned({ wanted: deleting(conditions), entry: unmanaged })
    expect({ after: index?.deleted.after, atOnce: index?.atOnce }).toEqual({ after, atOnce })
  })
})

describe('an index under a policy that the application writes itself', () => {
  const others = { theirs: policyOf('03', ['x'], 3) }

  it('is no difference', async () => {
    const found = await planned({
      wanted: never,
      entry: under(running, 'theirs', deletes),
      others,
      application: ['theirs'],
    })
    expect(found).toMatchObject({
      action: 'unchanged',
      index: { byApplication: 'App', deleted: { after: 30 * 86_400_000 }, desired: undefined },
    })
  })

  it('is one of somebody else where the application writes no such policy', async () => {
    const found = await planned({ wanted: never, entry: under(running, 'theirs', deletes), others })
    expect(found).toMatchObject({
      action: 'skipped',
      index: { leftAlone: expect.stringContaining('managed by another policy') },
    })
  })

  it('gets ours where an earlier elkctl wrote that policy', async () => {
    const { policy } = others.theirs as { policy: JsonObject }
    const marked = { policy: { ...policy, description: 'x [elkctl:openvidu:0123456789ab]' } }
    const found = await planned({
      wanted: never,
      entry: under(running, 'theirs', deletes),
      others: { theirs: marked },
      application: ['theirs'],
    })
    expect(found).toMatchObject({ action: 'update', assignment: { policy: 'ours', reassign: true } })
  })
})

it('an index of ILM gets its policy alone, marked or not: it takes up a change by itself', async () => {
  const wanted = { policy: { phases: { delete: { min_age: '15d', actions: { delete: {} } } } } }
  const index = { state: 'open', settings: { index: { creation_date: String(now), lifecycle: { name: 'apps' } } } }
  const attaches = { index_patterns: ['rec-*'], template: { settings: { index: { lifecycle: { name: 'ours' } } } } }
  const search = readerOf({
    '/_ilm/policy': ok({
      ours: fieldMark('policy', '_meta', 'elkctl').put(wanted, markOf('openvidu', wanted)),
      apps: fieldMark('policy', '_meta', 'elkctl').put(wanted, 'elkctl:openvidu:000000000000'),
    }),
    '/_index_template': ok({ index_templates: [] }),
    [clusterStatePath]: ok({ metadata: { indices: { 'rec-a': index } } }),
    '/rec-*/_ilm/explain': ok({ indices: { 'rec-a': { policy: 'apps', phase: 'hot' } } }),
  })
  const plan = await planChanges(
    [definition(lifecyclePolicy, 'ours', wanted), definition(indexTemplate, 'attaches', attaches)],
    stackOf({ search, version: '8.19.0', equivalentVersion: '8.19.0' }),
    { ...options, now, application: { title: 'App', writes: { 'lifecycle policy': ['apps'] } } },
  )
  expect(plan.changes.map(({ kind, action }) => [kind.name, action])).toEqual([
    ['lifecycle policy', 'unchanged'],
    ['index template', 'create'],
    ['managed index', 'update'],
  ])
  expect(plan.changes.at(-1)).toMatchObject({ name: 'rec-a', after: { policy: 'ours' } })
  expect(plan.changes.at(-1)).not.toHaveProperty('after.again')
  expect(plan.changes.at(-1)).not.toHaveProperty('after.marked')
})
