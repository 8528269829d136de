import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json, JsonObject } from './json.js'

/** A request as the routes see it: the body has arrived, the base path is gone. */
export interface Request {
  method: string
  /** starts with a slash, still percent-encoded, without the query */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status: number
  headers?: Record<string, string>
  /** a string goes out as it is, anything else as JSON */
  body?: Json
}

/** An answer that ends the request wherever it is thrown. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly attributes?: JsonObject,
    readonly headers?: Record<string, string>,
  ) {
    super(message)
  }
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** What both servers put in the body for each refusal. */
export function answerOf({ status, message, attributes, headers }: Refusal): Answer {
  return {
    status,
    ...(headers && { headers }),
    body: { statusCode: status, error: titles[status] ?? 'Error', message, ...(attributes && { attributes }) },
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found')

/** Both servers are JSON everywhere but in a few places that say so. */
export const ok = (body: Json): Answer => ({ status: 200, body })

export interface Listener {
  port: number
  stop(): Promise<void>
}

/**
 * Serves `answer` on the loopback interface. A `Refusal` becomes its body; any other error is a fault of the double and answered
 * with 500 and its stack, so that a test shows it.
 */
export async function listen(port: number, answer: (request: Request) => Promise<Answer>): Promise<Listener> {
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const reply = await answer(await read(incoming)).catch((error: unknown): Answer => {
      if (error instanceof Refusal) return answerOf(error)
      return answerOf(
        new Refusal(
          500,
          `the double failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
      )
    })
    send(response, reply)
  }
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const [path = '/', query] = (incoming.url ?? '/').split('?', 2)
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    ...(body !== undefined && !isText && { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  })
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body))
}

/**
 * What `server.basePath` with `rewriteBasePath: true` does: the prefix is taken off, and a path without it does not exist.
 *
 * @throws Refusal 404, before anything else is looked at
 */
export function withoutBasePath(request: Request, basePath: string): Request {
  if (basePath === '') return request
  const { path } = request
  if (path !== basePath && !path.startsWith(`${basePath}/`)) throw notFound()
  return { ...request, path: path.slice(basePath.length) || '/' }
}
