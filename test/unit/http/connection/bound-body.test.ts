import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { InterruptedError } from '../../../../src/errors.js'
import { boundBody } from '../../../../src/http/connection/bound-body.js'
import { dashboardsServer } from '../../../../src/http/dashboards-server.js'
import { searchServer } from '../../../../src/http/search-server.js'
import { strictTls } from '../../../../src/http/tls.js'
import '../../same-realm.js'

/** Sends the headers and half of an answer, and no more. */
let server: Server
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeEach(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"half":')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Node tells of it just before the client that asked. https://nodejs.org/api/diagnostics_channel.html#built-in-channels */
function readingOfHeaders(): Promise<void> {
  const channel = 'http.client.response.finish'
  return new Promise((resolve) => {
    const heard = () => {
      unsubscribe(channel, heard)
      setImmediate(resolve)
    }
    subscribe(channel, heard)
  })
}

describe.each([
  ['the search client', searchServer],
  ['the dashboards client', dashboardsServer],
] as const)('%s', (_what, connect) => {
  it('ends at once when it is interrupted while the rest of an answer does not come', async () => {
    const [run, connections] = [new AbortController(), new AbortController()]
    const opened = await connect({
      url: url(),
      title: 'the server',
      tls: strictTls,
      proxy: undefined,
      ahead: 1,
      signal: connections.signal,
      redact: (body) => body,
      onExchange: () => undefined,
    })
    const caller = opened.as({ credentials: undefined, headers: {}, signal: run.signal })
    const headersAreRead = readingOfHeaders()
    const asked = caller.get('/').catch((error: unknown) => error)
    await headersAreRead
    run.abort()
    expect(await asked).toBeInstanceOf(InterruptedError)
    opened.close()
  })
})

it('a rest that does not come ends the request after its time-out', async () => {
  const asked = boundBody(request(url()), undefined)
  const response = once(asked, 'response')
  asked.end()
  await response
  // Not before: on a busy machine the time-out is over when the response comes.
  asked.setTimeout(50)
  const [error] = (await once(asked, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ETIMEDOUT')
})
