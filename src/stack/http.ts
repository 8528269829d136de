import { InterruptedError } from '../errors.js'
import { explainNetworkError } from './network-error.js'
import type { Credentials, Json, Reply, Writer } from './stack.js'

/** How to reach one server. This file is the only one that talks to the network. */
export interface Endpoint {
  url: string
  /** what a person calls it, for error messages: "Elasticsearch", "Kibana" */
  title: string
  credentials: Credentials | undefined
  /** PEM text of the certificate authority to trust instead of the system's */
  ca: string | undefined
  /** accept any certificate, for one run */
  insecure: boolean
  /** headers sent with every request */
  headers: Record<string, string>
  signal: AbortSignal
  /** Takes secrets out of what a server says: it may repeat what it was sent. Before anything shortens it. */
  redact: (body: unknown) => unknown
  /** told of each exchange: method, path, status (0: no answer) and milliseconds */
  onExchange: (exchange: { title: string; method: string; path: string; status: number; milliseconds: number }) => void
}

/** milliseconds; an import of many saved objects and a bulk of documents are the slowest requests */
const timeout = { request: 30_000, upload: 120_000 }

const plainMediaTypes = {
  jsonContentType: 'application/json',
  ndjsonContentType: 'application/x-ndjson',
  accept: 'application/json,text/plain',
}

type Send = (method: string, path: string, body: Json | undefined) => Promise<Omit<Reply, 'method' | 'path'>>

/** The search engine, through the Elasticsearch client. Loaded on first use: `--help` must not pay for it. */
export async function connectSearch(endpoint: Endpoint): Promise<Writer> {
  const { Client, UndiciConnection, Transport, errors } = await import('@elastic/elasticsearch')

  // Clients from 7.14 on refuse servers without the header X-Elastic-Product (Elasticsearch 7.3-7.13, OpenSearch), and do so after the
  // server has acted; 8.x speaks media types that old servers refuse. Plain JSON is understood by all of them.
  class PlainTransport extends Transport {
    constructor(options: ConstructorParameters<typeof Transport>[0]) {
      const plain = { ...options, vendoredHeaders: plainMediaTypes }
      delete plain.productCheck
      super(plain)
    }
  }
  const client = new Client({
    node: endpoint.url,
    Transport: PlainTransport,
    Connection: UndiciConnection,
    maxRetries: 0,
    requestTimeout: timeout.request,
    tls: tlsOptions(endpoint),
    headers: endpoint.headers,
    ...(endpoint.credentials && { auth: endpoint.credentials }),
  })
  const request = async (
    method: string,
    path: string,
    content: { body?: object; bulkBody?: string },
    requestTimeout: number,
  ): ReturnType<Send> => {
    const [pathname, query] = path.split('?') as [string, string | undefined]
    try {
      const answer = await client.transport.request(
        { method, path: pathname, ...(query && { querystring: query }), ...content },
        { meta: true, signal: endpoint.signal, requestTimeout },
      )
      return { status: answer.statusCode, headers: flatHeaders(answer.headers), body: answer.body }
    } catch (error) {
      if (error instanceof errors.ResponseError)
        return { status: error.statusCode ?? 0, headers: flatHeaders(error.headers ?? {}), body: error.body }
      // A JSON content type on something that is not JSON: still an answer, and for whoever detects the stack to judge.
      if (error instanceof errors.DeserializationError) return { status: 200, headers: {}, body: error.data }
      throw error
    }
  }
  const send: Send = (method, path, body) =>
    request(method, path, body === undefined ? {} : { body: body as object }, timeout.request)
  return writer(endpoint, send, {
    upload: () => {
      throw new Error('the search engine has no uploads')
    },
    // A text as `bulkBody` goes out as it is, as application/x-ndjson.
    bulk: (path, lines) => request('POST', path, { bulkBody: lines }, timeout.upload),
  })
}

/** The dashboards server, through axios. */
export async function connectDashboards(endpoint: Endpoint): Promise<Writer> {
  const [{ default: axios }, { Agent }] = await Promise.all([import('axios'), import('node:https')])
  const client = axios.create({
    baseURL: endpoint.url,
    timeout: timeout.request,
    maxRedirects: 0,
    httpsAgent: new Agent({ ...tlsOptions(endpoint), keepAlive: true }),
    // Every status is an answer; what it means is known where it was asked.
    validateStatus: () => true,
    // Both products look only for their own header and do not mind the other.
    headers: { 'kbn-xsrf': 'true', 'osd-xsrf': 'true', ...endpoint.headers },
    signal: endpoint.signal,
    ...(endpoint.credentials && { auth: endpoint.credentials }),
  })
  const reply = (answer: { status: number; headers: unknown; data: unknown }) => ({
    status: answer.status,
    headers: flatHeaders(answer.headers as Record<string, unknown>),
    body: answer.data,
  })
  const send: Send = async (method, path, body) =>
    reply(await client.request({ method, url: path, ...(body !== undefined && { data: body }) }))
  return writer(endpoint, send, {
    upload: async (path, filename, text) => {
      const form = new FormData()
      form.append('file', new Blob([text], { type: 'application/ndjson' }), filename)
      return reply(await client.post(path, form, { timeout: timeout.upload }))
    },
    bulk: () => {
      throw new Error('the dashboards server takes no bulk requests')
    },
  })
}

/** The requests that only one of the two servers has. */
interface Special {
  upload: (path: string, filename: string, text: string) => ReturnType<Send>
  bulk: (path: string, lines: string) => ReturnType<Send>
}

function writer(endpoint: Endpoint, send: Send, { upload, bulk }: Special): Writer {
  const interrupted = () => endpoint.signal.aborted
  const exchange = async (method: string, path: string, run: () => ReturnType<Send>): Promise<Reply> => {
    const start = performance.now()
    const tell = (status: number) => {
      endpoint.onExchange({
        title: endpoint.title,
        method,
        path,
        status,
        milliseconds: Math.round(performance.now() - start),
      })
    }
    if (interrupted()) throw new InterruptedError()
    try {
      const answer = await run()
      tell(answer.status)
      return { method, path, ...answer, body: isShown(answer) ? endpoint.redact(answer.body) : answer.body }
    } catch (error) {
      tell(0)
      if (interrupted()) throw new InterruptedError()
      throw explainNetworkError(error, endpoint)
    }
  }
  return {
    url: endpoint.url,
    get: (path) => exchange('GET', path, () => send('GET', path, undefined)),
    put: (path, body) => exchange('PUT', path, () => send('PUT', path, body)),
    post: (path, body) => exchange('POST', path, () => send('POST', path, body)),
    delete: (path) => exchange('DELETE', path, () => send('DELETE', path, undefined)),
    upload: (path, filename, text) => exchange('POST', path, () => upload(path, filename, text)),
    bulk: (path, lines) => exchange('POST', path, () => bulk(path, lines)),
  }
}

/** Only errors, and what is not JSON, end up in messages. */
const isShown = ({ status, body }: { status: number; body: unknown }): boolean =>
  status >= 400 || typeof body === 'string'

function tlsOptions({ ca, insecure }: Endpoint): { ca?: string; rejectUnauthorized: boolean } {
  return { rejectUnauthorized: !insecure, ...(ca !== undefined && { ca }) }
}

function flatHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
