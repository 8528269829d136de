import type { KibanaAlerting } from './alerting/kibana-alerting.js'
import type { Listener } from './http.js'
import type { SavedObjectsStore } from './saved-objects.js'

/**
 * What a server can be made to look like: `starting` 503 text/html on every path; `unlicensed` (Kibana) 503 JSON on every path;
 * `unauthorized` 401 with the right password, as while the engine has just vanished.
 */
export type DashboardsState = 'ready' | 'starting' | 'unlicensed' | 'unauthorized'

export interface DashboardsDouble {
  /** http://127.0.0.1:PORT and the base path, no trailing slash */
  url: string
  port: number
  /** what has been imported, by space or tenant; servers in front of one engine have it in common */
  objects: SavedObjectsStore
  setState(state: DashboardsState): void
  /** what it has for rules from now on; only Kibana has any */
  setAlerting?(alerting: KibanaAlerting | undefined): void
  stop(): Promise<void>
}

export interface DashboardsOptions {
  /** http, no trailing slash */
  engineUrl: string
  /** `server.basePath`, with `server.rewriteBasePath: true`; starts with a slash, no trailing one */
  basePath?: string
  /** `7.12.1`; with `-SNAPSHOT` at the end the server says so where a real one does */
  version?: string
  /** default: a free one */
  port?: number
  /** the store of another double in front of the same engine */
  objects?: SavedObjectsStore
}

export function doubleOf(
  listener: Listener,
  basePath: string,
  rest: Pick<DashboardsDouble, 'objects' | 'setState' | 'setAlerting'>,
): DashboardsDouble {
  return { url: `http://127.0.0.1:${listener.port}${basePath}`, ...listener, ...rest }
}
