import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
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

  it('opens those for the first requests before they are sent', async () => {
    let connections = 0
    const [three, arrive] = arrivals(3)
    const opened = await start(3, (count) => {
      connections = count
      arrive(count)
    })
    await three
    const caller = opened.as({ credentials: undefined, headers: {}, signal })
    await Promise.all(['/a', '/b', '/c'].map((path) => caller.get(path)))
    expect(connections).toBe(3)
    opened.close()
  })
})

/** A promise of so many, and what is told how many there are. */
function arrivals(expected: number): [all: Promise<void>, arrive: (count: number) => void] {
  let finish: () => void
  const all = new Promise<void>((resolve) => (finish = resolve))
  return [
    all,
    (count) => {
      if (count === expected) finish()
    },
  ]
}
