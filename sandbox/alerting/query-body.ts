import { isObject, type Json } from '../ism/json-body.js'
import { refusal, type Refusal } from '../ism/refusals.js'

/**
 * A search as the alerting plugin keeps it. It reads the search into objects and writes these, with the defaults of each: a second reading gives the same.
 * What is here are the clauses that elkctl sends; a test holds them to the plugin's own parser (sandbox/monitor-parser). Others are no answer.
 */
export function storedSearch(search: Json): Json {
  for (const key of Object.keys(search)) if (!searchKeys.includes(key)) throw unknownKey(search[key], key)
  const aggregations = search['aggregations'] ?? search['aggs']
  return {
    ...(search['size'] !== undefined && { size: search['size'] }),
    ...(search['query'] !== undefined && { query: storedClause(object(search['query'])) }),
    ...(isEveryHit(search['track_total_hits']) && { track_total_hits: everyHit }),
    ...(aggregations !== undefined && { aggregations: storedAggregations(object(aggregations)) }),
  }
}

const everyHit = 2_147_483_647
const isEveryHit = (value: unknown): boolean => value === true || value === everyHit

const searchKeys = ['size', 'query', 'track_total_hits', 'aggs', 'aggregations']

const unknownKey = (value: unknown, key: string): Refusal =>
  refusal(
    400,
    'parsing_exception',
    `Unknown key for a ${isObject(value) ? 'START_OBJECT' : 'VALUE_STRING'} in [${key}].`,
  )

function storedClause(clause: Json): Json {
  const [name, body] = only(clause)
  const store = clauses[name]
  if (store === undefined) throw refusal(400, 'named_object_not_found_exception', `unknown query [${name}]`)
  return { [name]: store(object(body)) }
}

const clauses: Record<string, (body: Json) => Json> = {
  bool: ({ filter, ...rest }) => {
    const own = { adjust_pure_negative: true, boost: 1 }
    refuseMore(rest, 'bool', own)
    const filters = (Array.isArray(filter) ? filter : [filter]).map((clause) => storedClause(object(clause)))
    return { filter: filters, ...own }
  },
  range: (body) => {
    const [field, { gte, gt, lte, lt, format, ...rest }] = only(body) as [string, Json]
    const { from = gte ?? gt ?? null, to = lte ?? lt ?? null, ...more } = rest
    const { include_lower = gt === undefined, include_upper = lt === undefined, ...others } = more
    refuseMore(others, 'range', { boost: 1 })
    return {
      [field]: { from, to, include_lower, include_upper, ...(format !== undefined && { format }), boost: 1 },
    }
  },
  query_string: ({ query, analyze_wildcard, ...rest }) => {
    refuseMore(rest, 'query_string', { ...first, ...last })
    return { query, ...first, ...(analyze_wildcard !== undefined && { analyze_wildcard }), ...last }
  },
}

/** Of query_string, as they stand before and behind what is given. */
const first = {
  fields: [],
  type: 'best_fields',
  default_operator: 'or',
  max_determinized_states: 10_000,
  enable_position_increments: true,
  fuzziness: 'AUTO',
  fuzzy_prefix_length: 0,
  fuzzy_max_expansions: 50,
  phrase_slop: 0,
}
const last = { escape: false, auto_generate_synonyms_phrase_query: true, fuzzy_transpositions: true, boost: 1 }

const storedAggregations = (aggregations: Json): Json =>
  Object.fromEntries(
    Object.entries(aggregations).map(([name, aggregation]) => [name, storedAggregation(object(aggregation))]),
  )

function storedAggregation({ aggs, aggregations = aggs, ...rest }: Json): Json {
  const [type, body] = only(rest)
  const store = types[type]
  if (store === undefined) throw refusal(400, 'parsing_exception', `Unknown aggregation type [${type}]`)
  return {
    [type]: store(object(body)),
    ...(aggregations !== undefined && { aggregations: storedAggregations(object(aggregations)) }),
  }
}

const asSent = (body: Json): Json => body

const types: Record<string, (body: Json) => Json> = {
  ...{ avg: asSent, max: asSent, min: asSent, sum: asSent, cardinality: asSent },
  filter: storedClause,
  composite: ({ size, sources }) => ({
    size,
    sources: (sources as Json[]).map((source) => {
      const [name, values] = only(source)
      return { [name]: { terms: { ...object(object(values)['terms']), missing_bucket: false, order: 'asc' } } }
    }),
  }),
}

/** @param own what the plugin writes itself, and takes again */
function refuseMore(rest: Json, name: string, own: Json): void {
  const key = Object.keys(rest).find((one) => JSON.stringify(rest[one]) !== JSON.stringify(own[one]))
  if (key !== undefined) throw refusal(400, 'parsing_exception', `[${name}] query does not support [${key}]`)
}

function only(object: Json): [string, unknown] {
  const [first, second] = Object.entries(object)
  if (first === undefined || second !== undefined)
    throw refusal(400, 'parsing_exception', `expected one name, found ${Object.keys(object).join(', ') || 'none'}`)
  return first
}

function object(value: unknown): Json {
  if (isObject(value)) return value
  throw refusal(400, 'parsing_exception', 'Failed to parse object: expecting token of type [START_OBJECT]')
}
