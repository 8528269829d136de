import type { Json, JsonObject } from '../json.js'
import { lucene } from './aggregations.js'

export interface IndexPattern {
  /** of the saved object */
  id: string
  /** what it matches: `metricbeat-*` */
  title: string
  timeField: string
}

export interface Reference {
  name: string
  type: string
  id: string
}

/** What a source names and no file has. */
export class MissingObject extends Error {}

/**
 * The address of a dashboard, as seen from another one: Kibana up to 7.7 has no other, newer ones and OpenSearch Dashboards lead it to theirs.
 */
export const addressOf = (dashboard: string): string => `../app/kibana#/dashboard/${dashboard}`

/** What a panel may take from the file that it stands in, and from the others. */
export interface Surroundings {
  /** default of the file */
  query: string | undefined
  /** the index pattern with this id, or the default of the file. @throws MissingObject */
  index: (id: string | undefined) => IndexPattern
  /** the Painless of a script of the file. @throws MissingObject */
  script: (name: string) => string
  /** The address of a dashboard, as seen from another one. @throws MissingObject when no file makes it */
  link: (dashboard: string) => string
}

/** The parts in which visualizations differ. */
export interface Built {
  /** Kibana's type of visualization */
  type: string
  params: JsonObject
  aggs?: JsonObject[]
  uiState?: JsonObject
  /** Lucene */
  query?: string
  references?: Reference[]
  /** the reference that is the index pattern of the search */
  indexRefName?: string
}

/** The body of the saved object, at the level of Kibana 7.3. */
export function visualization(title: string, description: string, built: Built): JsonObject {
  const { type, params, aggs = [], uiState = {}, query = '', references = [], indexRefName } = built
  return {
    attributes: {
      title,
      description,
      version: 1,
      visState: { title, type, params, aggs },
      uiStateJSON: uiState,
      // TSVB asks by its parameters: servers from 7.10 on take away whatever else is here.
      kibanaSavedObjectMeta: {
        searchSourceJSON:
          type === 'metrics'
            ? {}
            : { query: lucene(query), filter: [], ...(indexRefName !== undefined && { indexRefName }) },
      },
    },
    references: references as unknown as Json[],
  }
}
