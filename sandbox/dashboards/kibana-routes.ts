import type { Access, Action } from './access.js'
import type { Caller } from './alerting/caller.js'
import type { KibanaAlerting } from './alerting/kibana-alerting.js'
import { refusalOf, type EngineClient } from './engine-client.js'
import { notFound, ok, Refusal, type Answer, type Request } from './http.js'
import { isObject, type Json, type JsonObject } from './json.js'
import type { KibanaPrivileges } from './kibana-privileges.js'
import { checkedRole, checkRoleName } from './kibana-role-schema.js'
import { fromElasticsearch, toElasticsearch } from './kibana-roles.js'
import { compareVersions } from './object-migrations.js'
import { kibanaTypesOf } from './object-types.js'
import { jsonBody } from './payload.js'
import { savedObjectRoute, type SavedObjectsServer } from './saved-object-routes.js'
import type { SavedObjectsStore } from './saved-objects.js'
import { stats } from './stats.js'
import { statusBody } from './status.js'

export interface KibanaUser {
  authorization: string | undefined
  /** the answer of `_authenticate`; undefined: Elasticsearch has no security */
  profile: Json | undefined
}

export interface KibanaContext {
  engine: EngineClient
  privileges: KibanaPrivileges
  objects: SavedObjectsStore
  version: string
  spaces: string[]
  features: Json
  alerting: KibanaAlerting | undefined
}

type Route = (user: KibanaUser) => Promise<Answer> | Answer

const rolePath = '/api/security/role'

/**
 * The route of a request, with its payload read. A path may begin with `/s/<space>`.
 *
 * @throws Refusal 404 no such route; 400, 415 the payload
 */
export function kibanaRoute(incoming: Request, context: KibanaContext): Route {
  const [, space = 'default', path = ''] = /^\/s\/([a-z0-9_-]+)(\/.*)$/.exec(incoming.path) ?? [
    undefined,
    undefined,
    incoming.path,
  ]
  const request = { ...incoming, path }
  const one = /^\/api\/spaces\/space\/([^/]+)$/.exec(path)?.[1]
  if (one !== undefined && request.method === 'GET') return (user) => readSpace(one, user, context)
  if (request.method === 'GET' && path === '/api/stats')
    return ({ authorization }) =>
      stats(request, { name: 'kibana', version: context.version }, authorization, context.engine)
  const byName = simpleRoutes(context)[`${request.method} ${path}`]
  if (byName) return byName
  if (path === rolePath || path.startsWith(`${rolePath}/`)) return roleRoute(request, context.engine)
  const ofAlerting = context.alerting?.route(request)
  if (ofAlerting) return async (user) => ofAlerting(await callerOf(user, context))
  const handler = savedObjectRoute(request, savedObjectsServer(context.version))
  if (!handler) throw notFound()
  return (user) => handler(accessOf(user, space, context))
}

/** A superuser has every right of alerting; of others none is known here. */
async function callerOf({ profile, authorization }: KibanaUser, { privileges }: KibanaContext): Promise<Caller> {
  if (profile === undefined) return { username: null, rules: 'all', actions: 'all' }
  const username = isObject(profile) ? String(profile['username']) : null
  const right = (await privileges.mayReadFeatures(authorization)) ? 'all' : undefined
  return { username, rules: right, actions: right, byKey: authorization?.startsWith('ApiKey ') === true }
}

async function readSpace(id: string, user: KibanaUser, { privileges, spaces }: KibanaContext): Promise<Answer> {
  if (user.profile !== undefined && !(await privileges.mayLogIn(id, user.authorization)))
    throw new Refusal(403, 'Forbidden')
  if (!spaces.includes(id)) throw new Refusal(404, 'Not Found')
  return ok(spaceOf(id))
}

function simpleRoutes({
  engine,
  privileges,
  version,
  spaces,
  features,
}: KibanaContext): Record<string, Route | undefined> {
  const isGreen = () => engine.isKnownToBeBack()
  return {
    'GET /api/status': () => ok(statusBody({ name: 'kibana', version, engine: 'elasticsearch', isGreen: isGreen() })),
    'GET /internal/security/me': ({ profile }) => {
      return ok({ ...(isObject(profile) && profile), authentication_provider: { type: 'http', name: '__http__' } })
    },
    'GET /api/spaces/space': async ({ profile, authorization }) => {
      if (profile !== undefined && !(await privileges.mayLogIn('default', authorization)))
        throw new Refusal(403, 'Forbidden')
      return ok(spaces.map(spaceOf))
    },
    'GET /api/features': async ({ profile, authorization }) => {
      if (profile !== undefined && !(await privileges.mayReadFeatures(authorization)))
        throw new Refusal(403, 'Forbidden')
      return ok(features)
    },
  }
}

