import { forGrafana, type ShownApplication } from '../grafana/application.js'
import type { LeftOut } from '../grafana/dashboard.js'
import type { JsonObject } from '../json.js'
import { grafanaDashboard } from '../kinds/grafana/dashboard.js'
import { grafanaDataSource } from '../kinds/grafana/data-source.js'
import { grafanaFolder } from '../kinds/grafana/folder.js'
import type { Definition } from './definitions.js'

/** What Grafana gets, made of the saved objects among these definitions. */
export function grafanaDefinitions(
  definitions: Definition[],
  application: ShownApplication,
  hasPassword: boolean,
): { definitions: Definition[]; leftOut: LeftOut[] } {
  const objects = definitions.filter(({ kind }) => kind.name === 'saved object')
  const { folder, dataSources, dashboards } = forGrafana(objects, application)
  const file = `dashboards/${application.name}`
  const stored: JsonObject = hasPassword ? { secureJsonFields: { basicAuthPassword: true } } : {}
  return {
    definitions: [
      ...dataSources.map((body) => ({
        ...{ kind: grafanaDataSource, name: String(body['uid']), file },
        body: { ...body, ...stored },
      })),
      { kind: grafanaFolder, name: folder.uid, file, body: folder },
      ...dashboards.map(({ uid, model }) => ({
        ...{ kind: grafanaDashboard, name: uid, file },
        body: { dashboard: model, folderUid: folder.uid },
      })),
    ],
    leftOut: dashboards.flatMap((dashboard) => dashboard.leftOut),
  }
}
