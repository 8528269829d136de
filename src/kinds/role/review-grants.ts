import { matchesAny } from '../../patterns.js'
import { isObject, valueIn, wordsIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { similarNames } from '../../similar-names.js'
import type { Review } from '../kind.js'
import { securityApi } from '../security-plugin.js'
import { openSearchActions } from './opensearch-actions.js'

/**
 * OpenSearch takes a role with any action, action group or tenant (201, recorded on 2.19), and one that is misspelt grants nothing. Groups and
 * tenants are asked of the server; no server lists its actions, so they come from our list, the server's groups and its built-in roles.
 */
export async function reviewGrants(stack: Stack, roles: { name: string; body: JsonObject }[]): Promise<Review> {
  const groups = await readSecurityObjects(stack, 'actiongroups')
  if (groups === undefined)
    return {
      objections: [],
      notes: ['the action groups may not be read: a misspelt permission in a role would not be noticed'],
    }
  const inRoles = roles.map(({ name, body }) => ({ name, ...namesIn(body) }))
  const namesTenant = inRoles.flatMap(({ tenants }) => tenants).some((tenant) => !isEveryones(tenant))
  const tenants = namesTenant ? await readSecurityObjects(stack, 'tenants') : {}
  const actions = [
    ...openSearchActions,
    ...Object.values(groups).flatMap((group) => wordsIn(valueIn(group, 'allowed_actions'))),
  ]
  return {
    notes: [],
    objections: inRoles.flatMap(({ name, grants, tenants: patterns }) => {
      const wrong = [
        ...grants
          .filter((grant) => !isKnown(grant, Object.keys(groups), actions))
          .map((grant) =>
            unknownName(grant, grant.includes(':') ? 'action' : 'action group', Object.keys(groups), actions),
          ),
        ...patterns
          .filter(
            (pattern) =>
              tenants && !isEveryones(pattern) && !Object.keys(tenants).some((name) => matchesAny([pattern], name)),
          )
          .map((pattern) => unknownName(pattern, 'tenant', Object.keys(tenants ?? {}), [])),
      ]
      return wrong.length === 0
        ? []
        : [
            {
              name,
              reason: `${stack.flavor.title} would accept it, but it would have no effect: ${wrong.join('; ')}`,
              hint: 'Correct the data file of the role, or continue anyway with --force.',
            },
          ]
    }),
  }
}

/** undefined: the signed-in user may write roles, but not read this. */
async function readSecurityObjects(stack: Stack, what: 'actiongroups' | 'tenants'): Promise<JsonObject | undefined> {
  const { status, body } = await stack.search.get(`${securityApi(stack)}/${what}`)
  return status === 200 && isObject(body) ? body : undefined
}

function namesIn(role: JsonObject): { grants: string[]; tenants: string[] } {
  const entries = (key: string) => (Array.isArray(role[key]) ? role[key] : []).filter(isObject)
  const [indices, tenants] = [entries('index_permissions'), entries('tenant_permissions')]
  return {
    grants: [
      ...new Set([
        ...wordsIn(role['cluster_permissions']),
        ...[...indices, ...tenants].flatMap((entry) => wordsIn(entry['allowed_actions'])),
      ]),
    ],
    tenants: tenants.flatMap((entry) => wordsIn(entry['tenant_patterns'])),
  }
}

const isEveryones = (tenant: string): boolean => tenant === 'global_tenant' || tenant === '*'

function isKnown(grant: string, groups: string[], actions: string[]): boolean {
  if (!grant.includes(':') && !grant.includes('*')) return groups.includes(grant)
  if (/^\/.*\/$/.test(grant)) return true
  // A pattern is known when some action answers to it; a pattern of the server's own says nothing about a single action.
  return actions.some((action) => matchesAny([grant], action))
}

function unknownName(name: string, what: string, groups: string[], actions: string[]): string {
  const meant = similarNames(name, [...groups, ...actions])
  return `unknown ${what} "${name}"${meant.length === 0 ? '' : ` (${meant.join(', ')}?)`}`
}
