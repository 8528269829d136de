import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isObject, objectIn, withoutUndefined, type JsonObject } from '../../src/json.js'
import { compareVersions } from '../../src/stack/versions.js'

/**
 * A double of Grafana's HTTP API. No Grafana is in a package registry, and none was recorded: every answer is derived from its documentation
 * (grafana.com/docs/grafana/latest/developers/http_api: other, data_source, folder, dashboard, folder_dashboard_search, access_control). It refuses what
 * that does not say. Where the documentation has a status alone, the words are those of Grafana's sources (pkg/services/dashboards/errors.go,
 * pkg/api/apierrors, pkg/api/datasources.go).
 */
export interface GrafanaDouble {
  url: string
  /** of its service account */
  token: string
  version: string
  /** of that account */
  role: 'Admin' | 'Viewer'
  /** "POST /api/folders" */
  requests: string[]
  dataSources: Map<string, JsonObject>
  /** uid of a data source → what it was told and never says */
  secrets: Map<string, JsonObject>
  folders: Map<string, JsonObject>
  dashboards: Map<string, { dashboard: JsonObject; folderUid: string; provisioned?: boolean }>
  /** "POST /api/folders": what it answers with 500 */
  fails: string | undefined
  /** what was asked that it does not know */
  unknown: string[]
  stop: () => Promise<void>
}

interface Answer {
  status: number
  body: unknown
}

