import { withoutUndefined, type JsonObject } from '../json.js'
import type { Dialect } from '../stack/flavors.js'

/** What a data source needs to know of the search engine. */
export interface DataSourceServer {
  dialect: Dialect
  /** as it says it; undefined: it was not asked */
  version: string | undefined
  url: string
  /** undefined: nobody signs in */
  username: string | undefined
  /** certificates are not checked */
  insecure: boolean
  /** true: Grafana needs the certificate of a private authority */
  ownAuthority: boolean
}

/** Whose indices a data source asks. */
export interface DataSourceIndex {
  uid: string
  name: string
  /** `metricbeat-*` */
  title: string
  timeField: string
  /** of logs: the field with the level */
  levelField: string | undefined
}

/** Elasticsearch's is built in; OpenSearch's is a plugin that has to be installed (its id: github.com/grafana/opensearch-datasource). */
export const dataSourceTypes: Record<Dialect, string> = {
  elasticsearch: 'elasticsearch',
  opensearch: 'grafana-opensearch-datasource',
}

/** What the plugin must be told, and takes for every OpenSearch from 1 on alike. */
const anyOpenSearch = '2.0.0'

/** A data source as the API takes it, and as provisioning does, without secrets. */
export function dataSource(
  server: DataSourceServer,
  { uid, name, title, timeField, levelField }: DataSourceIndex,
): JsonObject {
  const { dialect, version, url, username, insecure, ownAuthority } = server
  const engine: JsonObject =
    dialect === 'opensearch'
      ? { version: version ?? anyOpenSearch, flavor: 'opensearch', pplEnabled: false, database: title }
      : // Grafana before 10 has to be told the version; before 9.4 it takes the index from `database` (grafana/grafana#58647).
        { ...withoutUndefined({ esVersion: version }), index: title }
  return withoutUndefined({
    name,
    uid,
    type: dataSourceTypes[dialect],
    access: 'proxy',
    url,
    database: title,
    basicAuth: username !== undefined,
    basicAuthUser: username,
    jsonData: withoutUndefined({
      ...engine,
      timeField,
      timeInterval: '10s',
      maxConcurrentShardRequests: 5,
      logMessageField: 'message',
      logLevelField: levelField,
      tlsSkipVerify: insecure ? true : undefined,
      tlsAuthWithCACert: ownAuthority ? true : undefined,
    }),
  })
}
