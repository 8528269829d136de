import {
  startKibanaDouble,
  startOpenSearchDashboardsDouble,
  type DashboardsDouble,
  type KibanaOptions,
  type OpenSearchDashboardsOptions,
} from './dashboards/index.js'
import { leaseEngine } from './engine-lease.js'
import type { Engine, EngineName } from './engine.js'
import { alertingDouble, type AlertingDouble, type AlertingDoubleOptions } from './alerting/double.js'
import { ismDouble, type IsmDouble } from './ism/double.js'
import { startProxy, type AnswerFunction, type Proxy, type RequestToAnswer } from './proxy.js'
import type { SearchInMemory } from './search-in-memory/index.js'

/** What a stack and its tests use of an engine. */
export type StackEngine = Omit<Engine, 'home' | 'pid'>

/** A local stack: an engine, the double of a dashboards server in front of it, and before both a proxy that keeps a record. */
export interface LocalStack {
  engine: StackEngine
  search: Proxy
  dashboards: { url: string; proxy: Proxy; double: DashboardsDouble } | undefined
  ism: IsmDouble | undefined
  alerting: AlertingDouble | undefined
  /** requests of a client to either, that are neither GET nor HEAD */
  writes: () => string[]
  /** all requests since `clear` */
  requests: () => string[]
  clear: () => void
  stop: () => Promise<void>
}

export interface LocalStackOptions {
  engine: EngineName
  /** stands in for `engine`, which is not started */
  inMemory?: SearchInMemory
  security?: boolean
  /** default true */
  dashboards?: boolean
  basePath?: string
  /** what the double of the dashboards server is to be like */
  double?: Partial<Omit<KibanaOptions & OpenSearchDashboardsOptions, 'engineUrl' | 'basePath' | 'account'>>
  /** OpenSearch: stand in for index state management, which is in no public Maven repository; default true */
  ism?: boolean
  /** OpenSearch: stand in for its alerting, which is in no public Maven repository, either; default true */
  alerting?: boolean | Pick<AlertingDoubleOptions, 'channels' | 'withoutTypes'>
  /** the administrator's password; default: a random one */
  password?: string
  /** further settings of the engine */
  settings?: Record<string, string>
  /** lets a test answer in place of the engine */
  answer?: (request: RequestToAnswer, engine: StackEngine) => ReturnType<AnswerFunction>
  onProgress?: (line: string) => void
}

export async function startStack(options: LocalStackOptions): Promise<LocalStack> {
  const { basePath = '', security = true } = options
  const openSearch = options.engine.startsWith('opensearch')
  const engine: StackEngine =
    options.inMemory ??
    (await leaseEngine({
      name: options.engine,
      security,
      ...(options.password !== undefined && { password: options.password }),
      ...(options.settings && { settings: options.settings }),
      ...(options.onProgress && { onProgress: options.onProgress }),
    }))
  const parts: { stop: () => Promise<void> }[] = [engine]
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop()
  }
  try {
    const account = { username: engine.username, password: engine.password }
    const access = { engine: { url: engine.url, ...(security && { admin: account }) } }
    const ism = openSearch && options.ism !== false ? ismDouble(access) : undefined
    const alertingOptions = options.alerting === true ? {} : (options.alerting ?? {})
    const alerting =
      openSearch && alertingOptions !== false ? alertingDouble({ ...access, ...alertingOptions }) : undefined
    const answer: AnswerFunction = async (request) =>
      (await options.answer?.(request, engine)) ?? (await alerting?.(request)) ?? (await ism?.(request))
    const search = await startProxy({ target: engine.url, answer })
    parts.push(search)
    let dashboards: LocalStack['dashboards']
    if (options.dashboards !== false) {
      const double = openSearch
        ? await startOpenSearchDashboardsDouble({ ...options.double, engineUrl: engine.url, basePath })
        : await startKibanaDouble({ ...options.double, engineUrl: engine.url, basePath, ...(security && { account }) })
      parts.push(double)
      const proxy = await startProxy({ target: `http://127.0.0.1:${double.port}` })
      parts.push(proxy)
      dashboards = { url: `${proxy.url}${basePath}`, proxy, double }
    }
    const all = () => [...search.requests, ...(dashboards?.proxy.requests ?? [])]
    return {
      engine,
      search,
      dashboards,
      ism,
      alerting,
      stop,
      requests: () => all().map(({ method, path }) => `${method} ${path}`),
      writes: () =>
        all()
          .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
          .map(({ method, path }) => `${method} ${path}`),
      clear: () => {
        search.clear()
        dashboards?.proxy.clear()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
