import { isObject, objectIn, pick, withoutUndefined, type Json, type JsonObject } from '../../json.js'
import { panelsOf } from './dashboard-panels.js'
import { formatsOf } from './field-formats.js'
import { objects, parsed, withoutSearch } from './parts.js'
import { comparedRecord } from './record.js'

/**
 * What a saved object shows, without what servers and browsers rewrite. On import and at every upgrade Kibana migrates objects: parameters are
 * renamed (`addLegend` → `legendDisplay` in 8.3), references get other names, panels gain fields, the search source of TSVB goes (7.10). What is
 * asked of the data, and what stands where, stays; that is what a person's edit changes, and that is compared. The rest is covered by the mark.
 * The time range of a dashboard belongs to the user who saves it there.
 */
export function comparedForm(object: JsonObject): JsonObject {
  const attributes = objectIn(object, 'attributes')
  return withoutUndefined({
    title: attributes['title'],
    description: attributes['description'] === '' ? undefined : attributes['description'],
    ...(contentOf[String(object['type'])] ?? anyContent)(attributes, objects(object['references'])),
  })
}

type Content = { [key: string]: Json | undefined }

const contentOf: Record<string, (attributes: JsonObject, references: JsonObject[]) => Content> = {
  'index-pattern': ({ timeFieldName, fieldFormatMap }) => ({ timeFieldName, formats: formatsOf(fieldFormatMap) }),
  search: (attributes, references) => ({
    shows: shown(references),
    ...searchSource(attributes),
    columns: attributes['columns'],
    sort: sortPairs(attributes['sort']),
  }),
  visualization: (attributes, references) => {
    const state = parsed(attributes['visState'])
    return {
      shows: shown(references),
      ...(withoutSearch(state) ? {} : searchSource(attributes)),
      ...visualization(state),
    }
  },
  dashboard: (attributes, references) => {
    const { panels, others } = panelsOf(attributes, references)
    return { shows: shown(others), ...searchSource(attributes), panels }
  },
}

/** Of a type that elkctl does not know: everything, with the JSON in its texts opened. */
const anyContent = (
  { title: _title, description: _description, ...others }: JsonObject,
  references: JsonObject[],
): Content => ({
  shows: shown(references),
  ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, opened(value)])),
})

function opened(value: Json): Json {
  if (typeof value === 'string') {
    const inner = parsed(value)
    return isObject(inner) || Array.isArray(inner) ? opened(inner) : value
  }
  if (Array.isArray(value)) return value.map(opened)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member)]))
    : value
}

function visualization(state: Json | undefined): JsonObject {
  if (!isObject(state)) return {}
  const params = objectIn(state, 'params')
  return withoutUndefined({
    type: state['type'],
    aggregations: objects(state['aggs']).map(aggregation),
    ...pick(params, ['markdown', 'index_pattern', 'time_field', 'drilldown_url', 'spec', 'expression']),
    ...comparedRecord(params),
    query: state['type'] === 'metrics' ? queryOf(params['filter']) : undefined,
    ...(params['series'] !== undefined && { series: objects(params['series']).map(series) }),
    ...(params['controls'] !== undefined && {
      controls: objects(params['controls']).map((control) =>
        withoutUndefined(pick(control, ['fieldName', 'type', 'label'])),
      ),
    }),
  })
}

const series = (one: JsonObject): JsonObject =>
  withoutUndefined({
    ...pick(one, ['label', 'formatter', 'value_template']),
    metrics: objects(one['metrics']).map(metric),
    ...pick(one, ['split_mode', 'terms_field', 'terms_size']),
    query: queryOf(one['filter']),
    queries: one['split_filters'] === undefined ? undefined : objects(one['split_filters']).map(labelledQuery),
  })

/** The parts of a ratio are text up to 7.9, and queries from 7.10 on. */
const metric = (one: JsonObject): JsonObject =>
  withoutUndefined({
    ...pick(one, ['type', 'field', 'metric_agg', 'unit', 'script', 'function']),
    ...('numerator' in one && { numerator: queryOf(one['numerator']), denominator: queryOf(one['denominator']) }),
  })

const labelledQuery = ({ label, filter }: JsonObject): JsonObject => withoutUndefined({ label, query: queryOf(filter) })

/** No query is an empty one: so that it is seen when a person adds one. */
const queryOf = (query: Json | undefined): Json => (isObject(query) ? (query['query'] ?? '') : (query ?? ''))

function aggregation({ type, schema, params, enabled }: JsonObject): JsonObject {
  const disabled = enabled === false ? true : undefined
  if (!isObject(params)) return withoutUndefined({ type, schema, disabled })
  const filters = objects(params['filters']).map(({ input, label }) =>
    labelledQuery(withoutUndefined({ label, filter: input })),
  )
  return withoutUndefined({
    type,
    schema,
    disabled,
    ...pick(params, ['field', 'size', 'interval', 'ranges', 'order', 'orderBy', 'customLabel']),
    queries: filters.length > 0 ? filters : undefined,
  })
}

/** As members of an object, so that what a person added beside ours is no difference. */
function shown(references: JsonObject[]): JsonObject {
  return Object.fromEntries(references.map(({ type, id }) => [`${String(type)}/${String(id)}`, true]))
}

/** One pair up to Kibana 7.3, a list of pairs from 7.4 on. */
const sortPairs = (sort: Json | undefined): Json | undefined =>
  Array.isArray(sort) && typeof sort[0] === 'string' ? [sort] : sort

function searchSource({ kibanaSavedObjectMeta: meta }: JsonObject): Content {
  const source = isObject(meta) ? parsed(meta['searchSourceJSON']) : undefined
  if (!isObject(source)) return {}
  return { query: queryOf(source['query']), filters: objects(source['filter']).map(filter) }
}

/** What is asked is a member called `query`, or stands beside `meta`; the rest of `meta` is how the filter is shown, and migrated. */
function filter({ meta, query, $state: _state, ...asked }: JsonObject): JsonObject {
  const { negate, disabled } = objectIn(meta)
  return withoutUndefined({
    query: query ?? asked,
    negate: negate === true ? true : undefined,
    disabled: disabled === true ? true : undefined,
  })
}
