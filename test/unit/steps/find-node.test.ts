import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createConnections } from '../../../src/http/connections.js'
import { createJournal } from '../../../src/report/journal.js'
import { isVerdict } from '../../../src/report/verdict/verdict.js'
import { createRedactor } from '../../../src/report/redact.js'
import { readSettings } from '../../../src/steps/read-settings.js'
import type { Run } from '../../../src/steps/run.js'
import { fixture } from '../fixtures.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/**
 * Answers every request in this way, the first ones with the first statuses, the others with the last:
 * https://www.elastic.co/guide/en/elasticsearch/reference/7.10/rest-api-root.html
 */
async function node(statuses: number | number[], cluster = '_na_', page?: string): Promise<string> {
  const left = [statuses].flat()
  const server = createServer((_request, response) => {
    response.writeHead(Number(left.length > 1 ? left.shift() : left[0]), { 'content-type': 'application/json' })
    response.end(page ?? JSON.stringify({ cluster_uuid: cluster, version: { number: '7.10.2' } }))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Nobody listens there. */
const nobody = 'http://127.0.0.1:9'

async function settle(nodes: string[], wait = '1s') {
  const envFile = folder.path('settings.yaml')
  writeFileSync(envFile, `storage:\n  nodes: ${nodes.join(',')}\n  login: meteo\n  secret: s3cret\n`)
  const run = {
    screen: { trace: () => undefined, note: () => undefined },
    redactor: createRedactor(() => ''),
    environment: {},
    journal: createJournal(),
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
    connections: createConnections(new AbortController().signal),
  }
  const data = fixture('applications', 'meteo')
  try {
    const settings = await readSettings({ data, envFile, wait }, run as unknown as Run)
    if (isVerdict(settings)) throw new Error(settings.verdict)
    expect(run.journal.state().settings).toBe(settings)
    return { searchUrl: settings.searchUrl, notes: run.journal.state().notes }
  } finally {
    await run.connections.close()
  }
}

describe('of several addresses', () => {
  it('the first that answers is used, and the others are named', async () => {
    const [starting, there, further] = [await node(503), await node(200, 'one'), await node(200, 'one')]
    expect(await settle([nobody, starting, there, further])).toEqual({
      searchUrl: there,
      notes: [
        `of the 4 addresses in storage.nodes, ${there} is used; no search engine is ready at ${nobody}, ${starting}`,
      ],
    })
  })

  it.each([
    ['nothing there', 404, ''],
    ['a page', 200, '"Please sign in."'],
    ['other JSON', 200, '{}'],
  ])('one that answers with %s is passed over', async (_what, status, page) => {
    const [other, there] = [await node(status, '_na_', page), await node(200, 'one')]
    expect(await settle([other, there])).toEqual({
      searchUrl: there,
      notes: [`of the 2 addresses in storage.nodes, ${there} is used; no search engine is ready at ${other}`],
    })
  })

  it('one that wants other credentials answers too: looking at the stack says what is wrong with them', async () => {
    const [closed, open] = [await node(401), await node(200, 'one')]
    expect(await settle([closed, open])).toEqual({
      searchUrl: closed,
      notes: [`of the 2 addresses in storage.nodes, ${closed} is used`],
    })
  })

  it('the first is looked at where none answers', async () => {
    expect(await settle([nobody, 'http://127.0.0.1:10'])).toEqual({
      searchUrl: nobody,
      notes: [
        `of the 2 addresses in storage.nodes, ${nobody} is used; no search engine is ready at ${nobody}, http://127.0.0.1:10`,
      ],
    })
  })

  it('one of those that are starting is waited for, whichever it is', async () => {
    const [starting, soon] = [await node(503), await node([503, 200], 'one')]
    expect(await settle([nobody, starting, soon], '30s')).toEqual({
      searchUrl: soon,
      notes: [
        `of the 3 addresses in storage.nodes, ${soon} is used; no search engine is ready at ${nobody}, ${starting}`,
      ],
    })
  })

  it('the wait has an end, and says which of them were starting', async () => {
    const [one, other] = [await node(503), await node(503)]
    await expect(settle([one, nobody, other], '1ms')).rejects.toMatchObject({
      message: expect.stringMatching(
        `^The search engine is not ready after \\d s: ${one} answers 503, ${other} answers 503$`,
      ) as unknown,
      exit: 'unreachable',
    })
  })

  it('none is used when they are of two clusters, also when the first is down', async () => {
    const [one, other] = [await node(200, 'one'), await node(200, 'other')]
    await expect(settle([nobody, one, other])).rejects.toMatchObject({
      message: `The addresses lead to several clusters: ${one} is a node of one, ${other} is a node of other.`,
      hint: 'Name nodes of one cluster only.',
      exit: 'unreachable',
    })
  })

  it('a single one is not asked twice: looking at the stack comes next', async () => {
    expect(await settle([nobody])).toEqual({ searchUrl: nobody, notes: [] })
  })
})
