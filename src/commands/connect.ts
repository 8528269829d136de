import type { Settings } from '../settings/settings.js'
import type { SignIn } from '../settings/sign-in.js'
import { connectDashboards, connectSearch } from '../stack/http.js'
import type { AwsCredentials, Credentials, Token, Writers } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'
import { afterwards } from './afterwards.js'
import type { Run } from './run.js'

/** What goes over the wire of it. */
function identification(credentials: Credentials | SignIn): Credentials | Token | AwsCredentials {
  if (credentials.password !== undefined) return { username: credentials.username, password: credentials.password }
  return credentials.aws ?? { authorization: credentials.authorization }
}

/** Connections to both servers, for one identity. */
export async function connect(
  settings: Settings,
  credentials: Credentials | SignIn | undefined,
  run: Run,
  signal: AbortSignal,
): Promise<Writers> {
  const common = {
    credentials: credentials && identification(credentials),
    tls: settings.tls,
    signal,
    writeSignal: signal === run.signal ? afterwards(run) : signal,
    redact: run.redactor.values,
    onExchange: ({
      title,
      method,
      path,
      status,
      milliseconds,
    }: {
      title: string
      method: string
      path: string
      status: number
      milliseconds: number
    }) => {
      run.screen.trace(`${title} ${method} ${path} → ${status === 0 ? 'no answer' : status} (${milliseconds} ms)`)
    },
  }
  const { searchUrl, dashboardsUrl, proxies } = settings
  const search = await connectSearch({
    ...common,
    url: searchUrl,
    proxy: proxies.search,
    title: 'Elasticsearch',
    headers: {},
  })
  if (dashboardsUrl === undefined) return { search }
  // OpenSearch Dashboards: without it objects go to the private tenant of whoever imports them, where OpenVidu does not look. Kibana ignores it.
  const headers = credentials && settings.namesTenant ? { securitytenant: settings.tenant ?? globalTenant.header } : {}
  return {
    search,
    dashboards: await connectDashboards({
      ...common,
      url: dashboardsUrl,
      proxy: proxies.dashboards,
      title: 'Kibana',
      headers,
    }),
  }
}
