import type { Json, JsonObject } from '../dashboards/json.js'
import { withoutRandom, type Exchange } from './exchange.js'
import { refuse, type Asked, type Reply } from './reply.js'

/** The documents with which elkctl tries an index, in an index of their own or in one that stays. What becomes of each is recorded. */
export class Probes {
  /** index → the ids in it */
  private readonly indices = new Map<string, Set<string>>()

  constructor(private readonly exchanges: Exchange[]) {}

  clear(): void {
    this.indices.clear()
  }

  names(): string[] {
    return [...this.indices.keys()]
  }

  /** @returns undefined where the path is of something else */
  answer(asked: Asked): Reply | undefined {
    const [, index = '', what, id = ''] = asked.path.split('/').map(decodeURIComponent)
    if (index === '' || index.startsWith('_')) return undefined
    if (what === '_count' && asked.method === 'GET') return this.count(index)
    if (what === '_search' && asked.method === 'GET') return this.search(index)
    if (what === '_doc') return this.document(index, id, asked)
    // https://www.elastic.co/guide/en/elasticsearch/reference/7.10/search-field-caps.html: ignore_unavailable is false unless it is asked for
    if (what === '_field_caps') return this.indices.has(index) ? this.recorded(asked) : noIndex(index)
    if (what === undefined && asked.method === 'DELETE')
      return this.indices.delete(index) ? { status: 200, body: { acknowledged: true } } : noIndex(index)
    return refuse(asked)
  }

  private document(index: string, id: string, asked: Asked): Reply {
    const ids = this.indices.get(index)
    if (asked.method === 'PUT') {
      this.indices.set(index, new Set([...(ids ?? []), id]))
      return this.recorded(asked)
    }
    if (ids?.has(id) !== true) return missing(index, id, ids !== undefined, asked)
    if (asked.method === 'DELETE') ids.delete(id)
    return this.recorded(asked)
  }

  /** https://www.elastic.co/guide/en/elasticsearch/reference/7.10/search-count.html */
  private count(index: string): Reply {
    const ids = this.indices.get(index)
    const _shards = { total: ids ? 1 : 0, successful: ids ? 1 : 0, skipped: 0, failed: 0 }
    return { status: 200, body: { count: ids?.size ?? 0, _shards } }
  }

  /** What is left of probes: elkctl asks for nothing else. */
  private search(patterns: string): Reply {
    const found = patterns.split(',').flatMap((pattern) => {
      const start = pattern.replace(/\*$/, '')
      return this.names().filter((name) => (pattern.endsWith('*') ? name.startsWith(start) : name === pattern))
    })
    const hits = found.flatMap((index) =>
      [...(this.indices.get(index) ?? [])].map((id): JsonObject => {
        const path = `/${index}/_doc/${id}`
        const { body } = this.recorded({ method: 'GET', path, query: new URLSearchParams(), body: {}, user: '' })
        return { _index: index, _type: '_doc', _id: id, _score: 1, _source: (body as JsonObject)['_source'] ?? {} }
      }),
    )
    const total = { value: hits.length, relation: 'eq' }
    const _shards = { total: found.length, successful: found.length, skipped: 0, failed: 0 }
    // Recorded: no score where no shard was asked is 0, else null.
    const max_score = hits.length > 0 ? 1 : found.length > 0 ? null : 0
    return { status: 200, body: { took: 0, timed_out: false, _shards, hits: { total, max_score, hits } } }
  }

  /** The recorded answer to the same request, with the names of this run. */
  private recorded(asked: Asked): Reply {
    const query = asked.query.toString()
    const path = comparable(asked.path)
    const found = this.exchanges.find(
      (exchange) =>
        exchange.method === asked.method &&
        comparable(exchange.path.replace(/\?.*$/s, '')) === path &&
        (asked.method !== 'PUT' || exchange.status === 201) &&
        (!path.endsWith('/_field_caps') || queryOf(exchange) === query),
    )
    if (!found) return refuse(asked)
    const [random] = /[0-9a-f]{8}(?=\/|$|\?)/.exec(asked.path) ?? []
    const text = withoutRandom(JSON.stringify(found.answer))
    return { status: found.status, body: JSON.parse(text.replaceAll('-RANDOM', `-${random ?? ''}`)) as Json }
  }
}

const comparable = (path: string): string => withoutRandom(decodeURIComponent(path))

const queryOf = ({ path }: Exchange): string => new URLSearchParams(path.split('?')[1]).toString()

/** https://www.elastic.co/guide/en/elasticsearch/reference/7.10/docs-get.html, …/docs-delete.html: 404 of a document, 404 of an index */
function missing(index: string, id: string, hasIndex: boolean, asked: Asked): Reply {
  if (asked.method === 'GET' && hasIndex)
    return { status: 404, body: { _index: index, _type: '_doc', _id: id, found: false } }
  if (asked.method === 'DELETE' && hasIndex)
    return { status: 404, body: { _index: index, _type: '_doc', _id: id, result: 'not_found' } }
  return asked.method === 'GET' ? noIndex(index) : refuse(asked)
}

function noIndex(index: string): Reply {
  const error = { type: 'index_not_found_exception', reason: `no such index [${index}]`, index }
  return { status: 404, body: { error: { root_cause: [error], ...error }, status: 404 } }
}
