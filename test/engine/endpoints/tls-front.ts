import { request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Certificate } from '../../../sandbox/certificates.js'

export interface FrontRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface FrontAnswer {
  status: number
  body: unknown
}

/** Where a request goes, with which headers in the place of its own; or what it is answered with. */
export type Decision = { to: string; headers?: Record<string, string>; path?: string } | FrontAnswer

export interface TlsFront {
  port: number
  requests: FrontRequest[]
  /** bytes that came in once TLS was set up */
  received: () => number
  stop: () => Promise<void>
}

/** An https server in front of plain ones: a load balancer with TLS, as a hosted stack has it. */
export async function startTlsFront(options: {
  certificate: Certificate
  /** sent after its own */
  chain?: Certificate[]
  tls?: ServerOptions
  decide: (request: FrontRequest) => Decision
}): Promise<TlsFront> {
  const requests: FrontRequest[] = []
  const sockets = new Set<Socket>()
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const request = {
      method: String(incoming.method),
      path: String(incoming.url),
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    }
    requests.push(request)
    const decision = options.decide(request)
    if ('status' in decision) {
      response.writeHead(decision.status, { 'content-type': 'application/json' }).end(JSON.stringify(decision.body))
      return
    }
    await passOn(request, decision, response)
  }
  const { certificate, chain = [] } = options
  const server = createServer(
    {
      key: certificate.key,
      cert: [certificate, ...chain].map(({ cert }) => cert).join(''),
      ...options.tls,
    },
    (incoming, response) => {
      handle(incoming, response).catch(() => {
        response.destroy()
      })
    },
  )
  server.on('connection', (socket: Socket) => sockets.add(socket))
  const secured: TLSSocket[] = []
  server.on('secureConnection', (socket) => secured.push(socket))
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    received: () => secured.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        sockets.forEach((socket) => socket.destroy())
      }),
  }
}

function passOn(
  request: FrontRequest,
  { to, headers, path }: Exclude<Decision, FrontAnswer>,
  response: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const own = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'connection'))
    sendRequest(
      `${to}${path ?? request.path}`,
      { method: request.method, headers: { ...own, ...headers } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response).on('finish', resolve)
      },
    )
      .on('error', reject)
      .end(request.body)
  })
}
