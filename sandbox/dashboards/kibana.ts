import type { KibanaAlerting } from './alerting/kibana-alerting.js'
import { EngineClient, EngineGone } from './engine-client.js'
import { listen, Refusal, withoutBasePath, type Answer, type Request } from './http.js'
import type { Json } from './json.js'
import { recordedFeatures } from './kibana-features.js'
import { KibanaPrivileges, type Account } from './kibana-privileges.js'
import { kibanaRoute, type KibanaUser } from './kibana-routes.js'
import { SavedObjectsStore } from './saved-objects.js'
import { doubleOf, type DashboardsDouble, type DashboardsOptions, type DashboardsState } from './server.js'
import { checkXsrf } from './xsrf.js'

export interface KibanaOptions extends DashboardsOptions {
  /**
   * The server's own account in Elasticsearch, with which it registers its privileges when it starts (a real one has
   * `kibana_system`). Needed when security is on.
   */
  account?: Account
  /** ids of the spaces that it has; default: the default one */
  spaces?: string[]
  /** default: it has no plugin for rules, like the one of the first recordings */
  alerting?: KibanaAlerting
  /** the answer of `GET /api/features`; default: as recorded on 7.12.1 */
  features?: Json
}

/** milliseconds without Elasticsearch until Kibana stops calling the password wrong (recordings 135, 136: 401 after 1 s, 503 after 7 s) */
const licenceKept = 3000

/**
 * Starts a double of Kibana 7.12 in front of a real Elasticsearch. Users, passwords, roles and rights are those of the engine, which is
 * asked with the credentials of each request; saved objects are kept in memory.
 *
 * @throws EngineGone the engine does not answer
 * @throws Error security is on and there is no account
 */
export async function startKibanaDouble(options: KibanaOptions): Promise<DashboardsDouble> {
  const { engineUrl, basePath = '', version = '7.12.1', port = 0, objects = new SavedObjectsStore(), account } = options
  const { spaces = ['default'], features = recordedFeatures() } = options
  let { alerting } = options
  const engine = new EngineClient(engineUrl)
  const privileges = new KibanaPrivileges(engine, version)
  if (await isSecured(engine)) {
    if (!account)
      throw new Error('Elasticsearch has security on: Kibana needs an account of its own to register its privileges')
    await privileges.register(account)
  }

  let state: DashboardsState = 'ready'
  const answer = async (incoming: Request): Promise<Answer> => {
    const request = withoutBasePath(incoming, basePath)
    if (state === 'starting') return notReady
    if (state === 'unlicensed') throw unlicensed()
    if (state === 'unauthorized') throw new Refusal(401, 'Unauthorized')
    const isPage = request.method === 'GET' && request.path === '/'
    try {
      const user = await signIn(request, engine)
      if (isPage) return { status: 302, headers: { location: `${basePath}/app/home` } }
      const route = kibanaRoute(request, { engine, privileges, objects, version, spaces, features, alerting })
      checkXsrf(request, 'kbn', version)
      return await route(user)
    } catch (error) {
      if (error instanceof EngineGone)
        throw engine.goneFor() < licenceKept ? new Refusal(401, 'Unauthorized') : unlicensed()
      if (isPage && error instanceof Refusal && error.status === 401) return toLogin(basePath)
      throw error
    }
  }
  const setState = (next: DashboardsState) => {
    state = next
  }
  const setAlerting = (next: KibanaAlerting | undefined) => {
    alerting = next
  }
  return doubleOf(await listen(port, answer), basePath, { objects, setState, setAlerting })
}

const notReady: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '30' },
  body: 'Kibana server is not ready yet',
}

const unlicensed = (): Refusal => new Refusal(503, 'License is not available.', undefined, { 'retry-after': '30' })

const toLogin = (basePath: string): Answer => {
  return { status: 302, headers: { location: `${basePath}/login?next=${encodeURIComponent(`${basePath}/`)}` } }
}

async function isSecured(engine: EngineClient): Promise<boolean> {
  return (await engine.ask('GET', '/_security/_authenticate', {})).status === 401
}

/**
 * Who is asking, as Elasticsearch knows them. Without security it has no such path, and then Kibana asks nobody for a password.
 *
 * @throws Refusal 401
 * @throws EngineGone
 */
async function signIn(request: Request, engine: EngineClient): Promise<KibanaUser> {
  const { authorization } = request.headers
  const { status, body } = await engine.ask('GET', '/_security/_authenticate', { authorization })
  if (status === 401) throw new Refusal(401, authorization === undefined ? 'Unauthorized' : 'security_exception')
  return { authorization, profile: status === 200 ? body : undefined }
}
