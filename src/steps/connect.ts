import { setTimeout as sleep } from 'node:timers/promises'
import { UnreachableError } from '../errors.js'
import { dashboardsServer } from '../http/dashboards-server.js'
import { searchServer } from '../http/search-server.js'
import { wasCut } from '../http/explain/network.js'
import type { Exchange, Server, ServerOptions } from '../http/server.js'
import { retrying, type RetryOptions } from '../http/retries.js'
import type { Settings } from '../settings/settings.js'
import type { SignIn } from '../settings/sign-in/sign-in.js'
import type { AwsCredentials, Credentials, Identity, Stack, Token, Writer, Writers } from '../stack/stack.js'
import type { Flavor } from '../stack/flavors.js'
import { providerOf } from '../stack/providers.js'
import { tenantNamed } from '../stack/tenant.js'
import { graceSignal } from './grace-signal.js'
import type { Run } from './run.js'

/** Whom to ask as, and until when. */
export interface ConnectAs {
  settings: Settings
  as: Credentials | SignIn | undefined
  signal: AbortSignal
  /** of `as`, once the server was asked */
  identity?: Identity | undefined
}

/** Both servers, for one identity. Requests are repeated when a server that was there before is busy or away for a moment. */
export async function connect(
  { stack, ...asked }: ConnectAs & { stack: Pick<Stack, 'dashboards' | 'grafana'> & Partial<Pick<Stack, 'identity'>> },
  run: Run,
): Promise<Writers> {
  const caller = asked.as === asked.settings.admin ? { identity: stack.identity, ...asked } : asked
  const dashboards = stack.dashboards && (await dashboardsOf(caller, stack.dashboards.tenant?.header, run))
  const grafana = stack.grafana && (await grafanaOf(caller, run))
  return withRetries(
    { search: await searchOf(caller, run), ...(dashboards && { dashboards }), ...(grafana && { grafana }) },
    caller,
    run,
  )
}

/** The search engine alone. */
export async function connectToSearch(caller: ConnectAs, run: Run): Promise<Writer> {
  return withRetries({ search: await searchOf(caller, run) }, caller, run).search
}

/** Both servers, as they are met first: detecting a stack has its own way of waiting. */
export async function firstContact(caller: ConnectAs, run: Run): Promise<Writers> {
  const { tenant } = caller.settings
  // OpenSearch Dashboards: without it objects go to the private tenant of the user who imports them. Kibana ignores it.
  const dashboards = await dashboardsOf(caller, caller.as && tenantNamed(tenant).header, run)
  return {
    search: onceMore(await searchOf(caller, run), run),
    ...(dashboards && { dashboards: onceMore(dashboards, run) }),
  }
}

/** milliseconds */
const shortPause = 500

/** A connection that is broken off is made once more. When that breaks off too, it is another server than it should be, or none. */
const onceMore = (writer: Writer, { screen, signal }: Run): Writer => ({
  ...writer,
  get: async (path) => {
    try {
      return await writer.get(path)
    } catch (error) {
      if (!(error instanceof UnreachableError && wasCut(error))) throw error
      screen.note(`trying once more: ${error.message}`)
      await pause(shortPause, signal)
      return writer.get(path)
    }
  },
})

/** Ctrl-C ends it. */
const pause = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined)

/** What they answered once, they are expected to answer again. */
export function withRetries(
  { search, dashboards, grafana }: Writers,
  { settings, signal }: ConnectAs,
  { connections, screen }: Run,
): Writers {
  const persistence = (title: string): RetryOptions => ({
    title,
    left: () => settings.wait - connections.waited(),
    onPause: (why, milliseconds) => {
      connections.onWait(milliseconds)
      screen.note(`waiting ${(milliseconds / 1000).toFixed(1)} s, then retrying: ${why}`)
    },
    onLost: connections.onWait,
    sleep: (milliseconds) => pause(milliseconds, signal),
    random: Math.random,
    now: Date.now,
  })
  return {
    search: retrying(search, persistence(titles.search)),
    ...(dashboards && { dashboards: retrying(dashboards, persistence(titles.dashboards)) }),
    ...(grafana && { grafana: retrying(grafana, persistence(titles.grafana)) }),
  }
}

