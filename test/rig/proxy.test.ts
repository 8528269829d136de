import { Agent, createServer, request } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { startProxy } from '../../sandbox/proxy.js'
import type { AnswerFunction, Proxy } from '../../sandbox/proxy.js'

interface Seen {
  method: string
  url: string
  rawHeaders: string[]
  body: Buffer
  socket: Socket
}

interface Got {
  status: number
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: Buffer
}

let proxy: Proxy
let target: Server
let seen: Seen[]

afterEach(async () => {
  await proxy.stop()
  await closeTarget()
})

const closeTarget = (): Promise<void> =>
  new Promise((resolve) => {
    target.close(() => {
      resolve()
    })
    target.closeAllConnections()
  })

/** A target that echoes the body, behind a proxy. */
async function start(o: { prefix?: string; answer?: AnswerFunction; onceASocket?: boolean } = {}): Promise<void> {
  seen = []
  target = createServer((incoming, response) => {
    if (o.onceASocket === true && seen.some(({ socket }) => socket === incoming.socket)) {
      incoming.socket.destroy()
      return
    }
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const { method = '', url = '', rawHeaders, socket } = incoming
      seen.push({ method, url, rawHeaders, body, socket })
      response.writeHead(209, 'Echoed', ['X-Engine', 'one', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])
      response.end(method === 'HEAD' ? undefined : body)
    })
  })
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}${o.prefix ?? ''}`
  proxy = await startProxy({ target: url, ...(o.answer ? { answer: o.answer } : {}) })
}

function send(method: string, path: string, o: { body?: Buffer | string; headers?: string[]; agent?: Agent } = {}) {
  return new Promise<Got>((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: proxy.port,
        method,
        path,
        headers: ['Host', 'engine.example', ...(o.headers ?? [])],
        agent: o.agent ?? false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, headers, rawHeaders } = response
          resolve({ status: statusCode, headers, rawHeaders, body: Buffer.concat(chunks) })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(o.body)
  })
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describe('passing on', () => {
  it('hands method, path, query, headers and any bytes through, both ways', async () => {
    await start()
    const body = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256))
    const headers = ['X-Case', 'Kept', 'Content-Type', 'application/octet-stream']
    const got = await send('POST', '/a%20b/_bulk?refresh=true&q=x', { body, headers })
    expect(got.status).toBe(209)
    expect(got.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    expect(got.rawHeaders).toContain('X-Engine')
    expect(got.body.equals(body)).toBe(true)
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/a%20b/_bulk?refresh=true&q=x' })
    expect(seen[0]?.rawHeaders).toEqual(expect.arrayContaining(['Host', 'engine.example', ...headers]))
    expect(seen[0]?.body.equals(body)).toBe(true)
  })

  it.each(['GET', 'POST', 'DELETE'])('adds no body to a %s that has none', async (method) => {
    await start()
    await send(method, '/', { headers: ['Content-Length', '0'] })
    expect(seen[0]?.body.length).toBe(0)
    expect(seen[0]?.rawHeaders.map((header) => header.toLowerCase())).not.toContain('transfer-encoding')
  })

  it('puts the path prefix of the target in front', async () => {
    await start({ prefix: '/behind/' })
    await send('GET', '/_cluster/health')
    expect(seen[0]?.url).toBe('/behind/_cluster/health')
    expect(proxy.requests[0]?.path).toBe('/_cluster/health')
  })

  it('handles HEAD, which has a length and no body', async () => {
    await start()
    const got = await send('HEAD', '/x')
    expect([got.status, got.body.length]).toEqual([209, 0])
  })

  it('keeps the connection to the target for the next request', async () => {
    await start()
    const agent = new Agent({ keepAlive: true })
    await send('GET', '/1', { agent })
    await send('GET', '/2', { agent })
    agent.destroy()
    expect(seen).toHaveLength(2)
    expect(seen[1]?.socket).toBe(seen[0]?.socket)
  })

  it('goes on with a new connection when the target closes the kept one at that moment', async () => {
    await start({ onceASocket: true })
    await send('GET', '/1')
    expect((await send('PUT', '/2', { body: 'again' })).body.toString()).toBe('again')
    expect(seen.map(({ url }) => url)).toEqual(['/1', '/2'])
  })

  it('cuts the connection when the target is down', async () => {
    await start()
    await closeTarget()
    await expect(send('GET', '/')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(proxy.requests).toEqual([{ method: 'GET', path: '/', body: '' }])
  })
})

describe('the list of requests', () => {
  it('has the user of Basic and never the password', async () => {
    await start()
    await send('PUT', '/_x?y=1', { body: '{"a":"ü"}', headers: ['Authorization', basic('ov', 'pass:word-secret')] })
    expect(proxy.requests).toEqual([
      { method: 'PUT', path: '/_x?y=1', body: '{"a":"ü"}', status: 209, authorizationUser: 'ov' },
    ])
    expect(JSON.stringify(proxy.requests)).not.toContain('word-secret')
  })

  it('tells writes from reads, and can be cleared', async () => {
    await start()
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) await send(method, '/')
    expect(proxy.writes().map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE'])
    proxy.clear()
    expect(proxy.requests).toEqual([])
    expect(proxy.writes()).toEqual([])
  })
})

describe('answering in place of the target', () => {
  it('gives JSON, text or nothing with the status and headers asked for', async () => {
    await start({
      answer: ({ path }) => {
        if (path === '/json') return { status: 403, body: { a: 'ü' } }
        if (path === '/text') return { status: 503, headers: { 'retry-after': '30' }, body: 'not ready' }
        return path === '/empty' ? { status: 204, body: undefined } : undefined
      },
    })
    const json = await send('GET', '/json')
    expect([json.status, json.headers['content-type'], json.body.toString()]).toEqual([
      403,
      'application/json; charset=UTF-8',
      '{"a":"ü"}',
    ])
    const text = await send('GET', '/text')
    expect([text.status, text.headers['retry-after'], text.body.toString()]).toEqual([503, '30', 'not ready'])
    expect((await send('GET', '/empty')).status).toBe(204)
    expect((await send('GET', '/other')).status).toBe(209)
    expect(seen.map(({ url }) => url)).toEqual(['/other'])
    expect(proxy.requests.map(({ status }) => status)).toEqual([403, 503, 204, 209])
  })

  it('sees method, headers and body', async () => {
    await start({ answer: ({ method, headers, body }) => ({ status: 200, body: { method, x: headers['x-y'], body } }) })
    const got = await send('PUT', '/', { body: 'text', headers: ['X-Y', 'z'] })
    expect(JSON.parse(got.body.toString())).toEqual({ method: 'PUT', x: 'z', body: 'text' })
  })

  it('answers although the target is down', async () => {
    await start({ answer: () => ({ status: 200, body: {} }) })
    await closeTarget()
    expect((await send('GET', '/')).status).toBe(200)
  })

  it('drops the connection', async () => {
    await start({ answer: () => 'drop' })
    await expect(send('GET', '/')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(seen).toEqual([])
  })

  it('hangs until it is stopped, and stopping takes no time', async () => {
    await start({ answer: () => 'hang' })
    const waiting = send('GET', '/').then(
      () => 'answered',
      (error: unknown) => (error as { code: string }).code,
    )
    const still = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100, 'still waiting'))])
    expect(still).toBe('still waiting')
    const before = Date.now()
    await proxy.stop()
    expect(Date.now() - before).toBeLessThan(1000)
    expect(await waiting).toBe('ECONNRESET')
    await expect(send('GET', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('shows an answer function that fails', async () => {
    await start({ answer: () => Promise.reject(new Error('no such rule')) })
    const got = await send('GET', '/')
    expect([got.status, got.body.toString()]).toEqual([500, 'The proxy failed: Error: no such rule'])
  })
})
