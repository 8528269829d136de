import { readFolder } from './data-files.js'

export interface Reference {
  name: string
  type: string
  id: string
}
export interface SearchSource {
  query: { query: string; language: string }
  filter: unknown[]
  indexRefName?: string
}
interface WithSearchSource {
  title: string
  kibanaSavedObjectMeta: { searchSourceJSON: SearchSource }
}
export interface Agg {
  id: string
  type: string
  schema: string
  params: {
    field?: string
    size?: number
    order?: string
    interval?: string
    min_doc_count?: number
    filters?: { input: { query: string; language: string }; label: string }[]
    ranges?: { from?: number; to?: number }[]
  }
}
export interface Visualization extends WithSearchSource {
  visState: {
    title: string
    type: string
    aggs: Agg[]
    params: { controls?: { fieldName: string; indexPatternRefName: string; options: { size: number } }[] }
  }
  uiStateJSON: object
}
export interface Dashboard extends WithSearchSource {
  timeRestore: boolean
  timeFrom: string
  timeTo: string
  panelsJSON: {
    version: string
    gridData: { x: number; y: number; w: number; h: number; i: string }
    panelIndex: string
    panelRefName: string
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

const read = (type: string) => readFolder(`dashboards/openvidu/${type}`)

export const indexPatterns = read('index-pattern') as Map<string, SavedObject<IndexPattern>>
export const visualizations = read('visualization') as Map<string, SavedObject<Visualization>>
export const dashboards = read('dashboard') as Map<string, SavedObject<Dashboard>>

/** The fields a visualization names: in aggregations, controls and the Lucene queries of its search and filters. */
export function fieldsOf({ attributes }: SavedObject<Visualization>): string[] {
  const { aggs, params } = attributes.visState
  const queries = [
    attributes.kibanaSavedObjectMeta.searchSourceJSON.query.query,
    ...aggs.flatMap((agg) => agg.params.filters ?? []).map((filter) => filter.input.query),
  ]
  return [
    ...aggs.flatMap((agg) => agg.params.field ?? []),
    ...(params.controls ?? []).map((control) => control.fieldName),
    ...queries.flatMap((query) => [...query.matchAll(/([\w.]+):/g)].map((match) => match[1] ?? '')),
  ]
}
