import { wordsIn, type Json, type JsonObject } from '../../json.js'
import type { Dialect } from '../../stack/flavors.js'
import { expectMap } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import type { Dependant, DependantsOf } from '../kind.js'
import { securityApi } from '../security-plugin.js'

/** A user who has a role: a user of the stack itself, or all that a mapping brings in, in words. */
export type Holder = { user: string } | { mapped: string }

/** Role → who has it. @throws ApiError when it may not be read */
export type Holders = Map<string, Holder[]>

export const roleHolders: Record<Dialect, (stack: Stack) => Promise<Holders>> = {
  elasticsearch: async (stack) => {
    const holders: Holders = new Map()
    for (const [username, user] of await listed(stack, '/_security/user', 'users'))
      add(holders, user['roles'], { user: username })
    for (const [name, mapping] of await listed(stack, '/_security/role_mapping', 'role mappings'))
      add(holders, mapping['roles'], { mapped: `every user that the role mapping ${name} matches` })
    return holders
  },
  opensearch: async (stack) => {
    const holders: Holders = new Map()
    for (const [username, user] of await listed(stack, `${securityApi(stack)}/internalusers`, 'users'))
      add(holders, user['opendistro_security_roles'], { user: username })
    for (const [role, mapping] of await listed(stack, `${securityApi(stack)}/rolesmapping`, 'role mappings')) {
      for (const username of wordsIn(mapping['users'])) add(holders, [role], { user: username })
      for (const [field, title] of mappedBy)
        for (const name of wordsIn(mapping[field])) add(holders, [role], { mapped: `${title} ${name}` })
    }
    return holders
  },
}

const mappedBy = [
  ['backend_roles', 'the backend role'],
  ['and_backend_roles', 'the backend role'],
  ['hosts', 'the host'],
] as const

/** The same as what needs a role. */
export const dependantsOfRoles: DependantsOf = async (stack, roles) => {
  const holders = await roleHolders[stack.flavor.dialect](stack)
  const asDependant = (holder: Holder): Dependant =>
    'user' in holder ? { kind: 'user', name: holder.user } : { kind: '', name: holder.mapped }
  return new Map(roles.map(({ name }) => [name, (holders.get(name) ?? []).map(asDependant)]))
}

async function listed(stack: Stack, path: string, what: string): Promise<[string, JsonObject][]> {
  return Object.entries(expectMap(await stack.search.get(path), `Reading the ${what}`))
}

function add(holders: Holders, roles: Json | undefined, holder: Holder): void {
  for (const role of wordsIn(roles)) holders.set(role, [...(holders.get(role) ?? []), holder])
}
