import * as z from 'zod'
import { withoutUndefined, type JsonObject } from '../../json.js'
import { parsed } from '../../kinds/saved-object/parts.js'
import { searchSource, sort } from './visualization.js'

const panel = z.object({
  panelRefName: z.string().optional(),
  title: z.string().optional(),
  gridData: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  embeddableConfig: z
    .object({
      hidePanelTitles: z.boolean().optional(),
      columns: z.array(z.string()).optional(),
      sort: sort.unwrap().optional(),
    })
    .default({}),
})

const attributes = z.object({
  title: z.string(),
  description: z.string().default(''),
  timeRestore: z.boolean().default(false),
  timeFrom: z.string().optional(),
  timeTo: z.string().optional(),
  panelsJSON: z.preprocess((value) => parsed(value as never), z.array(panel)),
  kibanaSavedObjectMeta: z
    .object({ searchSourceJSON: z.preprocess((value) => parsed(value as never), searchSource) })
    .default({ searchSourceJSON: { filter: [] } }),
})

export interface PlacedPanel {
  /** `<type>/<id>` of the saved object; undefined: the dashboard holds it by value */
  shows: string | undefined
  /** Kibana's columns and rows */
  at: { x: number; y: number; w: number; h: number }
  title: string | undefined
  hideTitle: boolean
  /** of a saved search: what this dashboard has otherwise */
  own: JsonObject
}

export interface KibanaDashboard {
  title: string
  description: string
  /** undefined: it keeps the time range that is set */
  time: { from: string; to: string } | undefined
  panels: PlacedPanel[]
  /** of all its panels */
  query: { query: string; language: string } | undefined
  hasFilters: boolean
}

/** @throws ZodError an export that Kibana would not show either */
export function dashboardIn(body: JsonObject): KibanaDashboard {
  const { title, description, timeRestore, timeFrom, timeTo = 'now', ...parts } = attributes.parse(body['attributes'])
  const { query, filter } = parts.kibanaSavedObjectMeta.searchSourceJSON
  const references = z
    .array(z.object({ name: z.string(), type: z.string(), id: z.string() }))
    .catch([])
    .parse(body['references'])
  return {
    ...{ title, description },
    time: timeRestore && timeFrom !== undefined ? { from: timeFrom, to: timeTo } : undefined,
    ...{ query, hasFilters: filter.length > 0 },
    panels: parts.panelsJSON.map(({ panelRefName, title: own, gridData, embeddableConfig }) => {
      const { hidePanelTitles, ...ofSearch } = embeddableConfig
      // From 7.14 on Kibana puts the panel's number before the name.
      const found = references.find(({ name }) => name === panelRefName || name.endsWith(`:${String(panelRefName)}`))
      return {
        shows: found && `${found.type}/${found.id}`,
        at: gridData,
        title: own === '' ? undefined : own,
        hideTitle: own === '' || hidePanelTitles === true,
        own: withoutUndefined(ofSearch),
      }
    }),
  }
}
