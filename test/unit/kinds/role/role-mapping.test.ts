import { describe, expect, it } from '@jest/globals'
import type { Existing, ResourceApi } from '../../../../src/kinds/kind.js'
import { roleMapping } from '../../../../src/kinds/role-mapping.js'
import { opensearch } from '../../../../src/stack/flavors.js'
import type { JsonObject } from '../../../../src/json.js'
import { differencesOn } from '../../differences.js'
import { forbidden, ok, readerOf, stackOf } from '../../fake-stack.js'

import { name, read } from '../roles.js'

describe('the role mapping of OpenSearch', () => {
  const mapping = roleMapping.api.opensearch as ResourceApi
  const wanted = { description: 'x', users: ['openvidu'] }
  const listed = '/_plugins/_security/api/rolesmapping'
  const given = {
    hosts: [],
    users: ['openvidu'],
    reserved: false,
    hidden: false,
    backend_roles: [],
    and_backend_roles: [],
    description: 'x',
  }
  const mine = { username: 'openvidu', roles: [name, 'own_index'] }

  it('exists there only', () => {
    expect(Object.keys(roleMapping.api)).toEqual(['opensearch'])
  })

  it('what is given back for what we wrote is no difference; another user is', async () => {
    const stack = stackOf({ search: readerOf({ [listed]: ok({ [name]: given }) }) }, opensearch)
    const existing = await read(stack, mapping)
    const compare = (found: Existing) => differencesOn(stack, roleMapping, name, wanted, found)
    expect(compare(existing)).toEqual([])
    expect(compare({ body: { ...existing.body, users: ['openvidu', 'x'] } }).map(({ path: where }) => where)).toEqual([
      'users',
    ])
  })

  it('is known to who has the role, and may not read it', async () => {
    const stack = stackOf({ search: readerOf({ [listed]: forbidden }), identity: mine }, opensearch)
    expect(await read(stack, mapping)).toEqual({ body: { users: ['openvidu'] }, partiallyVisible: true })
    const other = stackOf(
      { search: readerOf({ [listed]: forbidden }), identity: { username: 'x', roles: [] } },
      opensearch,
    )
    expect((await mapping.read(other, [name])).status).toBe('refused')
  })

  it.each<[string, JsonObject, boolean]>([
    ['another user', { users: ['openvidu', 'bob'] }, true],
    ['a backend role', { users: ['openvidu'], backend_roles: ['ops'] }, true],
    ['a host', { hosts: ['*'] }, true],
    ['another description', { users: ['openvidu'], description: 'theirs' }, false],
    ['nobody', {}, false],
  ])('that maps %s would be taken from them: %s', (_what, found, foreign) => {
    expect(mapping.adoptionConflict?.(wanted, found, []) !== undefined).toBe(foreign)
  })
})
