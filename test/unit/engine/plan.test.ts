import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import { planChanges, pending } from '../../../src/engine/plan.js'
import { indexTemplate, legacyTemplate } from '../../../src/kinds/index-template/index-template.js'
import { ingestPipeline } from '../../../src/kinds/ingest-pipeline.js'
import type { ResourceKind } from '../../../src/kinds/kind.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { role } from '../../../src/kinds/role/role.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import { user } from '../../../src/kinds/user/user.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { variablesOf } from '../../../src/profiles/variables.js'
import { elasticsearch, opensearch, type Flavor } from '../../../src/stack/flavors.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import { recordedReply } from '../fixtures.js'

import { definition, options, planOne } from './planning.js'

describe('a part that the stack lacks', () => {
  const dashboards = { version: '7.12.1', reader: readerOf({}) }

  it.each([
    ['a role without security', role, { security: false, dashboards }, /no security/],
    ['a user without security', user, { security: false }, /no security/],
    ['a saved object without dashboards server', savedObject, {}, /no dashboards server/],
  ])('skips %s, without a request', async (_what, kind, parts, reason) => {
    const search = readerOf({})
    const change = await planOne(definition(kind, 'x', {}), {}, { ...parts, search })
    expect(change).toMatchObject({ action: 'skipped', reason: expect.stringMatching(reason) as unknown })
    expect([...search.requests, ...dashboards.reader.requests]).toEqual([])
  })

  it('is told when it shows by reading: lifecycle management', async () => {
    const template = {
      index_patterns: ['a'],
      template: { settings: { index: { lifecycle: { name: 'p' }, number_of_shards: '1' } } },
    }
    const search = readerOf({
      '/_ilm/policy': { status: 400, body: { error: 'no handler found' } },
      '/_index_template': ok({ index_templates: [] }),
      '/_template': ok({}),
    })
    const stack = stackOf({ search, missing: [{ part: 'dashboards server', meaning: 'm' }] })
    const { changes, missing } = await planChanges(
      [
        definition(lifecyclePolicy, 'p', { policy: {} }),
        definition(indexTemplate, 't', template),
        definition(legacyTemplate, 'l', { index_patterns: ['b'], settings: template.template.settings }),
        definition(legacyTemplate, 'm', { index_patterns: ['b'], settings: { index: { lifecycle: { name: 'p' } } } }),
      ],
      stack,
      options,
    )
    expect(missing.map(({ part }) => part)).toEqual(['dashboards server', 'lifecycle management (ILM)'])
    expect(changes.map(({ action }) => action)).toEqual(['skipped', 'create', 'create', 'skipped'])
    expect(JSON.stringify(changes.map((change) => (change.action === 'create' ? change.after : '')))).not.toContain(
      'lifecycle',
    )
  })

  it('is not told where nothing lacks', async () => {
    const stack = stackOf({ search: readerOf({ '/_ilm/policy': ok({}) }) })
    const { missing, lifecycle } = await planChanges([definition(lifecyclePolicy, 'p', { policy: {} })], stack, options)
    expect([missing, lifecycle]).toEqual([[], true])
  })
})

describe('the whole profile', () => {
  const definitions = (flavor: Flavor) =>
    loadDefinitions({
      profile: 'openvidu',
      dialect: flavor.dialect,
      variables: variablesOf(openvidu, { retentionDays: '15', username: 'openvidu', roleName: 'openvidu-role' }),
      variants: [],
      rename: {},
      without: {
        role: ['openvidu-viewer-role', 'openvidu-checker-role'],
        'role mapping': ['openvidu-viewer-role', 'openvidu-checker-role'],
        user: ['openvidu-viewer', 'openvidu-checker'],
      },
    })
  const find =
    '/api/saved_objects/_find?type=index-pattern&type=search&type=visualization&type=dashboard&per_page=1000&page=1'
  const nothing = { status: 404, body: {} }
  const noObjects = {
    [find]: ok({ saved_objects: [] }),
    '/api/saved_objects/dashboard/openvidu-cluster-monitoring': nothing,
  }
  const empty: Record<Flavor['dialect'], Record<string, Answer>> = {
    elasticsearch: {
      '/_ilm/policy': ok({}),
      '/_ingest/pipeline': ok({}),
      '/_index_template': ok({ index_templates: [] }),
      '/_template': ok({}),
      '/_security/user/openvidu': nothing,
    },
    opensearch: {
      '/_plugins/_ism/policies?size=1000': recordedReply('opensearch-ism-2.19.4', '001'),
      '/_ingest/pipeline': ok({}),
      '/_index_template': ok({ index_templates: [] }),
      '/_template': ok({}),
      '/_plugins/_security/api/roles': ok({}),
      '/_plugins/_security/api/actiongroups': forbidden,
      '/_plugins/_security/api/internalusers': ok({}),
      '/_plugins/_security/api/rolesmapping': ok({}),
    },
  }

  it.each([
    ['Elasticsearch', elasticsearch, { ...noObjects, '/api/security/role/openvidu-role': nothing }],
    ['OpenSearch', opensearch, { [find]: ok({ saved_objects: [] }) }],
  ])('is created on an empty %s after at most 11 reads and nothing but reads', async (_what, flavor, answers) => {
    const search = readerOf(empty[flavor.dialect])
    const reader = readerOf(answers)
    const all = definitions(flavor)
    const plan = await planChanges(all, stackOf({ search, dashboards: { version: '7.12.1', reader } }, flavor), options)
    expect(plan.changes.map(({ action, name }) => [action, name])).toEqual(all.map(({ name }) => ['create', name]))
    expect(pending(plan)).toEqual(plan.changes)

    const requests = [...search.requests, ...reader.requests]
    expect(requests.length).toBeLessThanOrEqual(11)
    expect(requests.every((request) => request.startsWith('GET /'))).toBe(true)
    expect(new Set(requests).size).toBe(requests.length)
    expect(Object.keys(search).sort()).toEqual(['get', 'requests', 'url'])
  })

  it('is unchanged where the stack holds what the plan says', async () => {
    const dashboards = (answers: Record<string, Answer>) => ({ version: '7.12.1', reader: readerOf(answers) })
    const all = definitions(elasticsearch)
    const first = await planChanges(
      all,
      stackOf({
        search: readerOf(empty.elasticsearch),
        dashboards: dashboards({ ...noObjects, '/api/security/role/openvidu-role': nothing }),
      }),
      options,
    )
    const after = (kind: ResourceKind) =>
      Object.fromEntries(
        first.changes.flatMap((change) =>
          change.kind === kind && change.action === 'create' ? [[change.name, change.after]] : [],
        ),
      )
    const stack = stackOf({
      search: readerOf({
        '/_ilm/policy': ok(
          Object.fromEntries(
            Object.entries(after(lifecyclePolicy)).map(([name, body]) => [name, { version: 1, ...body }]),
          ),
        ),
        '/_ingest/pipeline': ok(after(ingestPipeline)),
        '/_index_template': ok({
          index_templates: Object.entries(after(indexTemplate)).map(([name, body]) => ({ name, index_template: body })),
        }),
        '/_template': ok(after(legacyTemplate)),
        '/_security/user/openvidu': ok(after(user)),
      }),
      dashboards: dashboards({
        [find]: ok({ saved_objects: Object.values(after(savedObject)) }),
        '/api/security/role/openvidu-role': ok({ name: 'openvidu-role', ...after(role)['openvidu-role'] }),
      }),
    })
    const second = await planChanges(all, stack, options)
    expect(second.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
    expect(pending(second)).toEqual([])
  })
})
