/** The parts of a dashboard of Grafana that say what it asks, and what it makes of the answer. */
export interface Dashboard {
  uid: string
  title: string
  panels: Panel[]
  templating: { list: Variable[] }
}
export interface Variable {
  name: string
  label: string
  allValue: string
  datasource: { uid: string }
  /** what its options are asked with, as JSON */
  query: string
  sort: number
}
export interface DataSource {
  /** an index, or a pattern of several */
  database: string
  jsonData: { timeField: string; logMessageField: string; logLevelField?: string }
}
export interface Panel {
  type: string
  title: string
  datasource?: { uid: string }
  targets?: Target[]
  transformations?: Transformation[]
  fieldConfig?: { overrides: { matcher: { options: string }; properties: { id: string; value: unknown }[] }[] }
  options?: { reduceOptions?: { calcs: string[] } }
}
export interface Transformation {
  id: string
  options: { reduce?: { reducer: string; nullValueMode: string }; alias?: string }
}
export interface Target {
  refId: string
  datasource: { type: string; uid: string }
  hide?: boolean
  /** of an expression */
  expression?: string
  query: string
  alias?: string
  timeField: string
  metrics: Metric[]
  bucketAggs: BucketAgg[]
}
export interface Metric {
  id: string
  type: string
  field?: string
  hide?: boolean
  pipelineVariables?: { name: string; pipelineAgg: string }[]
  settings?: Record<string, string>
}
export interface BucketAgg {
  id: string
  type: string
  field?: string
  settings: {
    size?: string
    order?: string
    orderBy?: string
    min_doc_count?: string
    interval?: string
    trimEdges?: string
    filters?: { query: string; label: string }[]
  }
}
