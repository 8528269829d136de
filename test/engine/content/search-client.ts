import type { Mappings } from './data-files.js'

export interface Answer {
  status: number
  body: unknown
}
export interface SearchClient {
  /** Answers with whatever status came. */
  send(method: string, path: string, body?: unknown): Promise<Answer>
  /** @throws Error when the status is not 2xx, with the answer */
  request(method: string, path: string, body?: unknown): Promise<unknown>
  /** Indexes documents, searchable when it resolves. @throws Error with the first refusal */
  index(index: string, documents: object[], pipeline?: string): Promise<void>
  mappings(index: string): Promise<Mappings>
  search(index: string, body: object): Promise<SearchAnswer>
}
export interface SearchAnswer {
  hits: { total: { value: number }; hits: Hit[] }
  aggregations?: Record<string, Aggregation>
}
export interface Hit {
  _id: string
  _source: Record<string, unknown>
  /** the values by which it was sorted */
  sort?: unknown[]
}
export interface Aggregation {
  value?: number | string | null
  normalized_value?: number | string | null
  buckets?: Record<string, Bucket> | Bucket[]
  [subAggregation: string]: unknown
}
export interface Bucket {
  key?: string | number
  doc_count: number
  [subAggregation: string]: unknown
}

export function connect(engine: { url: string; username: string; password: string }): SearchClient {
  const authorization = `Basic ${Buffer.from(`${engine.username}:${engine.password}`).toString('base64')}`

  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(engine.url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }

  async function request(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await send(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  return {
    send,
    request,
    async index(index, documents, pipeline) {
      const lines = documents.flatMap((document) => ['{"index":{}}', JSON.stringify(document)])
      const query = pipeline === undefined ? 'refresh=true' : `refresh=true&pipeline=${pipeline}`
      const answer = (await request('POST', `/${index}/_bulk?${query}`, lines.join('\n') + '\n')) as {
        items: { index: { error?: unknown } }[]
      }
      const refused = answer.items.find((item) => item.index.error !== undefined)
      if (refused !== undefined) throw new Error(`refused by ${index}: ${JSON.stringify(refused)}`)
    },
    async mappings(index) {
      const answer = (await request('GET', `/${index}/_mapping`)) as Record<string, { mappings: Mappings }>
      const found = answer[index]
      if (found === undefined) throw new Error(`no index ${index}`)
      return found.mappings
    },
    search: async (index, body) => (await request('POST', `/${index}/_search`, body)) as SearchAnswer,
  }
}
