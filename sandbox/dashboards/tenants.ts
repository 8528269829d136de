import type { Access } from './access.js'
import { Refusal } from './http.js'
import { SavedObjects, type SavedObjectsStore } from './saved-objects.js'

/** Who is asking, from the engine's `authinfo`. */
export interface OpenSearchUser {
  name: string
  /** the tenants that the user may use: true to write, false to read; the user's own name is the private one */
  tenants: Record<string, boolean>
  /**
   * whether the roles bring a right to the index of the global tenant, which every other tenant does without; a role's `tenant_permissions` on
   * `global_tenant` are not enough
   */
  reachesGlobalIndex: boolean
}

/** As the engine calls them in `user_requested_tenant` and takes them in the header. */
export const globalTenant = ''
const privateTenant = '__user__'

const globalNames = ['global', 'Global']
const privateNames = ['private', 'Private', privateTenant]

/**
 * The tenant that a request ends up in, `''` for global, `__user__` for private, else a name. A tenant that does not exist or that the
 * user may not use is no error: the first of the preferred ones is taken, as when none is named.
 *
 * @param requested the header `securitytenant`
 * @param preferred `opensearch_security.multitenancy.tenants.preferred`; without any, global
 */
export function resolveTenant(
  requested: string | undefined,
  { tenants }: OpenSearchUser,
  preferred: readonly string[],
): string {
  if (requested) {
    if (requested in tenants) return requested
    if (privateNames.includes(requested)) return privateTenant
    if (globalNames.includes(requested)) return globalTenant
  }
  const [first = 'Global'] = preferred.filter(
    (name) => [...globalNames, ...privateNames].includes(name) || name in tenants,
  )
  if (privateNames.includes(first)) return privateTenant
  return globalNames.includes(first) ? globalTenant : first
}

type Right = 'write' | 'read' | 'none'

function rightOn(tenant: string, { tenants, reachesGlobalIndex }: OpenSearchUser): Right {
  if (tenant === privateTenant) return 'write'
  if (tenant === globalTenant && !reachesGlobalIndex) return 'none'
  const mayWrite = tenants[tenant === globalTenant ? 'global_tenant' : tenant]
  return mayWrite === undefined ? 'none' : mayWrite ? 'write' : 'read'
}

/** The actions that the engine names when it refuses. */
const engineActions: Record<string, string> = {
  find: 'indices:data/read/search',
  get: 'indices:data/read/get',
  delete: 'indices:data/write/delete',
}

/** Rights on saved objects are rights on the index of the tenant. */
export function accessToTenant(tenant: string, user: OpenSearchUser, store: SavedObjectsStore): Access {
  const right = rightOn(tenant, user)
  const refusal = (action: string) =>
    `no permissions for [${action}] and User [name=${user.name}, requestedTenant=${tenant}]`
  const refuse = (action: string) => {
    const needed: Right[] = action === 'delete' ? ['write'] : ['write', 'read']
    const engineAction = engineActions[action]
    // A bulk request answers for each object: what may not be read is not found, what may not be written is an error of that object.
    if (engineAction !== undefined && !needed.includes(right))
      throw new Refusal(403, `${refusal(engineAction)}: security_exception`)
  }
  return {
    ...placeOf(
      right === 'none' ? new SavedObjects() : store.at(tenant === privateTenant ? `private of ${user.name}` : tenant),
    ),
    writeRefused: right === 'write' ? undefined : refusal('indices:data/write/bulk[s]'),
    searchable: async (types) => {
      refuse('find')
      return Promise.resolve(types)
    },
    demand: async (action) => {
      refuse(action)
      return Promise.resolve()
    },
  }
}

/** Without the security plugin there are no tenants and no rights. */
export function accessToAll(store: SavedObjectsStore): Access {
  return {
    ...placeOf(store.at(globalTenant)),
    writeRefused: undefined,
    searchable: (types) => Promise.resolve(types),
    demand: () => Promise.resolve(),
  }
}

const placeOf = (objects: SavedObjects) => ({ objects, namespace: 'default' })
