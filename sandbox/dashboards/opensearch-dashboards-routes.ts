import { type EngineAnswer, type EngineClient } from './engine-client.js'
import { notFound, ok, Refusal, type Answer, type Request } from './http.js'
import { isObject, type JsonObject } from './json.js'
import { openSearchDashboardsTypes } from './object-types.js'
import { jsonBody } from './payload.js'
import { savedObjectRoute, type SavedObjectsServer } from './saved-object-routes.js'
import type { SavedObjectsStore } from './saved-objects.js'
import { stats } from './stats.js'
import { statusBody } from './status.js'
import { accessToAll, accessToTenant, type OpenSearchUser } from './tenants.js'

export interface Session {
  authorization: string | undefined
  /** undefined: no security plugin, nobody signs in */
  signedIn: { user: OpenSearchUser; tenant: string } | undefined
}

export interface OpenSearchDashboardsContext {
  engine: EngineClient
  objects: SavedObjectsStore
  version: string
}

type Route = (session: Session) => Promise<Answer> | Answer

/**
 * The route of a request, with its payload read.
 *
 * @throws Refusal 404 no such route; 400, 415 the payload
 */
export function openSearchDashboardsRoute(
  request: Request,
  { engine, objects, version }: OpenSearchDashboardsContext,
): Route {
  if (request.method === 'GET' && request.path === '/api/status') {
    const isGreen = engine.isKnownToBeBack()
    return () => ok(statusBody({ name: 'opensearch-dashboards', version, engine: 'opensearch', isGreen }))
  }
  if (request.method === 'GET' && request.path === '/api/stats')
    return ({ authorization }) => stats(request, { name: 'opensearch_dashboards', version }, authorization, engine)
  const security = securityRoute(request, engine)
  if (security) return security
  const handler = savedObjectRoute(request, savedObjectsServer)
  if (!handler) throw notFound()
  return ({ signedIn }) =>
    handler(signedIn ? accessToTenant(signedIn.tenant, signedIn.user, objects) : accessToAll(objects))
}

export const savedObjectsServer: SavedObjectsServer = {
  name: 'OpenSearch Dashboards',
  types: openSearchDashboardsTypes,
  coreVersion: undefined,
  typeVersions: false,
  badRequestSuffix: ': Bad Request',
  extraFields: {},
  missingObjects: 'Bad Request',
}

const tenantsPath = '/api/v1/configuration/tenants'

/** The routes of the security plugin: each hands one request on to the engine, in the tenant of the session. */
function securityRoute(request: Request, engine: EngineClient): Route | undefined {
  const { method, path } = request
  const asked = async (
    session: Session,
    engineMethod: string,
    enginePath: string,
    body?: JsonObject,
  ): Promise<JsonObject> => {
    if (!session.signedIn) throw notFound()
    const headers = { authorization: session.authorization, securitytenant: session.signedIn.tenant }
    return bodyOf(await engine.ask(engineMethod, `/_plugins/_security/${enginePath}`, headers, body))
  }
  const listed = (data: JsonObject): Answer => ok({ total: Object.keys(data).length, data })
  const routes: Record<string, Route | undefined> = {
    'GET /api/v1/configuration/account': async (session) => listed(await asked(session, 'GET', 'api/account')),
    'GET /api/v1/auth/authinfo': async (session) => ok(await asked(session, 'GET', 'authinfo')),
    'GET /api/v1/multitenancy/info': async (session) => ok(await asked(session, 'GET', 'dashboardsinfo')),
    // The tenant is kept in the cookie of a browser session, and there is none with basic authentication.
    'GET /api/v1/multitenancy/tenant': () => {
      throw new Refusal(400, 'Invalid cookie.')
    },
    [`GET ${tenantsPath}`]: async (session) => listed(await asked(session, 'GET', 'api/tenants')),
  }
  const route = routes[`${method} ${path}`]
  if (route || !path.startsWith(`${tenantsPath}/`)) return route

  const name = decodeURIComponent(path.slice(tenantsPath.length + 1))
  const enginePath = `api/tenants/${encodeURIComponent(name)}`
  if (method === 'GET') return async (session) => ok((await asked(session, 'GET', enginePath))[name] ?? {})
  if (method === 'DELETE') return async (session) => messageOf(await asked(session, 'DELETE', enginePath))
  if (method !== 'POST') return undefined
  const body = jsonBody(request)
  return async (session) => messageOf(await asked(session, 'PUT', enginePath, isObject(body) ? body : {}))
}

function messageOf({ message }: JsonObject): Answer {
  return ok({ message: message ?? '' })
}

/** @throws Refusal with the engine's status and its whole body as the text */
function bodyOf({ status, body }: EngineAnswer): JsonObject {
  if (status < 300 && isObject(body)) return body
  throw new Refusal(status, typeof body === 'string' ? body : JSON.stringify(body))
}
