import { wordsIn, type JsonObject } from '../json.js'
import { ElkctlError } from '../errors.js'
import { grantHint } from '../http/answer.js'
import { kinds } from '../kinds/index.js'
import type { Existing, ResourceKind } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { roleHolders, type Holder } from '../kinds/role/role-holders.js'
import { noIndices } from '../lifecycle/index.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change, type Decision } from './change.js'
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

  const context = { stack, options }
  const roles = [...(await existingOf('role', stack, names))]
    // Every product gives users some of its own.
    .filter(([name, { reserved }]) => !reserved || name === options.role)
    .map(([name, existing]) => removeOrKeep({ kind: 'role', name, existing }, others(name), context))
  const gone = new Set(roles.filter(({ action }) => action === 'remove').map(({ name }) => name))
  const mappings = [...(await existingOf('role mapping', stack, names))].flatMap(([name, existing]) => {
    const mapping = { kind: 'role mapping', name, existing }
    const users = wordsIn(existing.body['users'])
    if (others(name).length === 0 && (gone.has(name) || isOurs(mapping, stack)))
      return [removeOrKeep(mapping, [], context)]
    return users.includes(username) ? [withoutUser(mapping, users, context)] : []
  })
  const user = (await existingOf('user', stack, [username])).get(username)
  const changes = [...roles, ...mappings, ...(user === undefined ? [] : [removeUser(user, context)])]
  return { stack, lifecycle: true, changes, indices: noIndices, missing: [] }
}

/** What there is of these names. A kind that this product does not have is empty. */
async function existingOf(kindName: string, stack: Stack, names: string[]): Promise<Map<string, Existing>> {
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

/** An object that may be removed. */
interface Candidate {
  /** its name */
  kind: string
  name: string
  existing: Existing
}

interface Context {
  stack: Stack
  options: RemovalOptions
}

const isOurs = ({ kind, name, existing }: Candidate, stack: Stack): boolean =>
  apiOf(kindNamed(kind), stack).mark(stack, name)?.read(existing.body) !== undefined

const subjectOf = ({ kind, name }: Candidate) => ({ kind: kindNamed(kind), name, file: '' })

/** A role, or a mapping that is left without members. What stays is reported, with the reason. */
function removeOrKeep(candidate: Candidate, others: Holder[], { stack, options }: Context): Change {
  const keep = (reason: string): Change => ({ ...subjectOf(candidate), action: 'skipped', reason })
  const { existing } = candidate
  if (existing.reserved) return keep('built-in, kept')
  if (others.length > 0) return keep(`kept, because ${others.map(inWords).join(', ')} has it too`)
  if (!options.adopt && !isOurs(candidate, stack)) return keep('kept: elkctl did not write it; --adopt removes it too')
  return { ...subjectOf(candidate), action: 'remove', existing }
}

const inWords = (holder: Holder): string => ('user' in holder ? holder.user : holder.mapped)

/** A name that stays in a mapping would give the role to the next user who is called so. */
function withoutUser(mapping: Candidate, users: readonly string[], { stack, options }: Context): Change {
  const { existing } = mapping
  const { username, adopt } = options
  if (existing.reserved || (!adopt && !isOurs(mapping, stack)))
    return {
      ...subjectOf(mapping),
      action: 'skipped',
      reason: existing.reserved
        ? `built-in, kept; it still names ${username}`
        : `kept: elkctl did not write it, and it still names ${username}; --adopt removes the name`,
    }
  return {
    ...subjectOf(mapping),
    ...onlyUsers(
      existing,
      users.filter((user) => user !== username),
    ),
  }
}

/** A mapping that stays, for these users alone. */
export function onlyUsers(existing: Existing, users: string[]): Decision {
  const after: JsonObject = { ...existing.body, users }
  const differences = [{ path: 'users', before: existing.body['users'], after: users }]
  return { action: 'update', after, existing, differences, origin: 'ours' }
}

function removeUser(existing: Existing, { stack, options }: Context): Change {
  const user = { kind: 'user', name: options.username, existing }
  const blocked = (reason: string, hint: string): Change => ({
    ...subjectOf(user),
    action: 'blocked',
    exit: 'conflict',
    reason,
    hint,
  })
  if (existing.reserved) return blocked('it is built in and cannot be removed', 'Name another user.')
  if (stack.identity?.username === user.name)
    return blocked(
      'you are signed in as this user',
      'Sign in as another administrator: --admin-username NAME --admin-password-stdin.',
    )
  if (!options.adopt && !isOurs(user, stack))
    return blocked('elkctl did not make it', 'To remove it anyway, add --adopt.')
  return { ...subjectOf(user), action: 'remove', existing }
}