/** The double knows no way to make another: a test says which there are. */
const spaceOf = (id: string): JsonObject =>
  id === 'default' ? defaultSpace : { id, name: id, description: '', color: '#00bfb3', disabledFeatures: [] }

/** The one that a new Kibana has. */
const defaultSpace = {
  id: 'default',
  name: 'Default',
  description: 'This is your default space!',
  color: '#00bfb3',
  disabledFeatures: [],
  _reserved: true,
}

export function savedObjectsServer(version: string): SavedObjectsServer {
  const typeVersions = compareVersions(version, '8.8.0') >= 0
  return {
    name: 'Kibana',
    types: kibanaTypesOf(version),
    // Derived: Kibana 8.8 stopped raising it, and gave each object the version of its type (elastic/kibana#150075).
    coreVersion: typeVersions ? '8.8.0' : version.replace('-SNAPSHOT', ''),
    typeVersions,
    badRequestSuffix: '',
    extraFields: { warnings: [] },
    missingObjects: 'Error fetching objects to export',
  }
}

/** Rights on saved objects are application privileges; without security everybody has them all. */
function accessOf(
  { profile, authorization }: KibanaUser,
  space: string,
  { privileges, objects, version }: KibanaContext,
): Access {
  const known = kibanaTypesOf(version)
  const allowed = async (action: Action, types: string[]) =>
    profile === undefined ? types : privileges.allowedTypes(action, types, space, authorization)
  return {
    objects: objects.at(space),
    namespace: space,
    writeRefused: undefined,
    searchable: (types) =>
      allowed(
        'find',
        types.filter((type) => type in known),
      ),
    demand: async (action, types) => {
      const granted = await allowed(action, types)
      const refused = types.filter((type) => !granted.includes(type)).sort()
      if (refused.length > 0) throw new Refusal(403, `Unable to ${action} ${refused.join()}`)
    },
  }
}

function roleRoute(request: Request, engine: EngineClient): Route {
  const name = decodeURIComponent(request.path.slice(rolePath.length + 1))
  if (name.includes('/')) throw notFound()
  if (name === '') {
    if (request.method !== 'GET') throw notFound()
    return (user) => listRoles(user, engine)
  }
  switch (request.method) {
    case 'GET':
      return (user) => getRole(name, user, engine)
    case 'DELETE':
      return (user) => deleteRole(name, user, engine)
    case 'PUT': {
      const body = jsonBody(request)
      return (user) => putRole(name, body, user, engine)
    }
    default:
      throw notFound()
  }
}

const roleUrl = (name: string): string => `/_security/role/${encodeURIComponent(name)}`

async function listRoles({ authorization }: KibanaUser, engine: EngineClient): Promise<Answer> {
  const answer = await engine.ask('GET', '/_security/role', { authorization })
  if (answer.status !== 200 || !isObject(answer.body)) throw refusalOf(answer)
  const roles = Object.entries(answer.body).sort(([one], [other]) => (one < other ? -1 : 1))
  return ok(roles.map(([name, role]) => fromElasticsearch(name, role as JsonObject)))
}

async function getRole(name: string, { authorization }: KibanaUser, engine: EngineClient): Promise<Answer> {
  const answer = await engine.ask('GET', roleUrl(name), { authorization })
  const role = isObject(answer.body) ? answer.body[name] : undefined
  if (answer.status !== 200 || !isObject(role)) throw refusalOf(answer)
  return ok(fromElasticsearch(name, role))
}

async function deleteRole(name: string, { authorization }: KibanaUser, engine: EngineClient): Promise<Answer> {
  const answer = await engine.ask('DELETE', roleUrl(name), { authorization })
  if (answer.status !== 200) throw refusalOf(answer)
  return { status: 204 }
}

/** The role is read first, for the sake of the applications in it that are not Kibana's. */
async function putRole(name: string, body: Json, { authorization }: KibanaUser, engine: EngineClient): Promise<Answer> {
  checkRoleName(name)
  const role = checkedRole(body)
  const current = await engine.ask('GET', roleUrl(name), { authorization })
  if (current.status !== 200 && current.status !== 404) throw refusalOf(current)
  const existing = isObject(current.body) ? current.body[name] : undefined
  const applications = isObject(existing) ? (existing['applications'] ?? null) : null
  const answer = await engine.ask('PUT', roleUrl(name), { authorization }, toElasticsearch(role, applications))
  if (answer.status !== 200) throw refusalOf(answer)
  return { status: 204 }
}