interface Asked {
  uid: string
  body: JsonObject
  query: URLSearchParams
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const refused = (status: number, message: string, more: JsonObject = {}): Answer => ({
  status,
  body: { message, ...more },
})

/** Derived: "Permissions" of each call. */
const adminRights = ['datasources:create', 'datasources:read', 'datasources:write', 'datasources:delete']
const editorRights = ['folders:create', 'dashboards:create', 'dashboards:write', 'dashboards:delete']

type Route = (double: GrafanaDouble, asked: Asked) => Answer

/** Derived: method and path → answer. `:uid` is the last part of the path. */
const routes: Record<string, Route> = {
  'GET /api/datasources': ({ dataSources }) => ok([...dataSources.values()]),
  'GET /api/access-control/user/permissions': ({ role }) =>
    ok(
      Object.fromEntries(
        (role === 'Admin' ? [...adminRights, ...editorRights] : ['dashboards:read']).map((right) => [right, ['*']]),
      ),
    ),
  'GET /api/datasources/uid/:uid': ({ dataSources, secrets }, { uid }) => {
    const found = dataSources.get(uid)
    if (found === undefined) return refused(404, 'Data source not found')
    const secureJsonFields = Object.fromEntries(Object.keys(secrets.get(uid) ?? {}).map((key) => [key, true]))
    return ok({ ...found, secureJsonFields })
  },
  'POST /api/datasources': (double, { body }) => {
    const uid = String(body['uid'])
    if ([...double.dataSources.values()].some(({ name }) => name === body['name']))
      return refused(409, 'data source with the same name already exists')
    return putDataSource(double, uid, body, 'Datasource added')
  },
  'PUT /api/datasources/uid/:uid': (double, { uid, body }) => {
    const before = double.dataSources.get(uid)
    if (before === undefined) return refused(404, 'Data source not found')
    if (before['readOnly'] === true) return refused(403, 'Cannot update read-only data source')
    return putDataSource(double, uid, body, 'Datasource updated')
  },
  'DELETE /api/datasources/uid/:uid': ({ dataSources, secrets }, { uid }) => {
    if (dataSources.get(uid)?.['readOnly'] === true) return refused(403, 'Cannot delete read-only data source')
    secrets.delete(uid)
    return dataSources.delete(uid) ? ok({ message: 'Data source deleted' }) : refused(404, 'Data source not found')
  },
  'GET /api/folders/:uid': ({ folders }, { uid }) => {
    const found = folders.get(uid)
    return found === undefined ? refused(404, 'folder not found', { status: 'not-found' }) : ok(found)
  },
  'POST /api/folders': ({ folders, version }, { body }) => {
    const folder = { uid: String(body['uid']), title: String(body['title']), version: 1 }
    if (folders.has(folder.uid)) return refused(409, 'a folder/dashboard with the same uid already exists')
    if (hasTitlesOnce(version) && [...folders.values()].some(({ title }) => title === folder.title))
      return refused(409, 'a folder or dashboard in the general folder with the same name already exists')
    folders.set(folder.uid, folder)
    return ok(folder)
  },
  'DELETE /api/folders/:uid': ({ folders, dashboards }, { uid }) => {
    if (!folders.delete(uid)) return refused(404, 'folder not found', { status: 'not-found' })
    for (const [name, { folderUid }] of dashboards) if (folderUid === uid) dashboards.delete(name)
    return ok({ message: 'Folder deleted' })
  },
  'GET /api/search': ({ dashboards }, { query }) =>
    ok(
      [...dashboards]
        .filter(([, { folderUid }]) => folderUid === (query.get('folderUIDs') ?? folderUid))
        .map(([uid, { dashboard, folderUid }]) => ({ uid, title: dashboard['title'], type: 'dash-db', folderUid })),
    ),
  'GET /api/dashboards/uid/:uid': ({ dashboards }, { uid }) => {
    const found = dashboards.get(uid)
    if (found === undefined) return refused(404, 'Dashboard not found')
    const { dashboard, folderUid, provisioned = false } = found
    return ok({ meta: { type: 'db', slug: uid, folderUid, provisioned }, dashboard })
  },
  'POST /api/dashboards/db': ({ dashboards, folders, version: grafana }, { body }) => {
    const dashboard = objectIn(body, 'dashboard')
    const [uid, folderUid] = [String(dashboard['uid']), String(body['folderUid'] ?? '')]
    if (uid.length > 40) return refused(400, 'uid too long, max 40 characters')
    if (folderUid !== '' && !folders.has(folderUid)) return refused(400, 'folder not found', { status: 'not-found' })
    if (dashboards.get(uid)?.provisioned === true) return refused(400, 'Cannot save provisioned dashboard')
    const isTwin = ([other, one]: [string, { dashboard: JsonObject; folderUid: string }]) =>
      other !== uid && one.folderUid === folderUid && one.dashboard['title'] === dashboard['title']
    if (hasTitlesOnce(grafana) && [...dashboards].some(isTwin))
      return refused(412, 'A dashboard with the same name in the folder already exists', { status: 'name-exists' })
    const existing = dashboards.get(uid)?.dashboard
    if (existing !== undefined && body['overwrite'] !== true && existing['version'] !== dashboard['version'])
      return refused(412, 'The dashboard has been changed by someone else', { status: 'version-mismatch' })
    const version = Number(existing?.['version'] ?? 0) + 1
    dashboards.set(uid, { dashboard: { ...dashboard, id: 7, version }, folderUid })
    return ok({ id: 7, uid, url: `/d/${uid}/${uid}`, status: 'success', version, slug: uid })
  },
  'DELETE /api/dashboards/uid/:uid': ({ dashboards }, { uid }) => {
    if (dashboards.get(uid)?.provisioned === true) return refused(400, 'provisioned dashboard cannot be deleted')
    return dashboards.delete(uid) ? ok({ message: `Dashboard ${uid} deleted` }) : refused(404, 'Dashboard not found')
  },
}

/** Derived: each title once in a folder until 11.2 (grafana/grafana#90687). */
const hasTitlesOnce = (version: string): boolean => compareVersions(version, '11.3') < 0

/** Secrets that are not sent again stay. */
function putDataSource(
  { dataSources, secrets }: GrafanaDouble,
  uid: string,
  body: JsonObject,
  message: string,
): Answer {
  const { secureJsonData, ...shown } = body
  const version = Number(dataSources.get(uid)?.['version'] ?? 0) + 1
  const stored = { id: dataSources.size + 1, orgId: 1, readOnly: false, ...shown, uid, version }
  dataSources.set(uid, stored)
  secrets.set(uid, { ...secrets.get(uid), ...(isObject(secureJsonData) && secureJsonData) })
  return ok({ datasource: stored, id: stored.id, message, name: body['name'] })
}

export async function startGrafanaDouble({ version = '9.5.21' } = {}): Promise<GrafanaDouble> {
  const double: GrafanaDouble = {
    ...{ url: '', token: 'glsa_of-the-double', version, role: 'Admin' },
    fails: undefined,
    ...{ requests: [], unknown: [], stop: () => Promise.resolve() },
    ...{ dataSources: new Map(), secrets: new Map(), folders: new Map(), dashboards: new Map() },
  }
  const server = createServer((request, response) => {
    void answerTo(request, double).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  // A client may be slow.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  double.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => {
        resolve()
      })
    })
  return double
}

async function answerTo(request: IncomingMessage, double: GrafanaDouble): Promise<Answer> {
  const { method = '', url = '', headers } = request
  const { pathname, searchParams: query } = new URL(url, double.url)
  let text = ''
  for await (const chunk of request) text += String(chunk)
  double.requests.push(`${method} ${pathname}`)
  if (pathname === '/api/health') return ok({ database: 'ok', version: double.version, commit: '0' })
  if (headers.authorization !== `Bearer ${double.token}`) return refused(401, 'Invalid API key')
  if (double.fails === `${method} ${pathname}`) return refused(500, 'Internal server error')
  const [, uid = ''] = /\/([^/]+)$/.exec(pathname) ?? []
  const route = routes[`${method} ${pathname}`] ?? routes[`${method} ${pathname.replace(/[^/]+$/, ':uid')}`]
  if (route === undefined) {
    double.unknown.push(`${method} ${pathname}`)
    return refused(404, 'Not found')
  }
  if (double.role === 'Viewer' && pathname !== '/api/access-control/user/permissions')
    return refused(403, 'You’ll need additional permissions to perform this action.', { title: 'Access denied' })
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  return route(double, { uid, query, body: isObject(parsed) ? withoutUndefined(parsed) : {} })
}
