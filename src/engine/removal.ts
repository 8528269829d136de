import type { JsonObject } from '../json.js'
import { ElkctlError } from '../errors.js'
import { grantHint } from '../http/answer.js'
import { kinds } from '../kinds/index.js'
import type { Existing, ResourceKind } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { roleHolders, type Holder } from '../kinds/role/role-holders.js'
import { noIndices } from '../lifecycle/index.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change } from './change.js'
import type { Plan } from './plan.js'

export interface RemovalOptions {
  username: string
  /** a role that goes too, although nobody has it any more */
  role: string | undefined
  /** also what elkctl did not write */
  adopt: boolean
}

/**
 * What undoes a user: its roles that nobody else has, their mappings, and the user. The user goes last: as long as it is there, a second run
 * finds the rest. Reads only. @throws ApiError
 */
export async function planRemoval(stack: Stack, options: RemovalOptions): Promise<Plan> {
  const { username } = options
  const holders = await roleHolders[stack.flavor.dialect](stack)
  const isSelf = (holder: Holder) => 'user' in holder && holder.user === username
  const itsRoles = [...holders].filter(([, who]) => who.some(isSelf)).map(([name]) => name)
  const names = [...new Set([...itsRoles, ...(options.role === undefined ? [] : [options.role])])].sort()
  const others = (role: string) => (holders.get(role) ?? []).filter((holder) => !isSelf(holder))

  const changes: Change[] = []
  for (const [name, role] of await found('role', stack, names))
    // Every product gives users some of its own.
    if (!role.reserved || name === options.role) changes.push(decide('role', name, role, stack, options, others(name)))
  const gone = new Set(changes.filter(({ action }) => action === 'remove').map(({ name }) => name))
  for (const [name, mapping] of await found('role mapping', stack, names)) {
    const users = mapping.body['users']
    if (others(name).length === 0 && (gone.has(name) || isOurs('role mapping', name, mapping, stack)))
      changes.push(decide('role mapping', name, mapping, stack, options, []))
    else if (Array.isArray(users) && users.includes(username))
      changes.push(withoutUser(name, mapping, users.map(String), stack, options))
  }
  const user = (await found('user', stack, [username])).get(username)
  if (user !== undefined) changes.push(userChange(user, stack, options))
  return { stack, lifecycle: true, changes, indices: noIndices, missing: [] }
}

/** What there is of these names. A kind that this product does not have is empty. */
async function found(kindName: string, stack: Stack, names: string[]): Promise<Map<string, Existing>> {
  const kind = kindNamed(kindName)
  if (kind.api[stack.flavor.dialect] === undefined || names.length === 0) return new Map()
  const reading: Reading = await apiOf(kind, stack).read(stack, names)
  if (reading.status !== 'read')
    throw new ElkctlError(`Reading the ${kindName}s was refused: ${reading.reason}.`, {
      exit: 'access',
      hint: grantHint(reading.reason, stack.identity),
    })
  return new Map([...reading.objects].filter(([name]) => names.includes(name)))
}

function kindNamed(name: string): ResourceKind {
  const kind = kinds.find((candidate) => candidate.name === name)
  if (kind === undefined) throw new Error(`there is no kind "${name}"`)
  return kind
}

const isOurs = (kind: string, name: string, { body }: Existing, stack: Stack): boolean =>
  apiOf(kindNamed(kind), stack).mark(stack, name)?.read(body) !== undefined

const subject = (kind: string, name: string) => ({ kind: kindNamed(kind), name, file: '' })

/** A role, or a mapping that is left without members. What stays is reported, with the reason. */
function decide(
  kind: string,
  name: string,
  existing: Existing,
  stack: Stack,
  options: RemovalOptions,
  others: Holder[],
): Change {
  const stays = (reason: string): Change => ({ ...subject(kind, name), action: 'skipped', reason })
  if (existing.reserved) return stays('built-in, kept')
  if (others.length > 0) return stays(`it stays, because ${others.map(inWords).join(', ')} has it too`)
  if (!options.adopt && !isOurs(kind, name, existing, stack))
    return stays('kept: elkctl did not write it; --adopt removes it too')
  return { ...subject(kind, name), action: 'remove', existing }
}

const inWords = (holder: Holder): string => ('user' in holder ? holder.user : holder.mapped)

/** A name that stays in a mapping would give the role to the next user who is called so. */
function withoutUser(
  name: string,
  existing: Existing,
  users: string[],
  stack: Stack,
  { username, adopt }: RemovalOptions,
): Change {
  if (existing.reserved || (!adopt && !isOurs('role mapping', name, existing, stack)))
    return {
      ...subject('role mapping', name),
      action: 'skipped',
      reason: existing.reserved
        ? `it is built in, and goes on naming ${username}`
        : `elkctl did not write it, and it goes on naming ${username}; --adopt takes the name out`,
    }
  const left = users.filter((user) => user !== username)
  const after: JsonObject = { ...existing.body, users: left }
  return {
    ...subject('role mapping', name),
    action: 'update',
    after,
    existing,
    differences: [{ path: 'users', before: users, after: left }],
    origin: 'ours',
  }
}

function userChange(existing: Existing, stack: Stack, { username, adopt }: RemovalOptions): Change {
  const blocked = (reason: string, hint: string): Change => ({
    ...subject('user', username),
    action: 'blocked',
    exit: 'conflict',
    reason,
    hint,
  })
  if (existing.reserved) return blocked('it is built in, and may not be removed', 'Name another user.')
  if (stack.identity?.username === username)
    return blocked(
      'you are signed in as this user',
      'Sign in as another administrator: --admin-username NAME --admin-password-stdin.',
    )
  if (!adopt && !isOurs('user', username, existing, stack))
    return blocked('elkctl did not make it', 'To remove it anyway, add --adopt.')
  return { ...subject('user', username), action: 'remove', existing }
}
