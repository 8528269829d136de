import { aggregationRequest } from './aggregation-request.js'
import { luceneQuery, timeFilter, type PanelRequest, type PanelTime, type Shown } from './panel-request.js'
import { every, indexPatternOf, type SavedObject, type Search, type Visualization } from './saved-objects.js'
import type { Hit, SearchAnswer, SearchClient } from './search-client.js'
import { tsvbRequests } from './tsvb-request.js'

/** Every search that Kibana sends for a panel within a range of times; Markdown asks nothing. */
export function requestsFor(object: SavedObject<Visualization>, time: PanelTime): PanelRequest[] {
  const { type, params } = object.attributes.visState
  if (type === 'markdown') return []
  if (type === 'metrics') return tsvbRequests(params, time)
  if (type === 'input_control_vis') return controlRequests(object)
  const pattern = indexPatternOf(object)
  if (pattern === undefined) throw new Error(`${object.attributes.title} has no index pattern`)
  return [aggregationRequest(object, pattern, time)]
}

/** A control asks for the values of its field, whatever the time range is. */
function controlRequests({ attributes, references }: SavedObject<Visualization>): PanelRequest[] {
  return (attributes.visState.params.controls ?? []).map(({ fieldName, label, indexPatternRefName, options }) => {
    const pattern = every.indexPatterns.get(references.find(({ name }) => name === indexPatternRefName)?.id ?? '')
    if (pattern === undefined) throw new Error(`${label} has no index pattern`)
    return {
      index: pattern.attributes.title,
      body: {
        size: 0,
        aggs: { values: { terms: { field: fieldName, size: options.size, order: { _count: 'desc' } } } },
      },
      read: ({ aggregations = {} }) => {
        const { buckets = [] } = aggregations['values'] ?? {}
        const list = Array.isArray(buckets) ? buckets : []
        return { [label]: Object.fromEntries(list.map(({ key, doc_count }) => [String(key), doc_count])) }
      },
    }
  })
}

/**
 * What a panel shows of the data on an engine: a number, or numbers by label; undefined: it asks nothing. An index that is not there has no data.
 *
 * @param filters those of the dashboard
 */
export async function show(
  client: SearchClient,
  object: SavedObject<Visualization>,
  time: PanelTime,
  filters: object[] = [],
): Promise<Shown | undefined> {
  const requests = requestsFor(object, time)
  const parts = await Promise.all(
    requests.map(async ({ index, body, read }) => {
      const answer = await client.request('POST', `/${index}/_search?ignore_unavailable=true`, filtered(body, filters))
      return read(answer as SearchAnswer)
    }),
  )
  if (parts.length <= 1) return parts[0]
  return Object.assign({}, ...parts) as Shown
}

const filtered = (body: object, filters: object[]): object =>
  filters.length === 0
    ? body
    : { ...body, query: { bool: { filter: [(body as { query: object }).query, ...filters] } } }

/** The documents that Kibana's Discover lists for a saved search; it shows the first 500, all of them are of interest here. */
export async function list(
  client: SearchClient,
  object: SavedObject<Search>,
  time: PanelTime,
): Promise<Record<string, unknown>[]> {
  const hits = await hitsOf(client, object, time)
  return hits.map(({ _source }) => _source)
}

/** The same, with their ids. @param filters those of the dashboard */
export async function hitsOf(
  client: SearchClient,
  object: SavedObject<Search>,
  time: PanelTime,
  filters: object[] = [],
): Promise<Hit[]> {
  const pattern = indexPatternOf(object)
  if (pattern === undefined) throw new Error(`${object.attributes.title} has no index pattern`)
  const { query } = object.attributes.kibanaSavedObjectMeta.searchSourceJSON
  const [field = '', order = ''] = object.attributes.sort
  const { hits } = (await client.request('POST', `/${pattern.title}/_search?ignore_unavailable=true`, {
    size: 10_000,
    sort: [{ [field]: { order, unmapped_type: 'boolean' } }],
    query: { bool: { filter: [luceneQuery(query?.query ?? ''), timeFilter(pattern.timeFieldName, time), ...filters] } },
  })) as SearchAnswer
  return hits.hits
}
