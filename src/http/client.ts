import type { Json } from '../json.js'
import type { Socket } from 'node:net'
import { InterruptedError } from '../errors.js'
import { signed } from './aws-signature.js'
import { explainNetworkError, saysTls, tlsBehindHttp, wasCut } from './explain/network.js'
import type { AwsCredentials, Credentials, Identity, Reply, Token, Writer } from '../stack/stack.js'
import { laterAlert, open, speaksTls, type Route } from './transport.js'

/**
 * One server of a run. The search engine is reached through its own client, as its users know it; the dashboards servers have none, and are reached
 * through axios. Both send what they are given and judge nothing: connections, certificates, proxies and signatures are ours, so that nothing goes out
 * before the server has proved who it is. This file and transport.ts are the only ones that talk to the network.
 */
export interface ServerOptions extends Route {
  /** Takes secrets out of what a server says: it may repeat what it was sent. Before anything shortens it. */
  redact: (body: unknown) => unknown
  onExchange: (exchange: Exchange) => void
}

/** Whose requests these are, and until when. */
export interface Caller {
  credentials: Credentials | Token | AwsCredentials | undefined
  /** what the server calls them, once it was asked */
  identity?: Identity | undefined
  /** headers sent with every request */
  headers: Record<string, string>
  /** ends reads, and lets nothing more begin */
  signal: AbortSignal
  /** Ends a write that is under way; default: `signal`. What a server is doing is worth waiting for. */
  writeSignal?: AbortSignal
}

/** Its connections are shared by all callers. */
export interface Server {
  as: (caller: Caller) => Writer
  close: () => Promise<void>
}

/** One request and its answer. */
export interface Exchange {
  title: string
  method: string
  path: string
  /** 0: no answer */
  status: number
  milliseconds: number
}

/** milliseconds; an import of many saved objects and a bulk of documents are the slowest requests */
const timeout = { request: 30_000, upload: 120_000 }

const plainMediaTypes = {
  jsonContentType: 'application/json',
  ndjsonContentType: 'application/x-ndjson',
  accept: 'application/json,text/plain',
}

type Answer = Omit<Reply, 'method' | 'path' | 'sent' | 'identity'>

/** A request as it goes out: what is signed of it is what is sent. */
interface Outgoing {
  method: string
  /** with the query, without the path of the endpoint's URL */
  path: string
  content?: { type: string; bytes: string | Buffer }
}

/** Headers come with the request: who asks is the caller's affair. */
type Send = (
  request: Outgoing,
  headers: Record<string, string>,
  timeout: number,
  signal: AbortSignal,
) => Promise<Answer>

/** The search engine, through the Elasticsearch client. Loaded on first use: `--help` must not pay for it. */
export async function searchServer(options: ServerOptions): Promise<Server> {
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
  // The client keeps only the message of what went wrong with a connection.
  const failures = new Map<string, Error>()
  const client = new Client({
    node: options.url,
    Transport: PlainTransport,
    Connection: UndiciConnection,
    maxRetries: 0,
    requestTimeout: timeout.request,
    agent: {
      // undici's own word for it: https://undici.nodejs.org/#/docs/api/Client.md (option `connect`)
      connect: connector(options, (error) => failures.set(error.message, error)),
    } as object,
  })
  // What is not JSON although its type says so is still an answer, of the status that it has.
  const parse = client.serializer.deserialize.bind(client.serializer)
  const parseOrKeep = (text: string): unknown => {
    try {
      return parse(text)
    } catch {
      return text
    }
  }
  client.serializer.deserialize = parseOrKeep as typeof parse
  const send: Send = async ({ method, path, content }, headers, requestTimeout, signal) => {
    const [pathname, query] = path.split('?') as [string, string | undefined]
    try {
      const answer = await client.transport.request(
        { method, path: pathname, ...(query && { querystring: query }), ...(content && { body: content.bytes }) },
        {
          meta: true,
          signal,
          requestTimeout,
          headers,
        },
      )
      return { status: answer.statusCode, headers: flatHeaders(answer.headers), body: answer.body }
    } catch (error) {
      if (error instanceof errors.ResponseError)
        return { status: error.statusCode ?? 0, headers: flatHeaders(error.headers ?? {}), body: error.body }
      throw failures.get((error as Error).message) ?? error
    }
  }
  return { as: (caller) => writer(options, caller, send), close: () => client.close() }
}

/** The dashboards server, through axios. */
export async function dashboardsServer(options: ServerOptions): Promise<Server> {
  const [{ default: axios }, http, https] = await Promise.all([
    import('axios'),
    import('node:http'),
    import('node:https'),
  ])
  const createConnection = connector(options, () => undefined)
  const agents = [new http.Agent({ keepAlive: true }), new https.Agent({ keepAlive: true })] as const
  const client = axios.create({
    baseURL: options.url,
    maxRedirects: 0,
    httpAgent: Object.assign(agents[0], { createConnection }),
    httpsAgent: Object.assign(agents[1], { createConnection }),
    // The connection goes through one already, where there is one.
    proxy: false,
    // Every status is an answer; what it means is known where it was asked.
    validateStatus: () => true,
    // What is sent is what was signed.
    transformRequest: (data: unknown) => data,
    // Both products look only for their own header and do not mind the other.
    headers: { 'kbn-xsrf': 'true', 'osd-xsrf': 'true' },
  })
  const send: Send = async ({ method, path, content }, headers, timeout, signal) => {
    const answer = await client.request<unknown>({ method, url: path, headers, timeout, data: content?.bytes, signal })
    return { status: answer.status, headers: flatHeaders(answer.headers), body: answer.data }
  }
  return {
    as: (caller) => writer(options, caller, send),
    close: () => {
      for (const agent of agents) agent.destroy()
      return Promise.resolve()
    },
  }
}

