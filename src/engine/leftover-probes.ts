import { isObject, listIn, type JsonObject } from '../json.js'
import type { Reader, Writer } from '../stack/stack.js'
import type { Sample } from '../data-files/schemas/templates.js'
import { diff } from './diff.js'
import { probeOf, suffixIn } from './probe.js'

/** A probe that a run could not take away again: it was killed, or its write was carried out after it. */
export interface Leftover {
  /** what is deleted */
  path: string
  /** an index goes only while the probe is all that it holds */
  count: string | undefined
  name: string
}

interface Hit {
  _index: string
  _id: string
  _source?: JsonObject
}

/** Probes of other runs, those under way included. Only what is ours beyond doubt: named as a probe, and with our document or nothing in it. */
export async function findLeftovers(search: Reader, samples: Sample[]): Promise<Leftover[]> {
  const passing = samples.filter(({ keepIndex }) => keepIndex !== true)
  const lasting = samples.filter(({ keepIndex }) => keepIndex === true)
  const indices = passing.map(({ index }) => `${index}-*`).join(',')
  const found = await Promise.all([
    passing.length === 0 ? [] : hitsOf(search, indices, '').then((hits) => hits.flatMap(leftIndex(passing))),
    ...lasting.map(async (sample) =>
      (await hitsOf(search, sample.index, '&q=%22elkctl-check%22&lenient=true')).flatMap(leftDocument(sample)),
    ),
  ])
  return found.flat()
}

const leftIndex =
  (samples: Sample[]) =>
  ({ _index, _id }: Hit): Leftover[] => {
    const suffix = suffixIn(_id)
    return suffix !== undefined && samples.some((sample) => probeOf(sample, suffix).index === _index)
      ? [{ path: `/${_index}`, count: `/${_index}/_count`, name: _index }]
      : []
  }

const leftDocument =
  ({ document }: Sample) =>
  ({ _index, _id, _source }: Hit): Leftover[] =>
    suffixIn(_id) !== undefined && _source && diff(document, _source, 'subset').length === 0
      ? [{ path: `/${_index}/_doc/${_id}?refresh=true`, count: undefined, name: `${_index}/_doc/${_id}` }]
      : []

/** Takes away those that are still there. @returns their names */
export async function sweepLeftovers(search: Writer, leftovers: Leftover[]): Promise<string[]> {
  const swept: string[] = []
  for (const { path, count, name } of leftovers) {
    if (count !== undefined && !(await holdsOne(search, count))) continue
    const { status } = await search.delete(path)
    if (status >= 200 && status < 300) swept.push(name)
  }
  return swept
}

async function holdsOne(search: Reader, path: string): Promise<boolean> {
  const { status, body } = await search.get(path)
  return status === 200 && isObject(body) && body['count'] === 1
}

/** What cannot be searched holds nothing that this account could take away: that is no reason to stop. */
async function hitsOf(search: Reader, indices: string, query: string): Promise<Hit[]> {
  const { status, body } = await search.get(
    `/${indices}/_search?size=100&ignore_unavailable=true&allow_no_indices=true${query}`,
  )
  if (status !== 200 || !isObject(body) || !isObject(body['hits'])) return []
  const { hits } = body['hits']
  return listIn(hits).filter(isHit)
}

const isHit = (hit: unknown): hit is Hit & JsonObject =>
  isObject(hit) && typeof hit['_index'] === 'string' && typeof hit['_id'] === 'string'
