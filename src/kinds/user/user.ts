import { isObject, listIn, withoutEmpty, type Json, type JsonObject } from '../../json.js'
import { expectGone, expectOk } from '../../http/answer.js'
import { objectsByName, readList, type Existing, type ResourceApi, type ResourceKind, type Secret } from '../kind.js'
import { fieldMark } from '../mark.js'
import { fromSecurityPlugin, sorted } from '../role/role.js'
import { securityApi } from '../security-api.js'

const elasticsearchUser: ResourceApi = {
  // Whoever signs in as this user has been told its roles already; it may not read users, and need not.
  read: async (stack, names) => {
    const self = names.find((name) => name === stack.identity?.username)
    if (self !== undefined)
      return {
        status: 'read',
        // With anonymous access, or role mappings that match it, the server tells of further roles, which are not the user's own.
        objects: new Map([[self, { body: { roles: stack.identity?.roles ?? [] }, onlyGrants: true, added: 'roles' }]]),
      }
    const path = `/_security/user/${names.map(encodeURIComponent).join(',')}`
    return readList(stack.search, path, 'users', objectsByName(fromElasticsearch))
  },
  normalize: (body) => withoutEmpty({ enabled: true, ...body, roles: sorted(body['roles'] ?? []) }),
  mark: () => fieldMark('metadata', 'elkctl'),
  foreign: (wanted, found) => otherRoles(wanted['roles'], found['roles']),
  write: async ({ search }, _stack, objects, secret) => {
    for (const { name, body } of objects)
      expectOk(
        await search.put(`/_security/user/${encodeURIComponent(name)}`, withPassword(body, secret)),
        `User ${name}`,
      )
  },
  remove: async ({ search }, _stack, name) => {
    expectGone(await search.delete(`/_security/user/${encodeURIComponent(name)}`), `Removing the user ${name}`)
  },
}

function fromElasticsearch(user: JsonObject): Existing {
  const { username: _name, ...body } = user
  return { body, reserved: isObject(user['metadata']) && user['metadata']['_reserved'] === true }
}

/** Internal users. Roles come by the role mapping; `opendistro_security_roles` are those that this user has besides. */
const openSearchUser: ResourceApi = {
  read: (stack) =>
    readList(stack.search, `${securityApi(stack)}/internalusers`, 'users', objectsByName(fromSecurityPlugin)),
  normalize: (body) =>
    withoutEmpty({
      ...body,
      backend_roles: sorted(body['backend_roles'] ?? []),
      opendistro_security_roles: sorted(body['opendistro_security_roles'] ?? []),
    }),
  mark: () => fieldMark('attributes', 'elkctl'),
  foreign: (wanted, found) =>
    otherRoles(wanted['opendistro_security_roles'], found['opendistro_security_roles']) ??
    otherRoles(wanted['backend_roles'], found['backend_roles']),
  write: async ({ search }, stack, objects, secret) => {
    for (const { name, body } of objects)
      expectOk(
        await search.put(`${securityApi(stack)}/internalusers/${encodeURIComponent(name)}`, withPassword(body, secret)),
        `User ${name}`,
      )
  },
  remove: async ({ search }, stack, name) => {
    expectGone(
      await search.delete(`${securityApi(stack)}/internalusers/${encodeURIComponent(name)}`),
      `Removing the user ${name}`,
    )
  },
}

/** An update without a password keeps the old one, on both. */
const withPassword = (body: JsonObject, { password }: Secret): JsonObject =>
  password === undefined ? body : { ...body, password }

function otherRoles(wanted: Json | undefined, found: Json | undefined): string | undefined {
  const others = listIn(found).filter((name) => !(Array.isArray(wanted) && wanted.includes(name)))
  return others.length === 0
    ? undefined
    : `it is somebody’s account with other roles (${others.map(String).join(', ')})`
}

export const user: ResourceKind = {
  name: 'user',
  folder: 'roles/<profile>/users',
  compare: 'exact',
  needs: 'security',
  api: { elasticsearch: elasticsearchUser, opensearch: openSearchUser },
}
