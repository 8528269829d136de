import { forGrafana } from '../../../../../src/grafana/application.js'
import type { Dialect } from '../../../../../src/stack/flavors.js'
import { savedObjectsIn } from '../../../content/saved-objects.js'
import type { Dashboard, DataSource } from './model.js'

/** What Grafana gets of an application. */
export interface Made {
  dashboards: Dashboard[]
  /** by uid */
  dataSources: Map<string, DataSource>
  /** "Dashboard › Panel" */
  leftOut: string[]
}

export function grafanaOf(name: string, dialect: Dialect): Made {
  const server = {
    ...{ dialect, version: undefined, url: '', username: undefined },
    ...{ insecure: false, ownAuthority: false },
  }
  const { dashboards, dataSources } = forGrafana(savedObjectsIn(name), { name, title: name, server })
  return {
    dashboards: dashboards.map(({ model }) => model as unknown as Dashboard),
    dataSources: new Map(dataSources.map((one) => [String(one['uid']), one as unknown as DataSource])),
    leftOut: dashboards.flatMap(({ leftOut }) => leftOut.map(({ dashboard, panel }) => `${dashboard} › ${panel}`)),
  }
}
