import * as z from 'zod'
import type { JsonObject } from '../../json.js'
import type { Aggregation } from '../kibana/visualization.js'
import { luceneIn } from '../kibana/visualization.js'
import { NoCounterpart } from '../no-counterpart.js'
import { within } from './lucene.js'
import { dateHistogram } from './target.js'

const metricTypes = ['count', 'avg', 'sum', 'min', 'max', 'cardinality']

/** A metric of Kibana's aggregations as Grafana writes it. */
export function metricOf({ id, type, params }: Aggregation): JsonObject {
  if (!metricTypes.includes(type)) throw new NoCounterpart(`shows ${type}, for which elkctl knows no words in Grafana`)
  if (type === 'count') return { id, type }
  const script = scriptIn(params.json)
  return { id, type, field: params.field ?? '', ...(script !== undefined && { settings: { script } }) }
}

const inlineScript = z.strictObject({ script: z.strictObject({ source: z.string(), lang: z.literal('painless') }) })

/** Painless is what Elasticsearch takes a script for that names no language. */
function scriptIn(json: string | undefined): string | undefined {
  if (json === undefined || json === '') return undefined
  const { success, data } = inlineScript.safeParse(JSON.parse(json))
  if (!success) throw new NoCounterpart('adds parameters of Elasticsearch, which Grafana does not take')
  return data.script.source
}

/** A bucket aggregation of Kibana's as Grafana writes it; its alias finds the name of a series in it. */
export function bucketOf(aggregation: Aggregation, metrics: Aggregation[]): { bucket: JsonObject; alias: string } {
  const { type, params } = aggregation
  switch (type) {
    case 'terms':
      return { bucket: terms(aggregation, metrics), alias: `{{${params.field ?? ''}}}` }
    case 'filters':
      return {
        bucket: filters(
          (params.filters ?? []).map(({ input, label = '' }) => ({
            query: luceneIn(input) || '*',
            label: label === '' ? input.query : label,
          })),
        ),
        alias: '{{filter}}',
      }
    case 'range':
      return {
        bucket: filters((params.ranges ?? []).map((range) => rangeOf(params.field ?? '', range))),
        alias: '{{filter}}',
      }
    case 'date_histogram':
      return { bucket: overTime(aggregation), alias: '' }
    default:
      throw new NoCounterpart(`groups by ${type}, for which elkctl knows no words in Grafana`)
  }
}

function terms({ params }: Aggregation, metrics: Aggregation[]): JsonObject {
  if (params.json !== undefined && params.json !== '')
    throw new NoCounterpart('groups by a script, and Grafana by fields only')
  const by = metrics.find(({ id }) => id === params.orderBy)
  return {
    type: 'terms',
    field: params.field ?? '',
    settings: {
      size: String(params.size ?? 10),
      order: params.order ?? 'desc',
      orderBy: by === undefined || by.type === 'count' ? '_count' : by.id,
      min_doc_count: '1',
    },
  }
}

export const filters = (list: { query: string; label: string }[]): JsonObject => ({
  type: 'filters',
  settings: { filters: list },
})

/** Grafana has no ranges, but queries for them. */
function rangeOf(field: string, { from, to }: { from?: number | null | undefined; to?: number | null | undefined }) {
  const label = to == null ? `${from ?? ''} and more` : `${from ?? ''} to ${to}`
  return { query: within(field, from ?? undefined, to ?? undefined), label }
}

/** Kibana's calendar intervals that have the same length always; in UTC they begin where the fixed ones do. */
const fixedIntervals: Record<string, string | undefined> = { auto: 'auto', s: '1s', m: '1m', h: '1h', d: '1d' }

function overTime({ params }: Aggregation): JsonObject {
  if (params.scaleMetricValues === true)
    throw new NoCounterpart('shows values per second, which Grafana does not scale')
  const interval = fixedIntervals[params.interval ?? 'auto']
  if (interval === undefined)
    throw new NoCounterpart(`has intervals of ${String(params.interval)}, which vary in length`)
  return dateHistogram({ field: params.field ?? '', interval, onlyFull: Number(params.min_doc_count) > 0 })
}
