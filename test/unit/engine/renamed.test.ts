import { describe, expect, it } from '@jest/globals'
import { isRenamedOnly } from '../../../src/engine/renamed.js'
import type { JsonObject } from '../../../src/json.js'
import { markOf } from '../../../src/kinds/mark.js'
import { user } from '../../../src/kinds/user/user.js'
import { ok, stackOf } from '../fake-stack.js'
import { definition, planOne } from './planning.js'

describe('a user that an older elkctl wrote', () => {
  const older = { roles: ['viewer-role'], full_name: 'Looks at dashboards' }
  const elkctl = markOf('openvidu', older)
  const wanted = definition(user, 'carol', { roles: ['viewer-role'], full_name: 'OpenVidu Viewer' })
  const given = { ...older, username: 'carol', email: null, enabled: true, metadata: { elkctl } }
  const plan = (edit: JsonObject) => planOne(wanted, { '/_security/user/carol': ok({ carol: { ...given, ...edit } }) })
  const stack = stackOf()

  it('is renamed as its own, not as something that a person edited', async () => {
    const change = await plan({})
    expect(change).toMatchObject({ action: 'update', origin: 'older', differences: [{ path: 'full_name' }] })
    if (change.action !== 'update') throw new Error(change.action)
    expect(isRenamedOnly(change, stack, 'openvidu')).toBe(true)
  })

  it.each<[string, JsonObject]>([
    ['a person has named it', { full_name: 'Carol Smith' }],
    ['it has other roles', { roles: ['service-role'] }],
    ['it is switched off', { enabled: false }],
    ['it has no mark', { metadata: {} }],
    ['it has no name any more', { full_name: null }],
  ])('is not only renamed where %s', async (_what, edit) => {
    const change = await plan(edit)
    if (change.action !== 'update') throw new Error(change.action)
    expect(isRenamedOnly(change, stack, 'openvidu')).toBe(false)
  })
})
