import type { Json } from '../json.js'
import { InterruptedError } from '../errors.js'
import { signed } from './aws-signature.js'
import { explainNetworkError, saysTls, tlsBehindHttp, wasCut } from './explain/network.js'
import type { Reply, Writer } from '../stack/stack.js'
import type { Caller, Outgoing, Send, ServerOptions } from './server.js'
import { laterAlert, speaksTls } from './connection/open.js'

/** milliseconds; an import of many saved objects and a bulk of documents are the slowest requests */
export const timeout = { request: 30_000, upload: 120_000 }

export const plainMediaTypes = {
  jsonContentType: 'application/json',
  ndjsonContentType: 'application/x-ndjson',
  accept: 'application/json,text/plain',
}

/** What one caller sends to one server, and what comes back. */
export function writer(server: ServerOptions, caller: Caller, send: Send): Writer {
  const isPlain = server.url.startsWith('http:')
  const interrupted = () => caller.signal.aborted
  const exchange = async (request: Outgoing, patience = timeout.request): Promise<Reply> => {
    const { method, path } = request
    const start = performance.now()
    const tell = (status: number) => {
      server.onExchange({
        method,
        path,
        status,
        milliseconds: Math.round(performance.now() - start),
      })
    }
    if (interrupted()) throw new InterruptedError()
    const outgoing = unambiguous(request)
    const headers = await headersOf(outgoing, server.url, caller)
    const limits = { timeout: patience, begin: caller.signal, end: signalFor(method, caller, server) }
    const answer = await send(outgoing, headers, limits).catch(async (error: unknown) => {
      if (error instanceof InterruptedError) throw error
      tell(0)
      if (interrupted()) throw new InterruptedError(method === 'GET' ? {} : { unanswered: `${method} ${path}` })
      const explained = explainNetworkError(error, server)
      if (!wasCut(explained)) throw explained
      if (isPlain) throw (await speaksTls(server)) ? tlsBehindHttp(server) : explained
      throw (await laterAlert(server).catch(() => undefined)) ?? explained
    })
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
