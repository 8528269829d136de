import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../settings/settings.js'
import type { SignIn } from '../settings/sign-in/sign-in.js'
import { connectDashboards, connectSearch } from '../http/client.js'
import { persistent, type Persistence } from '../http/persistent.js'
import type { AwsCredentials, Credentials, Token, Writers } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'
import { afterwards } from './afterwards.js'
import type { Run } from './run.js'

/** What goes over the wire of it. */
function identification(credentials: Credentials | SignIn): Credentials | Token | AwsCredentials {
  if (credentials.password !== undefined) return { username: credentials.username, password: credentials.password }
  return credentials.aws ?? { authorization: credentials.authorization }
}

/** Connections to both servers, for one identity. Requests are repeated when a server that was there before is busy or away for a moment. */
export async function connect(
  settings: Settings,
  credentials: Credentials | SignIn | undefined,
  run: Run,
  signal: AbortSignal,
): Promise<Writers> {
  return persist(await firstContact(settings, credentials, run, signal), settings, run, signal)
}

/** Both of them. What they answered once, they are expected to answer again. */
export function persist(writers: Writers, settings: Settings, run: Run, signal: AbortSignal): Writers {
  const persistence = (title: string): Persistence => ({
    title,
    left: () => settings.wait - run.waited,
    onPause: (why, milliseconds) => {
      run.waited += milliseconds
      run.screen.note(`waits ${(milliseconds / 1000).toFixed(1)} s, then asks again: ${why}`)
    },
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    random: Math.random,
    now: Date.now,
  })
  const { search, dashboards } = writers
  return {
    search: persistent(search, persistence(titles.search)),
    ...(dashboards && { dashboards: persistent(dashboards, persistence(titles.dashboards)) }),
  }
}

const titles = { search: 'Elasticsearch', dashboards: 'Kibana' }

/** Connections whose requests are sent once: detecting a stack has its own way of waiting. */
export async function firstContact(
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
    title: titles.search,
    headers: {},
  })
  if (dashboardsUrl === undefined) return { search }
  // OpenSearch Dashboards: without it objects go to the private tenant of whoever imports them, where nobody else looks. Kibana ignores it.
  const headers = credentials && settings.namesTenant ? { securitytenant: settings.tenant ?? globalTenant.header } : {}
  return {
    search,
    dashboards: await connectDashboards({
      ...common,
      url: dashboardsUrl,
      proxy: proxies.dashboards,
      title: titles.dashboards,
      headers,
    }),
  }
}
