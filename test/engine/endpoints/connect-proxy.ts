import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

export interface ConnectProxy {
  url: string
  /** "host:port" of every connection that was asked for, and how the client introduced itself */
  asked: { target: string; authorization: string | undefined }[]
  stop: () => Promise<void>
}

/**
 * A proxy as HTTPS_PROXY names one. It alone knows where the hosts are: `targets` leads from "host:port" to a port of this machine, so that a test can
 * use any host name. What it does not know is answered with `otherwise` (502).
 */
export async function startConnectProxy(options: {
  targets: Record<string, number>
  credentials?: string
  otherwise?: string
}): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = []
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    const target = String(request.url)
    const authorization = request.headers['proxy-authorization']
    asked.push({ target, authorization })
    client.on('error', () => undefined)
    const port = options.targets[target]
    const wanted = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`
    if (wanted !== undefined && authorization !== wanted)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\n\r\n')
    if (port === undefined) return client.end(`HTTP/1.1 ${options.otherwise ?? '502 Bad Gateway'}\r\n\r\n`)
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(upstream)
    return upstream.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        sockets.forEach((socket) => socket.destroy())
      }),
  }
}
