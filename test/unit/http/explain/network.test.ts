import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { InterruptedError, UnreachableError } from '../../../../src/errors.js'
import { dashboardsServer } from '../../../../src/http/dashboards-server.js'
import { searchServer } from '../../../../src/http/search-server.js'
import type { ServerOptions } from '../../../../src/http/server.js'
import { explainNetworkError } from '../../../../src/http/explain/network.js'
import { strictTls } from '../../../../src/http/tls.js'
import '../../same-realm.js'

const endpoint = { url: 'https://es.example.com:9200', title: 'Elasticsearch' }
const coded = (code: string, message = code) => Object.assign(new Error(message), { code })

describe('explainNetworkError', () => {
  it.each([
    ['ECONNREFUSED', /refused.*es\.example\.com port 9200/, /running/],
    ['ENOTFOUND', /es\.example\.com cannot be resolved/, /DNS/],
    ['EAI_AGAIN', /cannot be resolved/, /DNS/],
    ['ETIMEDOUT', /does not answer/, /firewall/],
    ['ECONNABORTED', /does not answer/, /firewall/],
    ['EHOSTUNREACH', /does not answer/, /firewall/],
    ['ENETUNREACH', /does not answer/, /firewall/],
    ['EPROTO', /does not speak TLS/, /http:\/\//],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/, /http:\/\//],
    ['ECONNRESET', /closed the connection/, /proxy/],
    ['EPIPE', /closed the connection/, /proxy/],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', /only TLS older than 1\.2/, /Turn TLS 1\.2/],
    ['EWHATEVER', /cannot be reached: EWHATEVER/, /URL/],
  ])('%s', (code, message, hint) => {
    const cause = coded(code)
    const error = explainNetworkError(cause, endpoint)
    expect(error).toBeInstanceOf(UnreachableError)
    expect(error).toMatchObject({ code, cause, exit: 'unreachable' })
    expect(error.message).toContain('Elasticsearch at https://es.example.com:9200')
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })

  it.each([
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  ])('%s asks for a client certificate', (code) => {
    const error = explainNetworkError(coded(code), endpoint)
    expect(error).toMatchObject({
      code: 'CERTIFICATE_WANTED',
      message: expect.stringContaining('client certificate') as unknown,
    })
    expect(error.hint).toContain('--client-cert FILE')
  })

  it('what is explained already is passed on, wherever it is', () => {
    const known = new UnreachableError('known', { code: 'X', hint: 'y' })
    expect(explainNetworkError(new Error('a', { cause: new Error('b', { cause: known }) }), endpoint)).toBe(known)
  })

  it('advises https where a plain connection is cut', () => {
    expect(explainNetworkError(coded('ECONNRESET'), { ...endpoint, url: 'http://h:9200' }).hint).toContain('https://')
  })

  it.each([
    ['https://h', 'port 443'],
    ['http://h', 'port 80'],
  ])('names the port that %s means', (url, port) => {
    expect(explainNetworkError(coded('ECONNREFUSED'), { ...endpoint, url }).message).toContain(port)
  })

  it.each([
    ['behind other errors', new Error('a', { cause: new Error('b', { cause: coded('ECONNREFUSED') }) })],
    [
      'behind the code of axios',
      Object.assign(new Error('a', { cause: coded('ECONNREFUSED') }), { code: 'ERR_NETWORK' }),
    ],
    ['of both IPv4 and IPv6', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['in a message only', new Error('connect ECONNREFUSED 127.0.0.1:9200')],
  ])('finds the code %s', (_what, error) => {
    expect(explainNetworkError(error, endpoint).code).toBe('ECONNREFUSED')
  })

  it.each(['socket hang up', 'Connection closed while reading the body'])('knows "%s"', (message) => {
    expect(explainNetworkError(new Error(message), endpoint).code).toBe('ECONNRESET')
  })

  it('copes with what is no error', () => {
    expect(explainNetworkError('a text', endpoint).message).toContain('a text')
  })
})

/** Both clients, against what really happens on a socket. */
describe.each([
  ['the search client', searchServer, 'Elasticsearch'],
  ['the dashboards client', dashboardsServer, 'Kibana'],
] as const)('%s', (_what, connect, title) => {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy())
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  })

  const listen = (server: Server): Promise<number> =>
    new Promise((resolve) => {
      servers.push(server)
      server.on('connection', (socket) => sockets.add(socket))
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port)
      })
    })

  const ask = async (url: string, signal = new AbortController().signal): Promise<unknown> => {
    const options: ServerOptions = {
      url,
      title,
      tls: strictTls,
      proxy: undefined,
      ahead: 1,
      signal,
      redact: (body: unknown) => body,
      onExchange: () => undefined,
    }
    const server = await connect(options)
    const caller = { credentials: undefined, headers: {}, signal }
    const answer = await server
      .as(caller)
      .get('/')
      .catch((error: unknown) => error)
    server.close()
    return answer
  }

  it('nothing listens', async () => {
    const port = await listen(createServer())
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining(`${title} at http://127.0.0.1:${port}: the connection was refused`) as unknown,
    })
  })

  it('the host is unknown', async () => {
    const error = (await ask('http://elkctl.invalid:9200')) as UnreachableError
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.code)
    expect(error.message).toContain('elkctl.invalid cannot be resolved')
  })

  it('https on a plain port', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end('{}')))
    expect(await ask(`https://127.0.0.1:${port}`)).toMatchObject({
      message: expect.stringContaining('does not speak TLS') as unknown,
      hint: expect.stringContaining('http://') as unknown,
    })
  })

  it.each([
    // The alert "unexpected message", as OpenSSL answers it.
    ['answers with a TLS alert', (socket: Socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 10]))],
    // As Elasticsearch does it: nothing for plain HTTP, TLS for who greets with TLS (whose first byte is 0x16).
    [
      'speaks TLS and hangs up',
      (socket: Socket, data: Buffer) =>
        data[0] === 0x16 ? socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])) : socket.destroy(),
    ],
  ])(
    'http on a port that %s',
    async (_how, behave) => {
      const port = await listen(
        createServer((socket) => socket.on('error', () => undefined).once('data', (data) => behave(socket, data))),
      )
      expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
        code: 'TLS_BEHIND_HTTP',
        message: `${title} at http://127.0.0.1:${port} speaks TLS, but the URL says http.`,
        hint: expect.stringContaining('https://') as unknown,
      })
    },
    3000,
  )

  it.each([
    'The plain HTTP request was sent to HTTPS port',
    'This combination of host and port requires TLS.',
    'Client sent an HTTP request to an HTTPS server.',
  ])('http on a port that says “%s”', async (words) => {
    const port = await listen(
      createHttpServer((_request, response) => {
        response.writeHead(400, { 'content-type': 'text/html' }).end(`<center>${words}</center>`)
      }),
    )
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({ code: 'TLS_BEHIND_HTTP' })
  })

  it.each([
    ['hangs up', (socket: Socket) => socket.destroy()],
    ['answers as SSH does', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
  ])(
    'http on a port that %s',
    async (_how, behave) => {
      const port = await listen(
        createServer((socket) => socket.on('error', () => undefined).once('data', () => behave(socket))),
      )
      expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
        exit: 'unreachable',
        message: expect.stringContaining('closed the connection without an answer') as unknown,
        hint: expect.stringContaining('https://') as unknown,
      })
    },
    3000,
  )

  it('every status is an answer', async () => {
    const port = await listen(
      createHttpServer((_request, response) => {
        response.writeHead(403, { 'content-type': 'application/json', 'X-Some': 'header' }).end('{"a":1}')
      }),
    )
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
      method: 'GET',
      path: '/',
      status: 403,
      headers: { 'x-some': 'header' },
      body: { a: 1 },
    })
  })

  it('stops when it is interrupted', async () => {
    const controller = new AbortController()
    const port = await listen(
      createHttpServer(() => {
        controller.abort()
      }),
    )
    expect(await ask(`http://127.0.0.1:${port}`, controller.signal)).toBeInstanceOf(InterruptedError)
  })
})
