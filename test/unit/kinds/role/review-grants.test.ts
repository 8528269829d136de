import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { reviewGrants } from '../../../../src/kinds/role/review-grants.js'
import { openSearchActions } from '../../../../src/kinds/role/opensearch-actions.js'
import { opendistro, opensearch, type Flavor } from '../../../../src/stack/flavors.js'
import type { JsonObject } from '../../../../src/json.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../../fake-stack.js'
import { projectFolder, readJson } from '../../fixtures.js'

const groups = ok({
  crud: { allowed_actions: ['read', 'write'], static: true },
  kibana_all_write: { allowed_actions: ['kibana:saved_objects/*/write'], static: true },
  every_policy: { allowed_actions: ['cluster:admin/opendistro/ism/*'] },
})

async function review(role: JsonObject, answers: Record<string, Answer> = {}, flavor: Flavor = opensearch) {
  const search = readerOf({ [`${flavor.pluginPath}/_security/api/actiongroups`]: groups, ...answers })
  const { objections, notes } = await reviewGrants(stackOf({ search }, flavor), [{ name: 'r', body: role }])
  return { reason: objections[0]?.reason, notes, requests: search.requests }
}

describe('the permissions of a role', () => {
  it.each([
    ['crud'],
    ['*'],
    ['indices:data/read/search'],
    ['indices:data/read/*'],
    ['indices:data/read/mget*'],
    ['indices:data/re?d/*'],
    ['cluster:admin/opendistro/ism/policy/write'],
    ['cluster:admin/opendistro/ism/*'],
    ['kibana:saved_objects/*/write'],
  ])('are known: %s', async (permission) => {
    expect((await review({ cluster_permissions: [permission] })).reason).toBeUndefined()
  })

  it.each([
    ['curd', 'unknown action group "curd" (crud?)'],
    ['indices:data/raed/search', 'unknown action "indices:data/raed/search" (indices:data/read/search'],
    // The server's own pattern cluster:admin/opendistro/ism/* covers it, and yet there is no such action.
    [
      'cluster:admin/opendistro/ism/policy/wirte',
      'unknown action "cluster:admin/opendistro/ism/policy/wirte" (cluster:admin/opendistro/ism/policy/write',
    ],
    ['indices:date/*', 'unknown action "indices:date/*"'],
  ])('are caught: %s', async (permission, said) => {
    for (const role of [
      { cluster_permissions: [permission] },
      { index_permissions: [{ index_patterns: ['a'], allowed_actions: ['crud', permission] }] },
      { tenant_permissions: [{ tenant_patterns: ['global_tenant'], allowed_actions: [permission] }] },
    ])
      expect((await review(role)).reason).toContain(said)
  })

  it('are asked for where Open Distro has its API', async () => {
    expect((await review({ cluster_permissions: ['crud'] }, {}, opendistro)).requests).toEqual([
      'GET /_opendistro/_security/api/actiongroups',
    ])
  })

  it('are not in the way of someone who may not ask: a note', async () => {
    const path = '/_plugins/_security/api/actiongroups'
    const found = await review({ cluster_permissions: ['curd'] }, { [path]: forbidden })
    expect(found.reason).toBeUndefined()
    expect(found.notes.join()).toContain('would not be noticed')
  })
})

describe('the tenants of a role', () => {
  const inTenants = (...patterns: string[]) => ({
    tenant_permissions: [{ tenant_patterns: patterns, allowed_actions: ['kibana_all_write'] }],
  })
  const tenants = { '/_plugins/_security/api/tenants': ok({ global_tenant: {}, video: {} }) }

  it('are asked for only where others than the global one are named', async () => {
    expect((await review(inTenants('global_tenant', '*'))).requests).toHaveLength(1)
    expect((await review(inTenants('vid*'), tenants)).requests).toHaveLength(2)
  })

  it('are caught where there is no such one', async () => {
    expect((await review(inTenants('video', 'vid*'), tenants)).reason).toBeUndefined()
    expect((await review(inTenants('viedo'), tenants)).reason).toContain('unknown tenant "viedo" (video?)')
  })
})

it('our own role for OpenSearch is made of known permissions', () => {
  const used = readJson<JsonObject>(join(projectFolder, 'roles/openvidu/roles/openvidu-role.opensearch.json'))
  const actions = JSON.stringify(used).match(/"(cluster|indices):[^"]+"/g) ?? []
  expect(actions.length).toBeGreaterThan(3)
  for (const action of actions) expect(openSearchActions).toContain(JSON.parse(action))
})
