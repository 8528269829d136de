export type { Json, JsonObject } from '../json.js'
import type { Json } from '../json.js'
import type { Alerting, Lack } from './alerting.js'
import type { Flavor } from './flavors.js'
import type { Provider } from './providers.js'
import type { Tenant } from './tenant.js'

export interface Credentials {
  username: string
  password: string
}

/** The whole value of the header Authorization: an API key or a token instead of a password. */
export interface Token {
  authorization: string
}

/** What an AWS domain identifies a request by: an IAM key, with which each request is signed (Signature Version 4). */
export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  /** belongs to temporary keys */
  sessionToken: string | undefined
  region: string
}

/** An HTTP answer, whatever its status. `body` is parsed JSON, or the text where it is not JSON. */
export interface Reply {
  method: string
  path: string
  status: number
  headers: Record<string, string>
  body: unknown
  /** bytes of the request's body, where it had one */
  sent?: number
  /** The same request was sent before, and its outcome is unknown: what it refuses now may be what that has made. */
  lostBefore?: boolean
  /** who asked, where it is known what the server calls them */
  identity?: Identity
}

/** Reads. @throws UnreachableError when no HTTP answer comes; every status is an answer. */
export interface Reader {
  url: string
  get(path: string): Promise<Reply>
}

/** Writes. @throws UnreachableError, as for `Reader`. */
export interface Writer extends Reader {
  put(path: string, body: Json): Promise<Reply>
  post(path: string, body: Json): Promise<Reply>
  delete(path: string): Promise<Reply>
  /** multipart/form-data with one part `file`, as the saved-objects import wants it. */
  upload(path: string, filename: string, text: string): Promise<Reply>
  /** NDJSON that goes out as it is. 200 says only that the lines were understood: each item has a status of its own. */
  bulk(path: string, lines: string): Promise<Reply>
}

/** Where changes go: the search engine and, where there is one, the dashboards server. */
export interface Writers {
  search: Writer
  dashboards?: Writer
  grafana?: Writer
}

export interface Identity {
  username: string
  roles: string[]
  /** OpenSearch: the tenants that the user may use; true to write, false to read */
  tenants?: Record<string, boolean>
}

export interface DashboardsServer {
  version: string
  reader: Reader
  /** the id of the space of Kibana in which the saved objects are; undefined: the default one */
  space?: string
  /** the tenant of OpenSearch Dashboards in which they are; undefined: there are no tenants */
  tenant?: Tenant
  /** what Kibana has for alerts; undefined: it was not asked */
  alerting?: Alerting
}

/** A Grafana that shows the application's documents, too. */
export interface GrafanaServer {
  version: string
  reader: Reader
}

/** A part that this stack lacks, and what that means for the application. */
export interface MissingPart {
  part: string
  meaning: string
  /** this run was asked for it, and the application does not need it: a warning, also in quiet mode */
  isAskedFor?: true
}

/** A stack as it was found. It holds Readers only: who has a Stack can change nothing. */
export interface Stack {
  flavor: Flavor
  provider: Provider
  /** as the server says it, e.g. "2.19.4" */
  version: string
  /** the Elasticsearch version to compare with the table, e.g. "7.10.2" for every OpenSearch */
  equivalentVersion: string
  /** OpenSearch that says it is Elasticsearch 7.10.2 */
  compatibilityMode: boolean
  security: boolean
  identity: Identity | undefined
  search: Reader
  /** the search engine's own id of its cluster, where it says it */
  clusterUuid?: string | undefined
  dashboards: DashboardsServer | undefined
  /** why none was looked for: an option, or an address that is not set */
  withoutDashboards?: string | undefined
  grafana?: GrafanaServer | undefined
  /** why a Grafana that was named gets nothing */
  withoutGrafana?: string | undefined
  /** what its OpenSearch lacks for alerts; undefined: they were not asked for */
  monitors?: { lack?: Lack | undefined } | undefined
  missing: MissingPart[]
}
