import { describe, expect, it } from '@jest/globals'
import { lackingRight } from '../../../src/lifecycle/ism-rights.js'
import { opensearch } from '../../../src/stack/flavors.js'
import { forbidden, ok, readerOf, stackOf } from '../fake-stack.js'

const api = '/_plugins/_security/api'
const manage = 'indices:admin/opensearch/ism/managedindex'
const needed = {
  cluster: ['cluster:admin/opendistro/ism/policy/write'],
  indices: [manage, 'indices:admin/delete'],
  patterns: ['filebeat*'],
}
const on = (index_patterns: string[], allowed_actions: string[]) => ({ index_patterns, allowed_actions })
const groups = { manage: { allowed_actions: ['indices:admin/*'] }, circle: { allowed_actions: ['circle'] } }

const lacking = (role: object | undefined, names = ['r']) =>
  lackingRight(
    stackOf(
      {
        identity: { username: 'u', roles: names },
        search: readerOf({
          [`${api}/roles`]: role ? ok({ r: role }) : forbidden,
          [`${api}/actiongroups`]: ok(groups),
        }),
      },
      opensearch,
    ),
    needed,
  )
const cluster = { cluster_permissions: ['cluster:admin/opendistro/ism/*'] }

describe('whoever writes an ISM policy', () => {
  it.each([
    ['all_access', { cluster_permissions: ['*'], index_permissions: [on(['*'], ['*'])] }],
    ['a group of actions', { ...cluster, index_permissions: [on(['filebeat*'], ['manage'])] }],
    [
      'one right from each of two entries',
      { ...cluster, index_permissions: [on(['file*'], [manage]), on(['*'], ['indices:admin/delete'])] },
    ],
  ])('may: %s', async (_what, role) => {
    expect(await lacking(role)).toBeUndefined()
  })

  it.each([
    ['no cluster right', { index_permissions: [on(['*'], ['*'])] }, 'policy/write'],
    [
      'no right to have indices managed (recording 336)',
      { ...cluster, index_permissions: [on(['filebeat*'], ['indices:admin/delete'])] },
      manage,
    ],
    [
      'no right to delete (recording 285)',
      { ...cluster, index_permissions: [on(['*'], [manage])] },
      '[indices:admin/delete] on filebeat*',
    ],
    [
      'rights to some of the indices only',
      { ...cluster, index_permissions: [on(['filebeat-nginx*'], ['manage'])] },
      `[${manage}] on filebeat*`,
    ],
    ['a group that holds only itself', { ...cluster, index_permissions: [on(['*'], ['circle'])] }, manage],
  ])('may not: %s', async (_what, role, missing) => {
    expect(await lacking(role)).toContain(missing)
  })

  it('is not judged where roles may not be read, or one of them is hidden', async () => {
    expect(await lacking(undefined)).toBeUndefined()
    expect(await lacking({ index_permissions: [] }, ['r', 'hidden'])).toBeUndefined()
  })
})
