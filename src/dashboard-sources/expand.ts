import { pathText } from '../data-files/problems.js'
import type { DashboardSource, SearchSource, VisualizationSource } from '../data-files/schemas/dashboard/source.js'
import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'
import { aggregationChart } from './charts.js'
import { dashboard, type PlacedPanel } from './dashboard.js'
import { controls, markdown, section } from './simple-charts.js'
import { tsvb } from './tsvb.js'
import {
  addressOf,
  MissingObject,
  visualization,
  type Built,
  type IndexPattern,
  type Surroundings,
} from './visualization.js'

/** One saved object: `<type>/<id>` and `{attributes, references}`. */
export interface SavedObjectBody {
  name: string
  body: JsonObject
}

/** What the sources of one folder know of one another. */
export interface Folder {
  indexPatterns: IndexPattern[]
  /** ids of all objects of these types that the folder makes */
  dashboards: string[]
  visualizations: string[]
  searches: string[]
}

/** The ids that a source makes. */
export const idsOf = (name: string, source: DashboardSource): Omit<Folder, 'indexPatterns'> => ({
  dashboards: (source.panels ?? []).length === 0 ? [] : [name],
  visualizations: ownOf(source).map(({ one }) => `${name}-${one.id}`),
  searches: (source.searches ?? []).map(({ id }) => `${name}-${id}`),
})

/** Its visualizations, and where they stand in it. */
function ownOf({
  panels = [],
  visualizations = [],
}: DashboardSource): { one: VisualizationSource; at: PropertyKey[] }[] {
  return [
    ...panels.flatMap((one, index) => ('use' in one ? [] : [{ one, at: ['panels', index] }])),
    ...visualizations.map((one, index) => ({ one, at: ['visualizations', index] })),
  ]
}

/**
 * The saved objects that a source stands for, at the level of Kibana 7.3: visualizations, searches and, where it has panels, a dashboard.
 *
 * @param name of the file; the id of the dashboard, and the beginning of every other id
 * @returns problems: what it names and no file has; then the objects are not complete
 */
export function expandSource(
  name: string,
  source: DashboardSource,
  folder: Folder,
): { objects: SavedObjectBody[]; problems: string[] } {
  const around = surroundings(source, folder)
  const orProblem = (
    at: PropertyKey[],
    make: () => SavedObjectBody,
  ): { object: SavedObjectBody } | { problem: string } => {
    try {
      return { object: make() }
    } catch (error) {
      if (!(error instanceof MissingObject)) throw error
      return { problem: `${pathText(source, at)}: ${error.message}` }
    }
  }
  const expanded = [
    ...ownOf(source).map(({ one, at }) => orProblem(at, () => visualizationOf(name, one, around))),
    ...(source.searches ?? []).map((one, index) => orProblem(['searches', index], () => searchOf(name, one, around))),
  ]
  return {
    objects: [
      ...expanded.flatMap((one) => ('object' in one ? [one.object] : [])),
      ...dashboardOf(name, source, folder),
    ],
    problems: [...unknownUses(source, folder), ...expanded.flatMap((one) => ('problem' in one ? [one.problem] : []))],
  }
}

/** Panels that show what no file has. */
const unknownUses = ({ panels = [] }: DashboardSource, { visualizations, searches }: Folder): string[] =>
  panels.flatMap((panel, index) =>
    'use' in panel && ![...visualizations, ...searches].includes(panel.use)
      ? [`panels[${index}].use: there is no visualization and no saved search "${panel.use}"`]
      : [],
  )

function surroundings(source: DashboardSource, { indexPatterns, dashboards }: Folder): Surroundings {
  return {
    query: source.query,
    index: (id = source.index) => {
      const indexPattern = indexPatterns.find((pattern) => pattern.id === id)
      if (indexPattern !== undefined) return indexPattern
      throw new MissingObject(
        `${id === undefined ? 'it names no index pattern' : `there is no index pattern "${id}"`}; there are ${indexPatterns.map((pattern) => pattern.id).join(', ')}`,
      )
    },
    script: (id) => {
      const found = source.scripts?.[id]
      if (found !== undefined) return found
      const known = Object.keys(source.scripts ?? {})
      throw new MissingObject(
        `there is no script "${id}"; ${known.length === 0 ? 'the file has none' : `there are ${known.join(', ')}`}`,
      )
    },
    link: (id) => {
      if (!dashboards.includes(id))
        throw new MissingObject(`there is no dashboard "${id}"; there are ${dashboards.join(', ')}`)
      return addressOf(id)
    },
  }
}

function visualizationOf(name: string, source: VisualizationSource, around: Surroundings): SavedObjectBody {
  const { id, title, description = '' } = source
  return { name: `visualization/${name}-${id}`, body: visualization(title, description, built(source, around)) }
}

function built(source: VisualizationSource, around: Surroundings): Built {
  switch (source.chart) {
    case 'markdown':
      return markdown(source, around)
    case 'section':
      return section(source)
    case 'controls':
      return controls(source, around)
    case 'tsvb_timeseries':
    case 'tsvb_gauge':
    case 'tsvb_metric':
    case 'tsvb_top_n':
      return tsvb(source, around)
    default:
      return aggregationChart(source, around)
  }
}

function searchOf(name: string, source: SearchSource, around: Surroundings): SavedObjectBody {
  const { id, title, description, index, query = '', columns } = source
  const indexRefName = 'kibanaSavedObjectMeta.searchSourceJSON.index'
  const pattern = around.index(index)
  return {
    name: `search/${name}-${id}`,
    body: {
      attributes: {
        title,
        description,
        hits: 0,
        columns,
        sort: [pattern.timeField, 'desc'],
        version: 1,
        kibanaSavedObjectMeta: {
          searchSourceJSON: { query: lucene(query), filter: [], highlightAll: true, version: true, indexRefName },
        },
      },
      references: [{ name: indexRefName, type: 'index-pattern', id: pattern.id }],
    },
  }
}

/** None where it has no panels. */
function dashboardOf(
  name: string,
  { title = '', description = '', time, panels = [] }: DashboardSource,
  { visualizations }: Folder,
): SavedObjectBody[] {
  if (panels.length === 0) return []
  const placed = panels.map((panel): PlacedPanel => {
    const id = 'use' in panel ? panel.use : `${name}-${panel.id}`
    const type = visualizations.includes(id) ? 'visualization' : 'search'
    // The text of a section is its title already.
    const hideTitle = panel.hide_title ?? ('chart' in panel && panel.chart === 'section')
    return { shows: { type, id }, at: panel.at, hideTitle }
  })
  return [{ name: `dashboard/${name}`, body: dashboard({ title, description, time }, placed) }]
}