/** As long as it is not known which products answer, and for their connections also afterwards. */
const titles = { search: 'the search engine', dashboards: 'the dashboards server', grafana: 'Grafana' }

/** @throws Error the settings name none */
export async function connectToGrafana(caller: ConnectAs, run: Run): Promise<Writer> {
  const grafana = await grafanaOf(caller, run)
  if (grafana === undefined) throw new Error('no Grafana was named')
  return grafana
}

/** Who signs in there has nothing to do with who signs in to the stack. */
async function grafanaOf(caller: ConnectAs, run: Run): Promise<Writer | undefined> {
  const { grafana } = caller.settings
  if (grafana === undefined) return undefined
  const open = () => dashboardsServer(serverOptions(grafana.url, 'grafana', caller.settings, run))
  const server = await run.connections.to(grafana.url, open)
  const writeSignal = caller.signal === run.signal ? graceSignal(run) : caller.signal
  return server.as({ credentials: grafana.signIn, headers: {}, signal: caller.signal, writeSignal })
}

/** The search engine, which is asked once and no more. */
export async function searchOf(caller: ConnectAs, run: Run): Promise<Writer> {
  return writerOf(caller, await openSearch(caller.settings, run), {}, run)
}

/** Opens a connection to the search engine, and sends nothing yet. */
export function openSearch(settings: Settings, run: Run): Promise<Server> {
  const { searchUrl: url } = settings
  return run.connections.to(url, () => searchServer(serverOptions(url, 'search', settings, run)))
}

async function dashboardsOf(caller: ConnectAs, tenant: string | undefined, run: Run): Promise<Writer | undefined> {
  const server = await openDashboards(caller.settings, run)
  return server && writerOf(caller, server, tenant === undefined ? {} : { securitytenant: tenant }, run)
}

async function openDashboards(settings: Settings, run: Run): Promise<Server | undefined> {
  const { dashboardsUrl: url } = settings
  return url === undefined
    ? undefined
    : run.connections.to(url, () => dashboardsServer(serverOptions(url, 'dashboards', settings, run)))
}

/** Opens the connections for the lists of a plan, which go out together: users, roles and mappings, policies and their switch; or the role, through Kibana. */
export async function expectLists({ dialect }: Flavor, settings: Settings, run: Run): Promise<void> {
  if (settings.admin === undefined) return
  if (dialect === 'opensearch') (await openSearch(settings, run)).expect(5)
  else (await openDashboards(settings, run))?.expect(2)
}

const serverOptions = (url: string, which: keyof Writers, settings: Settings, run: Run): ServerOptions => ({
  ...{
    url,
    title: titles[which],
    tls: settings.tls,
    proxy: proxyOf(which, settings),
    ahead: aheadFor(which, settings),
  },
  signal: run.connections.signal,
  redact: run.redactor.values,
  onExchange: ({ method, path, status, milliseconds }: Exchange) => {
    run.screen.trace(`${which} ${method} ${path} → ${status === 0 ? 'no answer' : status} (${milliseconds} ms)`)
  },
})

const proxyOf = (which: keyof Writers, { proxies, grafana }: Settings) =>
  which === 'grafana' ? grafana?.proxy : proxies[which]

/**
 * How many requests each is sent at a time to begin with. The search engine: which product it is, the cluster state, and, where nobody signs in or it is known
 * to be Elasticsearch, whether it has security or who signs in. Alone which product it is, where a password was typed, and of each of several nodes.
 */
function aheadFor(which: keyof Writers, { admin, nodes, searchUrl }: Settings): number {
  if (which !== 'search' || admin?.typed || nodes.length > 1) return 1
  return admin === undefined || providerOf(searchUrl).onlyElasticsearch ? 3 : 2
}

const writerOf = (
  { as: credentials, signal, identity }: ConnectAs,
  server: Server,
  headers: Record<string, string>,
  run: Run,
): Writer =>
  server.as({
    credentials: credentials && identification(credentials),
    headers,
    identity,
    signal,
    writeSignal: signal === run.signal ? graceSignal(run) : signal,
  })

/** What goes over the wire of it. */
function identification(credentials: Credentials | SignIn): Credentials | Token | AwsCredentials {
  if (credentials.password !== undefined) return { username: credentials.username, password: credentials.password }
  return credentials.aws ?? { authorization: credentials.authorization }
}
