import type { JsonObject } from '../../json.js'

/** A data source as panels name it. */
export interface DataSourceRef extends JsonObject {
  type: string
  uid: string
}

/** What Grafana asks for one series of a panel, or several alike. */
export interface Target extends JsonObject {
  refId: string
  datasource: JsonObject
}

/** `A`, `B`, … `Z`, `AA` */
export function refIdAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : refIdAt(Math.floor(index / 26) - 1) + letter
}

/** Ids of aggregations are numbers: Grafana takes nothing else for a reference to one of them. */
export const bucketId = (index: number): string => String(100 + index)

/** In which intervals a series is asked for. */
export interface Intervals {
  field: string
  /** default: as Grafana chooses it for the time range */
  interval?: string
  /** true: an interval without documents is left out */
  onlyFull?: boolean
  /** the first and the last interval, which the time range cuts off, are left out */
  trimmed?: boolean
}

/**
 * Longer than any time range: its one interval is all of it, which Grafana cannot say otherwise. A metric without time is refused by its data source
 * ("invalid query, missing metrics and aggregations"), and named filters without time are not read (github.com/grafana/grafana, pkg/tsdb/elasticsearch).
 */
export const wholeRange = '36500d'

export const dateHistogram = ({ field, interval, onlyFull, trimmed }: Intervals): JsonObject => ({
  type: 'date_histogram',
  field,
  settings: {
    interval: interval ?? 'auto',
    min_doc_count: onlyFull === true ? '1' : '0',
    trimEdges: trimmed === true ? '1' : '0',
  },
})

/** Grafana writes the ids of buckets into the request; they must not be those of metrics. */
export const withIds = (buckets: JsonObject[]): JsonObject[] =>
  buckets.map((bucket, index) => ({ id: bucketId(index), ...bucket }))
