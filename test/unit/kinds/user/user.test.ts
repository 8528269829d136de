import { describe, expect, it } from '@jest/globals'
import type { Existing, ResourceApi } from '../../../../src/kinds/kind.js'
import { user } from '../../../../src/kinds/user/user.js'
import { elasticsearch, opendistro, opensearch } from '../../../../src/stack/flavors.js'
import type { JsonObject } from '../../../../src/json.js'
import type { Stack } from '../../../../src/stack/stack.js'
import { differencesOn } from '../../differences.js'
import { forbidden, memoryEngine, ok, readerOf, reply, stackOf } from '../../fake-stack.js'

const name = 'openvidu'
const api = user.api.elasticsearch as ResourceApi
const openSearchApi = user.api.opensearch as ResourceApi
const stackWith = (parts: Partial<Stack>, flavor = elasticsearch) => stackOf(parts, flavor)

const compare = (wanted: JsonObject, existing: Existing, stack: Stack) =>
  differencesOn(stack, user, name, wanted, existing)

async function read(of: ResourceApi, stack: Stack): Promise<Existing | undefined> {
  const reading = await of.read(stack, [name])
  if (reading.status !== 'read') throw new Error(reading.status)
  return reading.objects.get(name)
}

describe('on Elasticsearch', () => {
  const wanted = { roles: ['openvidu-role'], full_name: 'OpenVidu service account' }
  const path = `/_security/user/${name}`
  const given = {
    username: name,
    roles: ['openvidu-role'],
    full_name: 'OpenVidu service account',
    email: null,
    metadata: {},
    enabled: true,
  }
  const stackGiving = (body: JsonObject) => stackWith({ search: readerOf({ [path]: ok({ [name]: body }) }) })

  it('what is given back for what we wrote is no difference', async () => {
    const stack = stackGiving({ ...given, metadata: { elkctl: 'elkctl:openvidu:0123456789ab' } })
    const existing = await read(api, stack)
    expect(existing?.body).not.toHaveProperty('username')
    expect(compare(wanted, existing as Existing, stack)).toEqual([])
  })

  it.each<[string, JsonObject, string]>([
    ['another role', { roles: ['openvidu-role', 'superuser'] }, 'roles'],
    ['no role', { roles: [] }, 'roles'],
    ['switched off', { enabled: false }, 'enabled'],
    ['another name', { full_name: 'Bob' }, 'full_name'],
    ['an address', { email: 'x@example.com' }, 'email'],
  ])('%s is exactly one difference', async (_what, edit, where) => {
    const stack = stackGiving({ ...given, ...edit })
    const existing = await read(api, stack)
    expect(compare(wanted, existing as Existing, stack).map((difference) => difference.path)).toEqual([where])
  })

  it('one that is not there is not read', async () => {
    expect(await read(api, stackWith({ search: readerOf({ [path]: { status: 404, body: {} } }) }))).toBeUndefined()
  })

  it('a built-in one is reserved', async () => {
    expect((await read(api, stackGiving({ ...given, metadata: { _reserved: true } })))?.reserved).toBe(true)
  })

  it('who signs in as the user is not asked about it', async () => {
    const search = readerOf({})
    const stack = stackWith({ search, identity: { username: name, roles: ['openvidu-role'] } })
    const existing = await read(api, stack)
    expect(existing).toEqual({ body: { roles: ['openvidu-role'] }, partiallyVisible: true, extensibleList: 'roles' })
    expect(compare(wanted, existing as Existing, stack)).toEqual([])
    expect(search.requests).toEqual([])
  })

  it.each([
    ['roles that everybody has are no difference', ['openvidu-role', 'monitoring_user'], []],
    ['a role that is missing is one', ['monitoring_user'], ['roles']],
  ])('who signs in as the user: %s', async (_what, roles, where) => {
    const stack = stackWith({ search: readerOf({}), identity: { username: name, roles } })
    const existing = await read(api, stack)
    expect(compare(wanted, existing as Existing, stack).map(({ path }) => path)).toEqual(where)
  })

  it('an administrator who signs in as the user may read whether it is built in', async () => {
    const stack = stackGiving({ ...given, metadata: { _reserved: true } })
    const existing = await read(api, { ...stack, identity: { username: name, roles: ['superuser'] } })
    expect(existing).toMatchObject({ reserved: true })
    expect(existing?.partiallyVisible).toBeUndefined()
  })

  it('who may not read it is told so', async () => {
    const stack = stackWith({ search: readerOf({ [path]: forbidden }) })
    expect((await api.read(stack, [name])).status).toBe('refused')
  })

  it.each([
    ['a new one with the password', 'pw', { ...wanted, password: 'pw' }],
    ['an old one without', undefined, wanted],
  ])('is written: %s', async (_what, password, body) => {
    const engine = memoryEngine()
    await api.write({ search: engine.writer }, stackWith({}), [{ name: 'a b', body: wanted, existing: undefined }], {
      password,
    })
    // With a password, what is there is looked at first.
    expect(engine.requests.slice(password === undefined ? 0 : 1)).toEqual(['PUT /_security/user/a%20b'])
    expect(engine.objects.get('/_security/user/a b')).toEqual(body)
  })

  // Elasticsearch 7.10.2: metadata that is sent without a password is added to what is there; without any, the old one goes.
  it.each<[string, JsonObject, JsonObject]>([
    ['none is sent where none is left', { metadata: {} }, {}],
    ['a key that goes is named', { metadata: { b: 2 } }, { metadata: { b: 2, elkctl: null } }],
    ['what stays is sent alone', { metadata: { elkctl: 'new' } }, { metadata: { elkctl: 'new' } }],
  ])('metadata of an existing one: %s', async (_what, after, sent) => {
    const engine = memoryEngine()
    const existing = { body: { ...wanted, metadata: { elkctl: 'old' } } }
    const object = { name, body: { ...wanted, ...after }, existing }
    await api.write({ search: engine.writer }, stackWith({}), [object], { password: undefined })
    expect(engine.objects.get(path)).toEqual({ ...wanted, ...sent })
  })

  it.each([
    [200, true],
    [404, true],
    [403, false],
  ])('is removed; %d is success: %s', async (status, success) => {
    const engine = memoryEngine((method) => (method === 'DELETE' ? reply(method, '', { status, body: {} }) : undefined))
    const removing = api.remove({ search: engine.writer }, stackWith({}), name)
    if (success) await expect(removing).resolves.toBeUndefined()
    else await expect(removing).rejects.toMatchObject({ exit: 'access' })
    expect(engine.requests).toEqual([`DELETE ${path}`])
  })

  it.each<[string, string[], RegExp | undefined]>([
    ['the same role', ['openvidu-role'], undefined],
    ['no role', [], undefined],
    ['other roles', ['openvidu-role', 'superuser', 'viewer'], /superuser, viewer/],
  ])('somebody’s user with %s', (_what, roles, reason) => {
    const said = api.adoptionConflict?.(wanted, { roles }, [])
    if (reason === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(reason)
  })
})

describe('on OpenSearch', () => {
  const wanted = { opendistro_security_roles: ['kibana_user'], attributes: { description: 'OpenVidu service account' } }
  const list = '/_plugins/_security/api/internalusers'
  const given = { hash: '', reserved: false, hidden: false, backend_roles: [], ...wanted, static: false }
  const stackGiving = (body: JsonObject) =>
    stackWith({ search: readerOf({ [list]: ok({ [name]: body, admin: { reserved: true } }) }) }, opensearch)

  it('what is given back for what we wrote is no difference, and the hash is not kept', async () => {
    const stack = stackGiving({
      ...given,
      attributes: { ...wanted.attributes, elkctl: 'elkctl:openvidu:0123456789ab' },
    })
    const existing = await read(openSearchApi, stack)
    expect(existing?.body).not.toHaveProperty('hash')
    expect(compare(wanted, existing as Existing, stack)).toEqual([])
  })

  it.each<[string, JsonObject, string]>([
    ['a backend role', { backend_roles: ['admin'] }, 'backend_roles'],
    ['a role', { opendistro_security_roles: ['kibana_user', 'all_access'] }, 'opendistro_security_roles'],
    ['an attribute', { attributes: { ...wanted.attributes, a: 'b' } }, 'attributes.a'],
  ])('%s is exactly one difference', async (_what, edit, where) => {
    const stack = stackGiving({ ...given, ...edit })
    const existing = await read(openSearchApi, stack)
    expect(compare(wanted, existing as Existing, stack).map((difference) => difference.path)).toEqual([where])
  })

  it('is read, written and removed on Open Distro by its older path', async () => {
    const search = readerOf({ '/_opendistro/_security/api/internalusers': ok({ [name]: given }) })
    expect(await read(openSearchApi, stackWith({ search }, opendistro))).toBeDefined()
    const engine = memoryEngine((method) => (method === 'DELETE' ? ok({}) : undefined))
    const stack = stackWith({}, opendistro)
    await openSearchApi.write({ search: engine.writer }, stack, [{ name, body: wanted, existing: undefined }], {
      password: 'pw',
    })
    await openSearchApi.remove({ search: engine.writer }, stack, name)
    expect(engine.requests).toEqual([
      'GET /_opendistro/_security/api/internalusers',
      'PUT /_opendistro/_security/api/internalusers/openvidu',
      'DELETE /_opendistro/_security/api/internalusers/openvidu',
    ])
    expect([...engine.objects.values()]).toEqual([{ ...wanted, password: 'pw' }])
  })

  it.each<[string, JsonObject, boolean]>([
    ['the same roles', { opendistro_security_roles: ['kibana_user'], backend_roles: [] }, false],
    ['another role', { opendistro_security_roles: ['all_access'] }, true],
    ['a backend role', { opendistro_security_roles: [], backend_roles: ['admin'] }, true],
  ])('somebody’s user with %s is foreign: %s', (_what, found, foreign) => {
    expect(openSearchApi.adoptionConflict?.(wanted, found, []) !== undefined).toBe(foreign)
  })
})
