import { isObject, listIn, withoutEmpty } from '../json.js'
import { jsonApi } from './json-api.js'
import type { Existing, ResourceApi, ResourceKind } from './kind.js'
import { textMark } from './mark.js'
import { objectsByName } from './reading.js'
import { dependantsOfRoles } from './role/role-holders.js'
import { fromSecurityPlugin, oneAfterAnother, securityApi } from './security-plugin.js'
import { sorted } from './sorted.js'

const mappings = jsonApi({
  one: 'role mapping',
  many: 'role mappings',
  path: (stack) => `${securityApi(stack)}/rolesmapping`,
  objects: objectsByName(fromSecurityPlugin),
})

const api: ResourceApi = {
  ...mappings,
  ...oneAfterAnother,
  read: async (stack, names) => {
    const reading = await mappings.read(stack, names)
    const { identity } = stack
    const own = names.filter((name) => identity?.roles.includes(name))
    // A user who has the role is mapped to it, and need not be allowed to read the mapping.
    return reading.status === 'refused' && identity && own.length === names.length
      ? {
          status: 'read',
          objects: new Map<string, Existing>(
            own.map((name) => [name, { body: { users: [identity.username] }, partiallyVisible: true }]),
          ),
        }
      : reading
  },
  normalize: (body) =>
    withoutEmpty(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, sorted(value)]))),
  mark: () => textMark('description'),
  // Several users may have one role, each from a run of its own.
  sharedList: 'users',
  dependants: dependantsOfRoles,
  adoptionConflict: (desired, actual) => {
    const others = Object.entries(actual)
      .filter(([key]) => key !== 'description')
      .flatMap(([key, names]) =>
        listIn(names).filter(
          (name) => !(isObject(desired) && Array.isArray(desired[key]) && desired[key].includes(name)),
        ),
      )
    return others.length === 0
      ? undefined
      : `it maps others too (${others.map(String).join(', ')}), who would lose the role`
  },
}

/** OpenSearch: who has a role. Elasticsearch writes it on the user. */
export const roleMapping: ResourceKind = {
  name: 'role mapping',
  folder: 'roles/<profile>/mappings',
  compare: 'exact',
  needs: 'security',
  after: ['role', 'user'],
  api: { opensearch: api },
}
