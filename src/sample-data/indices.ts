import type { Json, JsonObject } from '../json.js'
import { expectOk, notUnderstood } from '../http/answer.js'
import { expectMap, expectShape, hasShape } from '../http/shape.js'
import type { Reader, Writer } from '../stack/stack.js'
import { loadOf } from './load-id.js'
import { everywhere, lenient, ofOthers, ofSampleData, type Marked } from './mark.js'
import type { SampleData, SampleLoad } from './sample-data.js'

/** In `mappings._meta` of an index: it was made for sample data. The engine keeps it and does nothing with it. */
export const mark = 'elkctl_sample'

/** Makes an index and marks it, unless it is there already. Templates apply. @returns whether it was made */
export async function makeIndex(writer: Writer, index: string): Promise<boolean> {
  const reply = await writer.put(`/${index}`, { mappings: { _meta: { [mark]: true } } })
  if (reply.status === 400 && /already_exists|already exists/.test(JSON.stringify(reply.body))) return false
  expectOk(reply, `Making the index ${index}`)
  return true
}

/** Indices of the families that were made for sample data. */
export async function indicesMadeForSampleData(search: Reader, families: string[]): Promise<string[]> {
  const reply = await search.get(`/${everywhere(families)}/_mapping?${lenient}&filter_path=*.mappings._meta.${mark}`)
  return Object.keys(expectMap(reply, 'Reading the marks of indices')).sort()
}

/** Documents that are not sample data, by index. */
export async function othersByIndex(search: Writer, data: Marked): Promise<Map<string, number>> {
  return countsByIndex(search, data.families, ofOthers(data))
}

/** Sample documents, by index. */
export async function samplesByIndex(search: Writer, data: Marked): Promise<Map<string, number>> {
  return countsByIndex(search, data.families, ofSampleData(data))
}

async function countsByIndex(search: Writer, families: string[], query: JsonObject): Promise<Map<string, number>> {
  const body = { size: 0, query, aggs: { indices: { terms: { field: '_index', size: 10_000 } } } }
  const what = 'Counting documents'
  const reply = await search.post(`/${everywhere(families)}/_search?${lenient}`, body)
  const answer: { hits: JsonObject; aggregations?: Json } = expectShape(reply, what, { hits: 'object' })
  // Without a single index there are no aggregations in the answer.
  if (answer.aggregations === undefined) return new Map()
  const { indices } = hasShape(answer.aggregations, { indices: 'object' }) ? answer.aggregations : { indices: {} }
  const { buckets } = indices
  if (!Array.isArray(buckets)) throw notUnderstood(reply, what)
  return new Map(
    buckets
      .filter((bucket) => hasShape(bucket, { key: 'text', doc_count: 'number' }))
      .map(({ key, doc_count }) => [key, doc_count]),
  )
}

/** How the sample data that is there was made; undefined: there is none. 'unknown': by another version of elkctl. */
export async function loadThatIsThere(search: Writer, data: SampleData): Promise<SampleLoad | 'unknown' | undefined> {
  const { families } = data
  const body = { size: 1, _source: false, query: ofSampleData(data) }
  const what = 'Looking for sample data'
  const reply = await search.post(`/${everywhere(families)}/_search?${lenient}`, body)
  const { hits } = expectShape(reply, what, { hits: 'object' })
  if (!hasShape(hits, { hits: 'objects' })) throw notUnderstood(reply, what)
  const [hit] = hits.hits
  return hit === undefined ? undefined : (loadOf(String(hit['_id']), data) ?? 'unknown')
}

/** Makes what was written and deleted visible. A GET: Elasticsearch 8 refuses a POST with a body here. */
export async function refresh(search: Reader, index: string): Promise<void> {
  expectOk(await search.get(`/${index}/_refresh?${lenient}`), 'Making the documents findable')
}
