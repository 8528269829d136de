import { isObject, type Json, type JsonObject } from '../json.js'

/** How Kibana runs a rule, as far as the documents decide it. */
export interface Run {
  index: string
  search: JsonObject
  /** those that fire of the answer: groups, or `all documents` */
  firing: (answer: JsonObject) => string[]
}

/** What it calls all documents together (recording 433). */
const everything = 'all documents'

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

const compare: Record<string, (value: number, threshold: number) => boolean> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
}

/**
 * The search of a rule that was sent, at a moment, as https://www.elastic.co/guide/en/kibana/7.12/alert-type-es-query.html and
 * https://www.elastic.co/guide/en/kibana/7.12/alert-type-index-threshold.html describe it. Recorded on 7.12.1: "below 1" fires on no documents for
 * `.index-threshold` over all documents, and never for `.es-query`. Derived: groups of `.es-query` are those of `.index-threshold` (elastic/kibana#144689).
 *
 * @param isEarly before 7.13 `.es-query` looked at its condition only where there are hits
 */
export function runOf(type: string, params: JsonObject, end: number, isEarly: boolean): Run {
  const { index, timeField, timeWindowSize, timeWindowUnit, aggType = 'count', groupBy = 'all' } = params
  const start = end - Number(timeWindowSize) * (seconds[String(timeWindowUnit)] ?? NaN) * 1000
  const range = {
    range: {
      [String(timeField)]: {
        gte: new Date(start).toISOString(),
        lt: new Date(end).toISOString(),
        format: 'strict_date_optional_time',
      },
    },
  }
  const own = type === '.es-query' ? [(JSON.parse(String(params['esQuery'])) as JsonObject)['query'] ?? null] : []
  const metric: JsonObject =
    aggType === 'count' ? {} : { value: { [String(aggType)]: { field: params['aggField'] ?? null } } }
  const groups = {
    groups: {
      terms: {
        field: params['termField'] ?? null,
        size: params['termSize'] ?? null,
        ...(aggType !== 'count' && { order: { value: 'desc' } }),
      },
      aggs: metric,
    },
  }
  return {
    index: [index].flat().join(','),
    search: {
      size: 0,
      track_total_hits: true,
      query: { bool: { filter: [...own, range] } },
      aggs: groupBy === 'top' ? groups : metric,
    },
    firing: (answer) => firing(answer, params, type === '.es-query' && isEarly),
  }
}

function firing(answer: JsonObject, params: JsonObject, needsHits: boolean): string[] {
  const { thresholdComparator, threshold, aggType = 'count', groupBy = 'all' } = params
  const isMet = (value: number | undefined) =>
    value !== undefined && compare[String(thresholdComparator)]?.(value, (threshold as number[])[0] ?? NaN) === true
  const valueOf = (bucket: JsonObject, count: number): number | undefined => {
    const value = aggType === 'count' ? count : child(bucket, 'value')['value']
    return typeof value === 'number' ? value : undefined
  }
  const aggregations = child(answer, 'aggregations')
  if (groupBy === 'top') {
    const buckets = child(aggregations, 'groups')['buckets'] as JsonObject[]
    return buckets.filter((one) => isMet(valueOf(one, Number(one['doc_count'])))).map(({ key }) => String(key))
  }
  const total = Number(child(child(answer, 'hits'), 'total')['value'])
  return (total > 0 || !needsHits) && isMet(valueOf(aggregations, total)) ? [everything] : []
}

function child(value: JsonObject, name: string): JsonObject {
  const inner: Json | undefined = value[name]
  return isObject(inner) ? inner : {}
}
