import type { DataFile } from '../kinds/kind.js'
import type { JsonObject } from '../json.js'
import { dashboardsOf, dataSourceUid, type GrafanaDashboard } from './dashboard.js'
import { dataSource, type DataSourceServer } from './data-source.js'
import { levelFieldOf, sourcesOf } from './sources.js'
import { uidOf } from './uid.js'

/** What Grafana needs to show an application. */
export interface ForGrafana {
  folder: { uid: string; title: string }
  /** as the API and provisioning take them, without secrets */
  dataSources: JsonObject[]
  dashboards: GrafanaDashboard[]
}

/** An application, and the search engine that has its documents. */
export interface ShownApplication {
  name: string
  title: string
  server: DataSourceServer
}

/** The dashboards of an application out of its saved objects, and a data source for each index pattern that they ask. */
export function forGrafana(
  objects: Pick<DataFile, 'name' | 'body'>[],
  { name, title, server }: ShownApplication,
): ForGrafana {
  const sources = sourcesOf(objects)
  const dashboards = dashboardsOf(sources, { dialect: server.dialect, tags: [name, 'elkctl'] })
  const asked = new Set(dashboards.flatMap(({ asks }) => asks))
  return {
    folder: { uid: uidOf(`elkctl-${name}`), title },
    dashboards,
    dataSources: sources.indexPatterns
      .filter(({ id }) => asked.has(id))
      .map((pattern) =>
        dataSource(server, {
          uid: dataSourceUid(pattern),
          name: `${title}: ${pattern.title}`,
          ...{ title: pattern.title, timeField: pattern.timeField },
          levelField: levelFieldOf(pattern.id, sources),
        }),
      ),
  }
}
