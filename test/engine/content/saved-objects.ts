import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { DataFile } from '../../../src/kinds/kind.js'
import { profiles } from '../../../src/profiles/index.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import type { Profile } from '../../../src/profiles/profile.js'
import { defaultVariables } from '../../support/default-variables.js'
import type { ChartLooks, TsvbLooks, TsvbSeriesLooks } from './looks.js'

export interface Reference {
  name: string
  type: string
  id: string
}
export interface Query {
  query: string
  language: string
}
export interface SearchSource {
  query?: Query
  filter?: unknown[]
  indexRefName?: string
}
interface WithSearchSource {
  title: string
  description: string
  kibanaSavedObjectMeta: { searchSourceJSON: SearchSource }
}
export interface Agg {
  id: string
  type: string
  schema: string
  params: {
    field?: string
    customLabel?: string
    size?: number
    order?: string
    orderBy?: string
    interval?: string
    scaleMetricValues?: boolean
    /** intervals that the time range cuts off are left out */
    drop_partials?: boolean
    min_doc_count?: number
    filters?: { input: Query; label: string }[]
    ranges?: { from?: number; to?: number }[]
    /** parameters of Elasticsearch as JSON, beside the others */
    json?: string
  }
}
export interface TsvbMetric {
  id: string
  type: string
  field?: string
  unit?: string
  function?: string
  script?: string
  variables?: { name: string; field: string }[]
  metric_agg?: string
  numerator?: string
  denominator?: string
}
export interface TsvbSeries extends TsvbSeriesLooks {
  id: string
  label: string
  metrics: TsvbMetric[]
  filter?: Query
  split_mode: string
  terms_field?: string
  terms_size?: string
  terms_order_by?: string
  split_filters?: { id: string; label: string; filter: Query; color?: string }[]
}
export interface Params extends ChartLooks, TsvbLooks {
  /** of a TSVB panel: timeseries, gauge, metric, top_n */
  type?: string
  index_pattern?: string
  time_field?: string
  /** the least width of an interval: `>=10s` */
  interval?: string
  filter?: Query
  series?: TsvbSeries[]
  time_range_mode?: string
  drop_last_bucket?: number
  drilldown_url?: string
  controls?: { fieldName: string; label: string; indexPatternRefName: string; options: { size: number } }[]
  markdown?: string
}
export interface Visualization extends WithSearchSource {
  visState: { title: string; type: string; aggs: Agg[]; params: Params }
  uiStateJSON: { vis?: { colors?: Record<string, string> } }
}
export interface Search extends WithSearchSource {
  columns: string[]
  sort: string[]
}
export interface Dashboard extends WithSearchSource {
  timeRestore: boolean
  timeFrom?: string
  timeTo?: string
  panelsJSON: {
    version: string
    gridData: { x: number; y: number; w: number; h: number; i: string }
    panelIndex: string
    panelRefName: string
    /** empty: it is hidden */
    title?: string
    embeddableConfig: object
  }[]
}
export interface IndexPattern {
  title: string
  timeFieldName: string
  fields: string
  fieldFormatMap?: Record<string, { id: string; params: object }>
}
export interface SavedObject<Attributes> {
  attributes: Attributes
  references: Reference[]
}

/** Every saved object of an application as it would be planned with its default settings, before it is fitted to a server. */
const savedObjectsOf = (profile: Profile): DataFile[] =>
  loadDefinitions({
    profile: profile.name,
    dialect: 'elasticsearch',
    variables: defaultVariables(profile),
    variants: [],
    rename: {},
    only: ['saved object'],
  })

export const savedObjects = savedObjectsOf(openvidu)

/** Those of the application with this profile. */
export function savedObjectsIn(name: string): DataFile[] {
  const profile = profiles.find((one) => one.name === name)
  if (profile === undefined) throw new Error(`no profile ${name}`)
  return savedObjectsOf(profile)
}

export interface ObjectsByType {
  indexPatterns: Map<string, SavedObject<IndexPattern>>
  visualizations: Map<string, SavedObject<Visualization>>
  searches: Map<string, SavedObject<Search>>
  dashboards: Map<string, SavedObject<Dashboard>>
}

/** The objects of data files, by id. */
export function byType(objects: DataFile[]): ObjectsByType {
  const ofType = (type: string) =>
    new Map(
      objects
        .filter(({ name }) => name.startsWith(`${type}/`))
        .map(({ name, body }) => [name.slice(type.length + 1), body as unknown]),
    )
  return {
    indexPatterns: ofType('index-pattern') as ObjectsByType['indexPatterns'],
    visualizations: ofType('visualization') as ObjectsByType['visualizations'],
    searches: ofType('search') as ObjectsByType['searches'],
    dashboards: ofType('dashboard') as ObjectsByType['dashboards'],
  }
}

/** Those of OpenVidu. */
export const { indexPatterns, visualizations, searches, dashboards } = byType(savedObjects)

/** Those of all applications: an id says whose it is. */
export const every = byType(profiles.flatMap(savedObjectsOf))

/** The index pattern that a visualization or search asks; undefined: it asks nothing. */
export function indexPatternOf({ attributes, references }: SavedObject<WithSearchSource>): IndexPattern | undefined {
  const { params } = 'visState' in attributes ? (attributes as Visualization).visState : { params: {} as Params }
  const id = references.find(({ type }) => type === 'index-pattern')?.id
  const title = params.index_pattern
  return [...every.indexPatterns].find(([name, pattern]) => name === id || pattern.attributes.title === title)?.[1]
    .attributes
}

/** The panels of a dashboard of any application by title, in its order, without saved searches. */
export const panelsOf = (dashboard: string): [string, SavedObject<Visualization>][] =>
  shownOn(dashboard, 'visualization', every.visualizations)

/** The saved searches that a dashboard of any application shows, by title. */
export const searchesOn = (dashboard: string): [string, SavedObject<Search>][] =>
  shownOn(dashboard, 'search', every.searches)

function shownOn<Attributes extends WithSearchSource>(
  dashboard: string,
  wanted: string,
  objects: Map<string, SavedObject<Attributes>>,
): [string, SavedObject<Attributes>][] {
  const shown = (every.dashboards.get(dashboard)?.references ?? []).filter(({ type }) => type === wanted)
  return shown.map(({ id }) => {
    const object = objects.get(id)
    if (object === undefined) throw new Error(`no ${wanted} ${id}`)
    return [object.attributes.title, object]
  })
}
