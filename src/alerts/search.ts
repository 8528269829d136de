import type { JsonObject } from '../json.js'
import type { Alert } from './alert.js'
import { times } from './duration.js'
import { looksUp } from './order.js'

/** Until when documents are looked at: now, a moment in ISO 8601, or what a monitor of OpenSearch has for it. */
export type End = 'now' | '{{period_end}}' | (string & {})

export interface SearchForm {
  /** so many windows earlier; default: 0 */
  back?: number
  /** a composite aggregation, which bucket monitors ask for, has its groups in the order of their names; terms: the worst first. Default: terms */
  groups?: 'terms' | 'composite'
}

/** The names of aggregations. */
export const [groups, value, part] = ['groups', 'value', 'part']
/** The name of the source in a composite aggregation. */
export const group = 'group'

/** The body of the search that asks what an alert measures: the only place that makes one. */
export function searchOf(alert: Alert, end: End, form: SearchForm = {}): JsonObject {
  const aggs = grouped(alert, form)
  return {
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: filtersOf(alert, end, form.back) } },
    ...(Object.keys(aggs).length > 0 && { aggs }),
  }
}

/** Which documents are looked at. */
export const filtersOf = (alert: Alert, end: End, back = 0): JsonObject[] => [
  { range: { [alert.timeField]: rangeOf(alert, end, back) } },
  lucene(alert.query),
]

/** As Lucene is asked everywhere: `analyze_wildcard` lets a wildcard be found in text as Kibana finds it. */
export const lucene = (query: string): JsonObject => ({ query_string: { query, analyze_wildcard: true } })

function rangeOf({ window }: Alert, end: End, back: number): JsonObject {
  const from = end === 'now' ? 'now' : `${end}||`
  const at = (windows: number): string => (windows === 0 ? from : `${from}-${times(window, windows)}`)
  // A field may have a format of its own, in which no date maths is written.
  const format = end === 'now' ? undefined : end === '{{period_end}}' ? 'epoch_millis' : 'strict_date_optional_time'
  return { gte: at(back + 1), lt: at(back), ...(format !== undefined && { format }) }
}

function grouped({ groupBy, ...alert }: Alert, form: SearchForm): JsonObject {
  const measured = measuredBy(alert)
  if (groupBy === undefined) return measured
  const { field, size } = groupBy
  const inner = Object.keys(measured).length > 0 && { aggs: measured }
  if (form.groups === 'composite')
    return { [groups]: { composite: { size, sources: [{ [group]: { terms: { field } } }] }, ...inner } }
  return { [groups]: { terms: { field, size, order: orderOf(alert) }, ...inner } }
}

/** The aggregation below which the value stands; none: documents are counted. */
function measuredBy({ measure, timeField }: Pick<Alert, 'measure' | 'timeField'>): JsonObject {
  switch (measure.of) {
    case 'count':
      return {}
    case 'share':
      return { [part]: { filter: lucene(measure.query) } }
    case 'silence':
      return { [value]: { max: { field: timeField } } }
    default:
      return { [value]: { [functions[measure.of]]: { field: measure.field } } }
  }
}

const functions = { average: 'avg', maximum: 'max', minimum: 'min', sum: 'sum', distinct: 'cardinality' } as const

/** The worst first: if there are more groups than asked for, those that are left out are better. A share cannot be sorted by: there the largest are first. */
function orderOf({ measure, comparator }: Pick<Alert, 'measure' | 'comparator'>): JsonObject {
  const direction = looksUp(comparator) ? 'desc' : 'asc'
  if (measure.of === 'silence') return { [value]: looksUp(comparator) ? 'asc' : 'desc' }
  if (measure.of === 'share') return { _count: 'desc' }
  return measure.of === 'count' ? { _count: direction } : { [value]: direction }
}