/**
 * undici listens to a socket only when its parser has been loaded, which may be a moment after it got its first one. A close that it missed is told
 * again, or its request would wait for ever. Seen with undici 6.29 and servers that break off after the handshake of TLS 1.3.
 */
function tellAgain(socket: Socket): void {
  const onListener = (event: string | symbol) => {
    if (event !== 'close') return
    socket.off('newListener', onListener)
    if (socket.closed) setImmediate(() => socket.emit('close'))
  }
  socket.on('newListener', onListener)
}

/** Opens connections for undici and for Node's agents alike. */
function connector(route: Route, onFailure: (error: Error) => void) {
  return (_options: unknown, callback: (error: Error | null, socket: Socket | null) => void): undefined => {
    open(route).then(
      (socket) => {
        tellAgain(socket)
        callback(null, socket)
      },
      (reason: unknown) => {
        const error = explainNetworkError(reason, route)
        onFailure(error)
        callback(error, null)
      },
    )
  }
}

function writer(server: ServerOptions, caller: Caller, send: Send): Writer {
  const isPlain = server.url.startsWith('http:')
  const interrupted = () => caller.signal.aborted
  const exchange = async (request: Outgoing, patience = timeout.request): Promise<Reply> => {
    const { method, path } = request
    const start = performance.now()
    const tell = (status: number) => {
      server.onExchange({
        title: server.title,
        method,
        path,
        status,
        milliseconds: Math.round(performance.now() - start),
      })
    }
    if (interrupted()) throw new InterruptedError()
    const outgoing = unambiguous(request)
    const headers = await headersOf(outgoing, server.url, caller)
    const answer = await send(outgoing, headers, patience, signalFor(method, caller, server)).catch(
      async (error: unknown) => {
        tell(0)
        if (interrupted()) throw new InterruptedError(method === 'GET' ? {} : { unanswered: `${method} ${path}` })
        const explained = explainNetworkError(error, server)
        if (!wasCut(explained)) throw explained
        if (isPlain) throw (await speaksTls(server)) ? tlsBehindHttp(server) : explained
        throw (await laterAlert(server).catch(() => undefined)) ?? explained
      },
    )
    tell(answer.status)
    if (isPlain && answer.status === 400 && typeof answer.body === 'string' && saysTls(answer.body))
      throw tlsBehindHttp(server)
    const sent = request.content && { sent: Buffer.byteLength(request.content.bytes) }
    const by = caller.identity && { identity: caller.identity }
    return { method, path, ...sent, ...by, ...answer, body: isShown(answer) ? server.redact(answer.body) : answer.body }
  }
  const json = (body: Json) => ({ content: { type: plainMediaTypes.jsonContentType, bytes: JSON.stringify(body) } })
  return {
    url: server.url,
    get: (path) => exchange({ method: 'GET', path }),
    put: (path, body) => exchange({ method: 'PUT', path, ...json(body) }),
    post: (path, body) => exchange({ method: 'POST', path, ...json(body) }),
    delete: (path) => exchange({ method: 'DELETE', path }),
    upload: async (path, filename, text) => {
      const form = new FormData()
      form.append('file', new Blob([text], { type: 'application/ndjson' }), filename)
      const encoded = new Response(form)
      const bytes = Buffer.from(await encoded.arrayBuffer())
      const type = String(encoded.headers.get('content-type'))
      return exchange({ method: 'POST', path, content: { type, bytes } }, timeout.upload)
    },
    bulk: (path, lines) =>
      exchange(
        { method: 'POST', path, content: { type: plainMediaTypes.ndjsonContentType, bytes: lines } },
        timeout.upload,
      ),
  }
}

/** A blank in the query as %20, not as +, which not all who verify a signature read the same way. */
function unambiguous(request: Outgoing): Outgoing {
  const [pathname, query] = request.path.split('?')
  return query === undefined ? request : { ...request, path: `${String(pathname)}?${query.replaceAll('+', '%20')}` }
}

const signalFor = (method: string, { signal, writeSignal = signal }: Caller, server: ServerOptions): AbortSignal =>
  AbortSignal.any([method === 'GET' ? signal : writeSignal, server.signal])

/** Only errors, and what is not JSON, end up in messages. */
const isShown = ({ status, body }: { status: number; body: unknown }): boolean =>
  status >= 400 || typeof body === 'string'

async function headersOf(
  request: Outgoing,
  url: string,
  { credentials, headers }: Caller,
): Promise<Record<string, string>> {
  const { content } = request
  return {
    ...headers,
    ...(await authorization(request, url, credentials)),
    ...(content && { 'content-type': content.type }),
  }
}

/** The headers by which the server knows who asks. */
async function authorization(
  request: Outgoing,
  url: string,
  credentials: Caller['credentials'],
): Promise<Record<string, string>> {
  if (credentials === undefined) return {}
  if ('authorization' in credentials) return { authorization: credentials.authorization }
  if ('password' in credentials) {
    const { username, password } = credentials
    return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
  }
  return signed({ url, ...request }, credentials)
}

function flatHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
