import { describe, expect, it } from '@jest/globals'
import { opendistro, opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import { memoryEngine, ok, readerOf, stackOf } from '../fake-stack.js'

import { name, oursOpenSearch, openSearchApi, read, differences, type OpenSearchRole } from './roles.js'

describe('on OpenSearch', () => {
  const stack = stackOf({ search: readerOf({}) }, opensearch)
  /** As its security plugin gives a role back: https://opensearch.org/docs/2.19/security/access-control/api/#get-role */
  const asGivenBack = (body: OpenSearchRole): JsonObject => ({
    reserved: false,
    hidden: false,
    ...body,
    index_permissions: body.index_permissions.map((entry) => ({ ...entry, dls: null, fls: null, masked_fields: null })),
    static: false,
  })

  it('what it gives back for what we wrote is no difference', async () => {
    const search = readerOf({
      '/_plugins/_security/api/roles': ok({ [name]: asGivenBack(oursOpenSearch), other: { reserved: true } }),
    })
    const existing = await read({ ...stack, search }, openSearchApi)
    expect(existing.reserved).toBe(false)
    expect(differences(oursOpenSearch, existing, stack)).toEqual([])
  })

  it.each<[string, (body: OpenSearchRole) => void, string]>([
    ['a cluster permission', (body) => body.cluster_permissions.push('*'), 'cluster_permissions'],
    ['an index', (body) => body.index_permissions[0]?.index_patterns.push('*'), 'index_permissions[0].index_patterns'],
    ['an action', (body) => body.index_permissions[0]?.allowed_actions.pop(), 'index_permissions[0].allowed_actions'],
    [
      'a tenant',
      (body) => body.tenant_permissions.push({ tenant_patterns: ['x'], allowed_actions: [] }),
      'tenant_permissions',
    ],
    [
      'document level security',
      (body) => Object.assign(body.index_permissions[0] ?? {}, { dls: '{}' }),
      'index_permissions[0].dls',
    ],
  ])('%s is exactly one difference', (_what, edit, where) => {
    const edited = structuredClone(oursOpenSearch)
    edit(edited)
    expect(differences(oursOpenSearch, { body: edited }, stack).map((difference) => difference.path)).toEqual([where])
  })

  it.each(['reserved', 'hidden', 'static'])('a role that is %s is not ours to change', async (flag) => {
    const search = readerOf({ '/_plugins/_security/api/roles': ok({ [name]: { ...oursOpenSearch, [flag]: true } }) })
    expect((await read({ ...stack, search }, openSearchApi)).reserved).toBe(true)
  })

  it('is written by its security API, on Open Distro by its older path', async () => {
    for (const flavor of [opensearch, opendistro]) {
      const engine = memoryEngine()
      const objects = [{ name, body: oursOpenSearch, existing: undefined }]
      await openSearchApi.write({ search: engine.writer }, stackOf({}, flavor), objects, { password: undefined })
      expect(engine.requests).toEqual([`PUT ${flavor.pluginPath}/_security/api/roles/${name}`])
    }
  })
})
