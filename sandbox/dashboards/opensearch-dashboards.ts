import { EngineClient, EngineGone } from './engine-client.js'
import { listen, Refusal, withoutBasePath, type Answer, type Request } from './http.js'
import { isObject, textOf } from './json.js'
import { openSearchDashboardsRoute, type Session } from './opensearch-dashboards-routes.js'
import { isMultipart } from './payload.js'
import { SavedObjectsStore } from './saved-objects.js'
import { doubleOf, type DashboardsDouble, type DashboardsOptions, type DashboardsState } from './server.js'
import { globalTenant, resolveTenant, type OpenSearchUser } from './tenants.js'
import { checkXsrf } from './xsrf.js'

export interface OpenSearchDashboardsOptions extends DashboardsOptions {
  /** `opensearch_security.multitenancy.tenants.preferred`; default Private, Global as in the packages, empty as in the plugin itself */
  preferredTenants?: readonly string[]
  /** `opensearch_security.multitenancy.enabled`, default true; false: the engine gets the header `securitytenant` as it is */
  multitenancy?: boolean
}

/**
 * Starts a double of OpenSearch Dashboards 2.19 with its security plugin in front of a real OpenSearch. Users, passwords, roles and
 * tenants are those of the engine, which is asked with the credentials of each request; saved objects are kept in memory. An engine
 * without the security plugin makes a server without it: no password, no tenants.
 */
export async function startOpenSearchDashboardsDouble(options: OpenSearchDashboardsOptions): Promise<DashboardsDouble> {
  const { engineUrl, basePath = '', version = '2.19.2', port = 0, objects = new SavedObjectsStore() } = options
  const { preferredTenants = ['Private', 'Global'], multitenancy = true } = options
  const tenantOf: TenantOf = (requested, user) =>
    multitenancy ? resolveTenant(requested, user, preferredTenants) : (requested ?? globalTenant)
  const engine = new EngineClient(engineUrl)

  let state: DashboardsState = 'ready'
  const answer = async (incoming: Request): Promise<Answer> => {
    const request = withoutBasePath(incoming, basePath)
    if (state === 'starting') return whileStarting(request)
    const isPage = request.method === 'GET' && request.path === '/'
    try {
      if (state === 'unauthorized') throw new EngineGone()
      const session = await signIn(request, engine, tenantOf)
      if (isPage) return redirect(`${basePath}/app/home`)
      const route = openSearchDashboardsRoute(request, { engine, objects, version })
      checkXsrf(request, 'osd', version)
      return await route(session)
    } catch (error) {
      const hasCredentials = request.headers.authorization !== undefined
      if (isPage && !hasCredentials) return redirect(`${basePath}/app/login?`)
      if (error instanceof EngineGone)
        throw new Refusal(401, hasCredentials ? 'No Living connections' : 'Authentication required')
      throw error
    }
  }
  const setState = (next: DashboardsState) => {
    if (next === 'unlicensed') throw new Error('OpenSearch Dashboards knows no licence')
    state = next
  }
  return doubleOf(await listen(port, answer), basePath, { objects, setState })
}

type TenantOf = (requested: string | undefined, user: OpenSearchUser) => string

const redirect = (location: string): Answer => ({ status: 302, headers: { location } })

/** The server that is there until the real one is ready takes no forms. */
function whileStarting(request: Request): Answer {
  if (isMultipart(request)) throw new Refusal(415, 'Unsupported Media Type')
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '30' },
    body: 'OpenSearch Dashboards server is not ready yet',
  }
}

/**
 * Who is asking and for which tenant.
 *
 * @throws Refusal 401
 * @throws EngineGone
 */
async function signIn(request: Request, engine: EngineClient, tenantOf: TenantOf): Promise<Session> {
  const { authorization } = request.headers
  const { status, body } = await engine.ask('GET', '/_plugins/_security/authinfo', { authorization })
  if (status === 401)
    throw new Refusal(401, authorization === undefined ? 'Authentication required' : 'Authentication Exception')
  // Without the plugin: 400 `no handler found`.
  if (status !== 200 || !isObject(body)) return { authorization, signedIn: undefined }
  const user: OpenSearchUser = {
    name: textOf(body['user_name']),
    tenants: body['tenants'] as Record<string, boolean>,
    reachesGlobalIndex: await reachesGlobalIndex(authorization, engine),
  }
  const requested = request.headers['securitytenant']
  const tenant = tenantOf(typeof requested === 'string' ? requested : undefined, user)
  return { authorization, signedIn: { user, tenant } }
}

/** The engine knows: a search that it does not refuse, whether or not there is such an index. */
async function reachesGlobalIndex(authorization: string | undefined, engine: EngineClient): Promise<boolean> {
  const { status } = await engine.ask('GET', '/.kibana/_search?size=0', { authorization })
  return status !== 403
}
