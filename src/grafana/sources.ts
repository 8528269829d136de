import type { DataFile } from '../kinds/kind.js'
import { objectIn, type JsonObject } from '../json.js'
import { typeAndId } from '../kinds/saved-object/parts.js'
import { dashboardIn, type KibanaDashboard } from './kibana/dashboard.js'
import { controlsIn, searchIn, tsvbIn, visualizationIn } from './kibana/visualization.js'
import { NoCounterpart } from './no-counterpart.js'
import { drilldownIn } from './panels/tsvb.js'

/** The saved objects of an application, as its data files and exports make them for Kibana. */
export interface Sources {
  /** `<type>/<id>` → body */
  bodies: Map<string, JsonObject>
  dashboards: { id: string; dashboard: KibanaDashboard }[]
  indexPatterns: IndexPattern[]
}

export interface IndexPattern {
  id: string
  title: string
  timeField: string
  attributes: JsonObject
}

export function sourcesOf(objects: Pick<DataFile, 'name' | 'body'>[]): Sources {
  return {
    bodies: new Map(objects.map(({ name, body }) => [name, body])),
    dashboards: objects.flatMap(({ name, body }) =>
      name.startsWith('dashboard/') ? [{ id: typeAndId(name).id, dashboard: dashboardIn(body) }] : [],
    ),
    indexPatterns: objects.flatMap(({ name, body }) => {
      const attributes = objectIn(body, 'attributes')
      const { title, timeFieldName } = attributes
      return name.startsWith('index-pattern/') && typeof title === 'string' && typeof timeFieldName === 'string'
        ? [{ id: typeAndId(name).id, title, timeField: timeFieldName, attributes }]
        : []
    }),
  }
}

/** What narrows a dashboard: its own controls, and the fields by which others lead to it. */
export interface AskedNarrowing {
  field: string
  label: string
  /** "list", or another form of control */
  type: string
  /** id or title of the index pattern that has its values */
  indexPattern: string | undefined
}

export function narrowingsOf(id: string, sources: Sources): AskedNarrowing[] {
  const own = sources.dashboards.find((one) => one.id === id)?.dashboard.panels ?? []
  const all = [
    ...own.flatMap(({ shows }) => controlsOf(sources.bodies.get(shows ?? ''))),
    ...[...sources.bodies].flatMap(([name, body]) => (name.startsWith('visualization/') ? leadingTo(id, body) : [])),
  ]
  return all.filter(({ field }, index) => all.findIndex((other) => other.field === field) === index)
}

function controlsOf(body: JsonObject | undefined): AskedNarrowing[] {
  const visualization = body && orUndefined(() => visualizationIn(body))
  if (body === undefined || visualization?.type !== 'input_control_vis') return []
  const references = Array.isArray(body['references']) ? (body['references'] as JsonObject[]) : []
  return controlsIn(visualization).map(({ fieldName: field, label, type, indexPatternRefName: name }) => ({
    ...{ field, label: label === '' ? field : label, type },
    indexPattern: String(references.find((reference) => reference['name'] === name)?.['id']),
  }))
}

function leadingTo(id: string, body: JsonObject): AskedNarrowing[] {
  const visualization = orUndefined(() => visualizationIn(body))
  if (visualization?.type !== 'metrics') return []
  const params = orUndefined(() => tsvbIn(visualization))
  const found = params && drilldownIn(params.drilldown_url)
  return found?.dashboard === id
    ? [{ field: found.field, label: found.field, type: 'list', indexPattern: params?.index_pattern }]
    : []
}

/** What cannot be read is named where it is shown. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof NoCounterpart) return undefined
    throw error
  }
}

/** The field with the level of a log: what the saved searches over it show. */
export function levelFieldOf(indexPattern: string, { bodies }: Sources): string | undefined {
  const columns = [...bodies].flatMap(([name, body]) =>
    name.startsWith('search/') && JSON.stringify(body['references']).includes(`"id":"${indexPattern}"`)
      ? searchIn(body).columns
      : [],
  )
  return columns.find((column) => /(^|[._])level$/.test(column))
}
