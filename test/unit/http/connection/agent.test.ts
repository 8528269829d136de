import { EventEmitter, once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate as nextRound } from 'node:timers/promises'
import { afterEach, describe, expect, it } from '@jest/globals'
import { dashboardsServer } from '../../../../src/http/dashboards-server.js'
import { searchServer } from '../../../../src/http/search-server.js'
import { strictTls } from '../../../../src/http/tls.js'
import '../../same-realm.js'

let server: Server | undefined
afterEach(() => {
  server?.close()
})

describe.each([
  ['the search client', searchServer],
  ['the dashboards client', dashboardsServer],
] as const)('%s', (_what, connect) => {
  const { signal } = new AbortController()
  /** @param onConnection gets how many there are */
  const start = async (ahead: number, onConnection: (count: number) => void) => {
    let connections = 0
    server = createServer((_request, response) => {
      setImmediate(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
    }).on('connection', () => {
      onConnection(++connections)
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return connect({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      title: 'the server',
      tls: strictTls,
      proxy: undefined,
      ahead,
      signal,
      redact: (body) => body,
      onExchange: () => undefined,
    })
  }

  it('opens eight connections at most, shared by whoever asks, and keeps them for what comes later', async () => {
    let connections = 0
    const opened = await start(2, (count) => (connections = count))
    const callers = ['one', 'other'].map((username) =>
      opened.as({ credentials: { username, password: 'any' }, headers: {}, signal }),
    )
    const askAll = () => Promise.all(Array.from({ length: 10 }, () => callers.map((caller) => caller.get('/'))).flat())
    expect((await askAll()).map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(connections).toBe(8)
    await askAll()
    expect(connections).toBe(8)
    opened.close()
  })

  it('opens as many as are expected before requests are sent, counting those that there are', async () => {
    let connections = 0
    const arrived = new EventEmitter()
    const arrival = async (count: number) => {
      while (connections < count) await once(arrived, 'connection')
    }
    const opened = await start(2, (count) => {
      connections = count
      arrived.emit('connection')
    })
    await arrival(2)
    const caller = opened.as({ credentials: undefined, headers: {}, signal })
    const first = caller.get('/a')
    opened.expect(4)
    await arrival(4)
    await first
    opened.expect(4)
    await Promise.all(['/b', '/c', '/d', '/e'].map((path) => caller.get(path)))
    expect(connections).toBe(4)
    opened.close()
  })

  it('opens another where the server did not wait for a request, and said so', async () => {
    const opened = await start(1, () => undefined)
    const [socket] = (await once(server as Server, 'connection')) as [Socket]
    socket.end('HTTP/1.1 408 Request Time-out\r\ncontent-length: 0\r\n\r\n')
    await once(socket, 'finish')
    // What lies there is read in the round of the event loop between the two.
    await nextRound()
    await nextRound()
    const caller = opened.as({ credentials: undefined, headers: {}, signal })
    expect((await caller.get('/')).status).toBe(200)
    opened.close()
  })
})
