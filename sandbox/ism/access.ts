import type { Answer } from '../proxy.js'
import { matches } from './patterns.js'
import type { Writer } from './policy-index.js'
import { refusal } from './refusals.js'

interface Role {
  cluster_permissions: string[]
  index_permissions: { index_patterns: string[]; allowed_actions: string[] }[]
}

interface AuthInfo {
  /** As it stands in refusals: `User [name=…, backend_roles=[…], requestedTenant=…]`. */
  user: string
  user_name: string
  roles: string[]
}

export interface EngineAccess {
  /** No trailing slash. */
  url: string
  /** An administrator of the engine: without it roles are not looked up, and everyone who can sign in may do everything. */
  admin?: { username: string; password: string }
}

/** Someone who has signed in; `info` is undefined on an engine without security. */
export interface Caller {
  info?: AuthInfo
}

export const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Asks the engine who this is. Gives the engine's own answer when it lets nobody in. */
export async function identify(engine: EngineAccess, authorization?: string): Promise<Caller | Answer> {
  const response = await fetch(`${engine.url}/_plugins/_security/authinfo`, {
    headers: authorization === undefined ? {} : { authorization },
  })
  if (response.ok) return { info: (await response.json()) as AuthInfo }
  const body = await response.text()
  // Without the security plugin there is no such route, and OpenSearch says 400 to routes it does not know.
  if (response.status === 400 && body.includes('no handler found')) return {}
  const headers = ['content-type', 'www-authenticate'].flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return { status: response.status, headers: Object.fromEntries(headers), body }
}

/** Refuses a caller of whose roles none grants the cluster action. */
export async function requireAction(engine: EngineAccess, caller: Caller, action: string): Promise<void> {
  if (!caller.info || !engine.admin) return
  const { roles, groups } = await readRoles(engine)
  const granted = caller.info.roles.some((role) => grants(roles[role]?.cluster_permissions ?? [], groups, action))
  if (granted) return
  throw refusal(403, 'security_exception', `no permissions for [${action}] and ${caller.info.user}`)
}

/** Whether a user may have indices of that name managed, which is a right of its own. */
export async function mayManage(engine: EngineAccess, writer: Writer, index: string): Promise<boolean> {
  if (!engine.admin) return true
  const { roles, groups } = await readRoles(engine)
  const own = (pattern: string): string => pattern.replaceAll(/\$\{user[._]name\}/g, writer.name)
  return writer.roles
    .flatMap((role) => roles[role]?.index_permissions ?? [])
    .filter(({ index_patterns: patterns }) => patterns.some((pattern) => matches(own(pattern), index)))
    .some((permission) => grants(permission.allowed_actions, groups, 'indices:admin/opensearch/ism/managedindex'))
}

type ActionGroups = Record<string, { allowed_actions: string[] }>

async function readRoles(engine: EngineAccess): Promise<{ roles: Record<string, Role>; groups: ActionGroups }> {
  const read = async (what: string): Promise<unknown> => {
    const headers: Record<string, string> = engine.admin ? { authorization: basic(engine.admin) } : {}
    const response = await fetch(`${engine.url}/_plugins/_security/api/${what}`, { headers })
    if (!response.ok) throw new Error(`The engine gave ${response.status} for its ${what}: ${await response.text()}`)
    return response.json()
  }
  const [roles, groups] = await Promise.all([read('roles'), read('actiongroups')])
  return { roles: roles as Record<string, Role>, groups: groups as ActionGroups }
}

/** Permissions are actions, patterns of actions, or names of action groups, which hold the same again. */
function grants(permissions: string[], groups: ActionGroups, action: string, within: string[] = []): boolean {
  return permissions.some((permission) => {
    if (matches(permission, action)) return true
    const group = within.includes(permission) ? undefined : groups[permission]
    return group !== undefined && grants(group.allowed_actions, groups, action, [...within, permission])
  })
}
