import { Refusal } from './http.js'
import { isObject, type Json, type JsonObject } from './json.js'

export interface EngineAnswer {
  status: number
  /** parsed when the engine said JSON, else the text */
  body: Json
}

/** The engine gave no answer, or one that says it is not up yet. */
export class EngineGone extends Error {}

/** milliseconds that a server goes on calling itself red once the engine is back (both poll it every 2.5 s) */
const redAfterReturn = 1000

/** The engine behind a dashboards server, asked with the credentials of whoever is asking. */
export class EngineClient {
  private goneSince: number | undefined
  private backSince: number | undefined

  constructor(private readonly url: string) {}

  /** @throws EngineGone */
  async ask(
    method: string,
    path: string,
    headers: Record<string, string | undefined>,
    body?: JsonObject,
  ): Promise<EngineAnswer> {
    const sent = Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { ...sent, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      // OpenSearch answers 503 text while its security plugin starts, Elasticsearch 503 while its security index does.
      if (response.status === 503) throw new EngineGone(text)
      this.answered()
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
      return { status: response.status, body: isJson ? (JSON.parse(text) as Json) : text }
    } catch (error) {
      this.goneSince ??= Date.now()
      if (error instanceof EngineGone) throw error
      throw new EngineGone('no connection', { cause: error })
    }
  }

  /** milliseconds since the first request that the engine did not answer; 0 while it answers */
  goneFor(): number {
    return this.goneSince === undefined ? 0 : Date.now() - this.goneSince
  }

  /** false for a moment after it came back: `GET /api/status` is then 200 with state red */
  isKnownToBeBack(): boolean {
    return this.backSince === undefined || Date.now() - this.backSince > redAfterReturn
  }

  private answered(): void {
    if (this.goneSince === undefined) return
    this.goneSince = undefined
    this.backSince = Date.now()
  }
}

/** What Kibana makes of a refusal by Elasticsearch: the status is kept, the text is the type of the error. */
export function refusalOf({ status, body }: EngineAnswer): Refusal {
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {}
  return new Refusal(status, typeof error['type'] === 'string' ? error['type'] : 'Response Error')
}
