import { isObject, objectsIn, wordsIn, type JsonObject } from '../json.js'
import { matchesAny } from '../patterns.js'
import { expectMap } from '../http/shape.js'
import type { Stack } from '../stack/stack.js'
import { securityApi } from '../kinds/security-plugin.js'

export interface NeededRights {
  cluster: string[]
  /** on every index that the patterns may stand for */
  indices: string[]
  patterns: string[]
}

/**
 * What the signed-in user lacks, in words. ISM acts with the rights of who wrote the policy: without `managedindex` on an index the policy is accepted and the index silently passed
 * over, without `delete` it is stuck when its time has come (recordings 231, 285, 336). OpenSearch cannot be asked about a right, so roles are read.
 * undefined: nothing is lacking, or roles may not be read, which stops anyone but the service account elsewhere.
 */
export async function lackingRight(stack: Stack, needed: NeededRights): Promise<string | undefined> {
  if (stack.identity === undefined) return undefined
  const [roles, groups] = await Promise.all(
    ['roles', 'actiongroups'].map((what) => stack.search.get(`${securityApi(stack)}/${what}`)),
  )
  if (roles?.status !== 200 || groups?.status !== 200) return undefined
  const actionGroups = expectMap(groups, 'Reading the action groups')
  const visibleRoles = expectMap(roles, 'Reading the roles')
  const own = stack.identity.roles.map((name) => visibleRoles[name]).filter(isObject)
  // Roles can be hidden from the list; what they grant is not known.
  if (own.length < stack.identity.roles.length) return undefined
  const missing = needed.cluster.filter(
    (action) => !own.some((role) => grants(wordsIn(role['cluster_permissions']), actionGroups, action)),
  )
  if (missing.length > 0) return `lacks the right ${quoted(missing)} (cluster_permissions of a role)`
  for (const action of needed.indices) {
    const uncovered = needed.patterns.filter(
      (pattern) =>
        !own
          .flatMap((role) => objectsIn(role['index_permissions']))
          .some(
            (permission) =>
              matchesAny(wordsIn(permission['index_patterns']), pattern) &&
              grants(wordsIn(permission['allowed_actions']), actionGroups, action),
          ),
    )
    if (uncovered.length > 0)
      return `lacks the right ${quoted([action])} on ${uncovered.join(', ')} (allowed_actions of a role)`
  }
  return undefined
}

const quoted = (actions: string[]): string => actions.map((action) => `[${action}]`).join(', ')

/** Permissions are actions, patterns of actions, or names of action groups, which hold the same again. */
function grants(permissions: readonly string[], groups: JsonObject, action: string, within: string[] = []): boolean {
  return permissions.some((permission) => {
    if (matchesAny([permission], action)) return true
    const group = within.includes(permission) ? undefined : groups[permission]
    return isObject(group) && grants(wordsIn(group['allowed_actions']), groups, action, [...within, permission])
  })
}
