import type { JsonObject } from '../../json.js'
import type { DataSourceRef } from '../query/target.js'

/** A panel without its number and its place. */
export interface Panel {
  type: string
  title: string
  body: JsonObject
}

/** An index pattern as panels ask it. */
export interface AskedIndex {
  /** what it is called in Kibana */
  id: string
  /** `metricbeat-*` */
  title: string
  timeField: string
  /** of its saved object */
  attributes: JsonObject
  ref: DataSourceRef
}

/** What a panel takes from what is around it. */
export interface Surroundings {
  /** @throws NoCounterpart when there is none */
  index: (by: { id?: string | undefined; title?: string }) => AskedIndex
  /** the query of a panel, narrowed by the variables of the dashboard */
  narrowed: (...queries: string[]) => string
  /** the address of another dashboard; undefined: it is not in Grafana */
  link: (dashboard: string) => string | undefined
}
