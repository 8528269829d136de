import { Agent, createServer, request as sendRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

export interface ProxiedRequest {
  method: string
  /** As the client sent it, with the query, without the path prefix of the target. */
  path: string
  body: string
  /** What the client was told; not there while the request is under way, nor for a connection that was cut. */
  status?: number
  /** From Basic; the password is not kept. */
  authorizationUser?: string
}

/** A request as `answer` sees it: the whole body has arrived. */
export interface RequestToAnswer {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/**
 * 'drop' cuts the connection, 'hang' leaves the client waiting. An object as body goes out as JSON, a string as it is; with `cut` the connection ends in
 * the middle of it.
 */
export type Answer = WholeAnswer | 'drop' | 'hang'

export interface WholeAnswer {
  status: number
  headers?: Record<string, string>
  body: unknown
  cut?: true
}

/** Takes a request over by giving an answer; undefined passes it on to the target. */
export type AnswerFunction = (request: RequestToAnswer) => Promise<Answer | undefined> | Answer | undefined

export interface Proxy {
  url: string
  port: number
  /** Every request in the order of arrival. */
  requests: ProxiedRequest[]
  /** Forgets the requests seen so far. */
  clear(): void
  /** Requests that are not GET or HEAD. */
  writes(): ProxiedRequest[]
  /** Closes the port and every open connection at once. */
  stop(): Promise<void>
}

// Hop-by-hop (RFC 9110, 7.6.1): these speak of one connection only, and here there are two.
const hopHeaders = ['connection', 'keep-alive', 'proxy-connection']

/** Starts a reverse proxy on 127.0.0.1. A target that is down shows as a cut connection, as the target itself would. */
export async function startProxy(o: { target: string; answer?: AnswerFunction; port?: number }): Promise<Proxy> {
  const target = new URL(o.target)
  if (target.protocol !== 'http:') throw new Error(`The proxy talks plain HTTP to its target, not ${target.protocol}`)
  const agent = new Agent({ keepAlive: true })
  const requests: ProxiedRequest[] = []

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming)
    const seen = describeRequest(incoming, body)
    requests.push(seen)
    const answer = await o.answer?.({ ...seen, headers: incoming.headers })
    if (answer === 'hang') return
    if (answer === 'drop') response.destroy()
    else if (answer) sendAnswer(answer, response, seen)
    else await passOn({ target, agent, incoming, body, response, seen })
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed || isConnectionError(error)) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`The proxy failed: ${String(error)}`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(o.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    clear: () => {
      requests.length = 0
    },
    writes: () => requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function describeRequest(incoming: IncomingMessage, body: Buffer): ProxiedRequest {
  const user = basicUser(incoming.headers.authorization)
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    body: body.toString('utf8'),
    ...(user === undefined ? {} : { authorizationUser: user }),
  }
}

function basicUser(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').replace(/:.*$/s, '')
}

function sendAnswer(answer: WholeAnswer, response: ServerResponse, seen: ProxiedRequest): void {
  const text = typeof answer.body === 'string' ? answer.body : undefined
  const body = text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body))
  const type = text === undefined ? 'application/json; charset=UTF-8' : 'text/plain; charset=UTF-8'
  seen.status = answer.status
  // The length is that of the body even where none goes out (HEAD), as engines do it.
  response.writeHead(answer.status, {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    ...answer.headers,
  })
  if (answer.cut)
    response.write(body.slice(0, body.length / 2), () => {
      response.destroy()
    })
  else response.end(body)
}

interface Passage {
  target: URL
  agent: Agent
  incoming: IncomingMessage
  body: Buffer
  response: ServerResponse
  seen: ProxiedRequest
}

async function passOn(passage: Passage, again = false): Promise<void> {
  const { target, agent, incoming, body, response, seen } = passage
  const outgoing = sendRequest({
    host: target.hostname,
    port: target.port,
    agent,
    method: seen.method,
    path: target.pathname.replace(/\/$/, '') + seen.path,
    headers: withoutHopHeaders(incoming.rawHeaders),
  })
  const abandon = (): void => {
    outgoing.destroy()
  }
  response.once('close', abandon)
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject).end(body)
    })
    seen.status = answer.statusCode ?? 0
    response.sendDate = false
    response.writeHead(seen.status, answer.statusMessage, withoutHopHeaders(answer.rawHeaders))
    await pipeline(answer, response)
  } catch (error) {
    // The target may close an idle connection at the moment it is used again: https://nodejs.org/api/http.html#requestreusedsocket
    const stale = outgoing.reusedSocket && !response.headersSent && !response.destroyed
    if (again || !stale || !isConnectionError(error)) throw error
    await passOn(passage, true)
  } finally {
    response.off('close', abandon)
  }
}

/** [name, value, name, value, …] as received, so that case, order and repetition stay. */
function withoutHopHeaders(rawHeaders: string[]): string[] {
  return rawHeaders.filter((_, index) => !hopHeaders.includes((rawHeaders[index - (index % 2)] ?? '').toLowerCase()))
}

function isConnectionError(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^(E[A-Z]+|ERR_STREAM_[A-Z_]+)$/.test(code)
}
