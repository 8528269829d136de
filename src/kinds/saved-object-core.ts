import type { Json, JsonObject } from '../stack/stack.js'
import { isObject } from './kind.js'

/**
 * What a saved object shows, without what servers rewrite. On import and at every upgrade Kibana migrates objects: parameters are renamed
 * (`addLegend` → `legendDisplay` in 8.3), references get other names, panels gain fields. What is asked of the data, and what stands where,
 * stays; that is what a person's edit changes, and that is compared. The rest is covered by the mark.
 */
export function savedObjectCore(object: JsonObject): JsonObject {
  const attributes = isObject(object['attributes']) ? object['attributes'] : {}
  const meta = isObject(attributes['kibanaSavedObjectMeta']) ? attributes['kibanaSavedObjectMeta'] : {}
  return defined({
    title: attributes['title'],
    description: attributes['description'] === '' ? undefined : attributes['description'],
    shows: references(object['references']),
    ...searchSource(parsed(meta['searchSourceJSON'])),
    ...contentOf[String(object['type'])]?.(attributes),
  })
}

const contentOf: Record<string, (attributes: JsonObject) => { [key: string]: Json | undefined }> = {
  'index-pattern': ({ timeFieldName, fieldFormatMap }) => ({ timeFieldName, formats: parsed(fieldFormatMap) }),
  search: ({ columns }) => ({ columns }),
  visualization: ({ visState }) => visualization(parsed(visState)),
  dashboard: ({ panelsJSON, timeRestore, timeFrom, timeTo }) => ({
    panels: panels(parsed(panelsJSON)),
    timeRestore,
    timeFrom,
    timeTo,
  }),
}

function visualization(state: Json | undefined): JsonObject {
  if (!isObject(state)) return {}
  const params = isObject(state['params']) ? state['params'] : {}
  return defined({
    type: state['type'],
    aggregations: objects(state['aggs']).map(aggregation),
    ...pick(params, ['markdown', 'index_pattern', 'drilldown_url']),
    query: queryOf(params['filter']),
    ...(params['series'] !== undefined && {
      series: objects(params['series']).map((series) =>
        defined({
          metrics: objects(series['metrics']).map((metric) => defined(pick(metric, ['type', 'field']))),
          ...pick(series, ['split_mode', 'terms_field']),
          query: queryOf(series['filter']),
          queries: queriesOf(series['split_filters']),
        }),
      ),
    }),
    ...(params['controls'] !== undefined && {
      controls: objects(params['controls']).map((control) => defined(pick(control, ['fieldName', 'type', 'label']))),
    }),
  })
}

const queryOf = (filter: Json | undefined): Json | undefined =>
  isObject(filter) && filter['query'] !== '' ? filter['query'] : undefined

const queriesOf = (filters: Json | undefined): Json | undefined =>
  filters === undefined ? undefined : objects(filters).map(({ filter }) => queryOf(filter) ?? null)

function aggregation({ type, schema, params }: JsonObject): JsonObject {
  if (!isObject(params)) return defined({ type, schema })
  const queries = objects(params['filters']).map(({ input }) => (isObject(input) ? (input['query'] ?? null) : null))
  return defined({
    type,
    schema,
    ...pick(params, ['field', 'size', 'interval', 'ranges', 'orderBy']),
    queries: queries.length > 0 ? queries : undefined,
  })
}

/** As members of an object, so that what a person added beside ours is no difference. */
function references(value: Json | undefined): JsonObject {
  return Object.fromEntries(objects(value).map(({ type, id }) => [`${String(type)}/${String(id)}`, true]))
}

function panels(value: Json | undefined): JsonObject {
  return Object.fromEntries(
    objects(value).map(({ gridData }) =>
      isObject(gridData) ? [['x', 'y', 'w', 'h'].map((key) => String(gridData[key])).join(' '), true] : ['?', true],
    ),
  )
}

/** Of the filters only their number: their inside is rewritten by migrations. */
function searchSource(source: Json | undefined): { [key: string]: Json | undefined } {
  if (!isObject(source)) return {}
  const { query } = source
  return { query: isObject(query) ? query['query'] : undefined, filters: objects(source['filter']).length }
}

/** JSON as our files hold it, or as text as servers do. */
function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Json
  } catch {
    // Broken by hand: it differs from ours as the text that it is.
    return value
  }
}

const objects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

const pick = (object: JsonObject, keys: string[]): JsonObject =>
  Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]])))

const defined = (object: { [key: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined))
