import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'
import { aggregationCharts } from './charts.js'
import { dashboard, type PlacedPanel } from './dashboard.js'
import { SourceProblem } from './shape.js'
import { simpleCharts } from './simple-charts.js'
import { readSource, type SourceFile, type VisualizationSource } from './source-file.js'
import { tsvbCharts } from './tsvb.js'
import { visualization, type Chart, type IndexPattern, type Surroundings } from './visualization.js'

/** Every kind of chart by the word that a source uses. */
const charts: Record<string, Chart> = { ...aggregationCharts, ...tsvbCharts, ...simpleCharts }

/** One saved object: `<type>/<id>` and `{attributes, references}`. */
export interface SavedObjectBody {
  name: string
  body: JsonObject
}

/** What the sources of one folder know of one another. */
export interface Folder {
  indexPatterns: IndexPattern[]
  /** ids of all dashboards and visualizations that the folder makes */
  dashboards: string[]
  visualizations: string[]
}

/** The ids that a source makes, before anything of it is read closely. */
export function idsOf(name: string, body: JsonObject): Pick<Folder, 'dashboards' | 'visualizations'> {
  const ids = ['panels', 'visualizations'].flatMap((key) => {
    const list = body[key]
    return Array.isArray(list) ? list.flatMap((member) => idOf(name, member)) : []
  })
  return { dashboards: 'panels' in body ? [name] : [], visualizations: ids }
}

const idOf = (name: string, member: unknown): string[] =>
  typeof member === 'object' && member !== null && 'id' in member ? [`${name}-${String(member.id)}`] : []

/**
 * The saved objects that a source stands for, at the level of Kibana 7.3: visualizations, searches and, where it has panels, a dashboard.
 *
 * @param name of the file; the id of the dashboard, and the beginning of every other id
 * @param problems everything that is wrong is added here; then the objects are not complete
 */
export function expandSource(name: string, body: JsonObject, folder: Folder, problems: string[]): SavedObjectBody[] {
  const told = (what: string, make: () => SavedObjectBody[]): SavedObjectBody[] => {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error
      problems.push(what === '' ? error.message : `${what}: ${error.message}`)
      return []
    }
  }
  return told('', () => {
    const source = readSource(body, problems)
    const around = surroundings(source, folder)
    const placed = source.panels.map((panel): PlacedPanel => {
      if ('use' in panel) return { visualization: panel.use, at: panel.at, hideTitle: false }
      return { visualization: `${name}-${panel.id}`, at: panel.at, hideTitle: hidesTitle(panel) }
    })
    const own = [...source.panels.filter((panel) => 'chart' in panel), ...source.visualizations]
    return [
      ...own.flatMap((one) => told(`panel "${one.title}"`, () => [visualizationOf(name, one, around)])),
      ...source.searches.flatMap((one) => told(`search "${one.title}"`, () => [searchOf(name, one, around)])),
      ...(source.panels.length === 0 ? [] : told('', () => [dashboardOf(name, source, placed, folder)])),
    ]
  })
}

/** The text of a section is its title already. */
const hidesTitle = (panel: { chart: string; hide_title: boolean | undefined }): boolean =>
  panel.hide_title ?? panel.chart === 'section'

function surroundings(source: SourceFile, { indexPatterns, dashboards }: Folder): Surroundings {
  return {
    query: source.query,
    index: (id = source.index) => {
      const found = indexPatterns.find((pattern) => pattern.id === id)
      if (found !== undefined) return found
      throw new SourceProblem(
        `${id === undefined ? 'it names no index pattern' : `there is no index pattern "${id}"`}; there are ${indexPatterns.map((pattern) => pattern.id).join(', ')}`,
      )
    },
    link: (id) => {
      if (!dashboards.includes(id))
        throw new SourceProblem(`there is no dashboard "${id}"; there are ${dashboards.join(', ')}`)
      // The old address: Kibana up to 7.7 has no other, newer ones and OpenSearch Dashboards lead it to theirs.
      return `../app/kibana#/dashboard/${id}`
    },
  }
}

function visualizationOf(name: string, source: VisualizationSource, around: Surroundings): SavedObjectBody {
  const { id, title, description = '', chart, rest } = source
  const build = charts[chart]
  if (build === undefined)
    throw new SourceProblem(`unknown chart "${chart}"; known are ${Object.keys(charts).join(', ')}`)
  return { name: `visualization/${name}-${id}`, body: visualization(title, description, build(rest, title, around)) }
}

function searchOf(name: string, source: SourceFile['searches'][number], around: Surroundings): SavedObjectBody {
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

function dashboardOf(name: string, source: SourceFile, panels: PlacedPanel[], folder: Folder): SavedObjectBody {
  const { title, description, time } = source
  if (title === undefined || description === undefined)
    throw new SourceProblem('a file with panels needs a title and a description')
  const missing = panels.map((panel) => panel.visualization).filter((id) => !folder.visualizations.includes(id))
  if (missing.length > 0) throw new SourceProblem(`there is no visualization ${missing.join(', ')}`)
  const [from = 'now-15m', to = 'now'] = typeof time === 'string' ? [time] : (time ?? [])
  return { name: `dashboard/${name}`, body: dashboard({ title, description, from, to }, panels) }
}
