import { isObject, listIn, objectIn, withoutEmpty, type Json, type JsonObject } from '../../json.js'
import { administratorRole } from '../../http/answer.js'
import { jsonApi } from '../json-api.js'
import type { Existing, ObjectToWrite, ResourceApi, ResourceKind, Secret } from '../kind.js'
import { fieldMark } from '../mark.js'
import { objectsByName, readList } from '../reading.js'
import { fromSecurityPlugin, oneAfterAnother, securityApi } from '../security-plugin.js'
import { sorted } from '../sorted.js'
import { lookingFirst } from './made-once.js'

const elasticsearchUsers = jsonApi({
  one: 'user',
  many: 'users',
  path: () => '/_security/user',
  objects: objectsByName(fromElasticsearch),
  sent: (object, secret) => withPassword({ ...object, body: withoutOldMetadata(object) }, secret),
})

const elasticsearchUser: ResourceApi = {
  ...elasticsearchUsers,
  // Without a name: every user. One who signs in knows its roles already; unless it is an administrator it may not read users, and need not.
  read: async (stack, names) => {
    const self = names.find((name) => name === stack.identity?.username)
    if (self !== undefined && administratorRole(stack.identity) === undefined)
      return {
        status: 'read',
        // With anonymous access, or role mappings that match it, the server tells of further roles, which are not the user's own.
        objects: new Map<string, Existing>([
          [self, { body: { roles: stack.identity?.roles ?? [] }, partiallyVisible: true, extensibleList: 'roles' }],
        ]),
      }
    const path = `/_security/user${names.length === 0 ? '' : `/${names.map(encodeURIComponent).join(',')}`}`
    return readList(stack.search, path, 'users', objectsByName(fromElasticsearch))
  },
  normalize: (body) => withoutEmpty({ enabled: true, ...body, roles: sorted(body['roles'] ?? []) }),
  mark: () => fieldMark('metadata', 'elkctl'),
  adoptionConflict: (desired, actual) => otherRoles(desired['roles'], actual['roles']),
}

function fromElasticsearch(user: JsonObject): Existing {
  const { username: _name, ...body } = user
  return { body, reserved: isObject(user['metadata']) && user['metadata']['_reserved'] === true }
}

/** Internal users. Roles come by the role mapping; `opendistro_security_roles` are those that this user has besides. */
const openSearchUser: ResourceApi = {
  ...jsonApi({
    one: 'user',
    many: 'users',
    path: (stack) => `${securityApi(stack)}/internalusers`,
    objects: objectsByName(fromSecurityPlugin),
    sent: withPassword,
  }),
  ...oneAfterAnother,
  normalize: (body) =>
    withoutEmpty({
      ...body,
      backend_roles: sorted(body['backend_roles'] ?? []),
      opendistro_security_roles: sorted(body['opendistro_security_roles'] ?? []),
    }),
  mark: () => fieldMark('attributes', 'elkctl'),
  adoptionConflict: (desired, actual) =>
    otherRoles(desired['opendistro_security_roles'], actual['opendistro_security_roles']) ??
    otherRoles(desired['backend_roles'], actual['backend_roles']),
}

/**
 * Where the password stays, the server adds the metadata to what the user has (seen on 7.10.2): what goes is named, with nothing in it. Without any
 * metadata the old one goes.
 */
function withoutOldMetadata({ body, existing }: ObjectToWrite): JsonObject {
  const { metadata, ...rest } = body
  const kept = objectIn(metadata)
  const gone = Object.keys(objectIn(existing?.body['metadata'])).filter((key) => !(key in kept))
  if (gone.length === 0) return body
  if (Object.keys(kept).length === 0) return rest
  return { ...rest, metadata: { ...kept, ...Object.fromEntries(gone.map((key) => [key, null])) } }
}

/** An update without a password keeps the old one, on both. */
function withPassword({ body }: ObjectToWrite, { password }: Secret): JsonObject {
  return password === undefined ? body : { ...body, password }
}

function otherRoles(desired: Json | undefined, actual: Json | undefined): string | undefined {
  const others = listIn(actual).filter((name) => !(Array.isArray(desired) && desired.includes(name)))
  return others.length === 0
    ? undefined
    : `it is someone else’s account with other roles (${others.map(String).join(', ')})`
}

export const user: ResourceKind = {
  name: 'user',
  folder: 'roles/<profile>/users',
  compare: 'exact',
  needs: 'security',
  notRestored: { when: 'missing', reason: 'no backup has its password: elkctl create-user makes it again' },
  // When all that its documents need is there: what fails before leaves no user whose password nobody has.
  after: ['role', 'lifecycle policy', 'ingest pipeline', 'index template', 'legacy template', 'write alias'],
  api: { elasticsearch: lookingFirst(elasticsearchUser), opensearch: lookingFirst(openSearchUser) },
}
