import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { Answer, AnswerFunction, RequestToAnswer } from '../../../sandbox/proxy.js'
import { runElkctl, type RunOptions } from '../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { sampleDocuments } from '../../../src/profiles/openvidu/sample-data/documents.js'
import { makeCluster } from '../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { SampleOptions } from '../../../src/profiles/openvidu/sample-data/model/options.js'
import { account, type Account } from '../../support/account.js'
import { countBy } from './panels/look.js'

/** What `sample-data … --json` prints, as far as tests look at it. */
interface Printed {
  exitCode: number
  verdict: string
  notes: string[]
  error?: { message: string; hint: string }
  sampleData?: {
    written: number
    alreadyThere: number
    refused: number
    retries: number
    reasons: Record<string, number>
    indicesMade: string[]
    seconds: number
    documentsPerSecond: number
    until: string
    ahead: number
    deleted: number
    indicesDeleted: string[]
    indicesKept: string[]
  }
}

type Search = (index: string, body: object) => Promise<Record<string, unknown>>

const until = Date.parse('2026-11-21T12:00:00.000Z')
/** The installation of these tests is of release 2.20.0. */
const small: SampleOptions = { seed: 7, until, hours: 3, ahead: 0, scale: 0.25, beats: '7.8.0' }
const flags = ['--seed', '7', '--until', new Date(until).toISOString(), '--hours', '3', '--scale', '0.25']
const families =
  'openvidu,openvidu-logs*,openvidu-browser-logs*,filebeat*,metricbeat*,server-metrics*,session-metrics*,loadtest*'

/** The command on a real engine with security, as the service account that `init` has made. */
export function describeSampleData(name: EngineName): void {
  describe(`elkctl sample-data on ${name}`, () => {
    let stack: LocalStack
    let installation: Installation
    let admin: Account
    let answer: AnswerFunction = () => undefined
    const cluster = makeCluster(small)
    const documents = [...sampleDocuments(cluster)]

    beforeAll(async () => {
      stack = await startStack({ engine: name, dashboards: false, answer: (request) => answer(request) })
      const { engine } = stack
      admin = account(engine.url, engine.username, engine.password)
      installation = makeInstallation({
        searchUrl: stack.search.url,
        username: engine.username,
        password: engine.password,
        more: { OPENVIDU_PRO_KIBANA_HOST: 'http://127.0.0.1:9' },
      })
    }, 240_000)

    afterAll(async () => {
      installation.remove()
      await stack.stop()
    })

    const elkctl = async (args: string[], options?: RunOptions): Promise<Printed & { code: number | null }> => {
      const { code, stdout } = await runElkctl([...args, '--env-file', installation.envFile, '--json'], options)
      return { ...(JSON.parse(stdout) as Printed), code }
    }
    const load = (...more: string[]) => elkctl(['sample-data', 'load', ...flags, ...more])
    const remove = () => elkctl(['sample-data', 'remove'])
    const search: Search = async (index, body) => {
      const { status, body: found } = await admin('POST', `/${index}/_search?ignore_unavailable=true`, body)
      expect([status, found['error']]).toEqual([200, undefined])
      return found
    }
    const count = async (index = families): Promise<number> => {
      await admin('POST', `/${families}/_refresh`)
      const { body } = await admin('GET', `/${index}/_count?ignore_unavailable=true`)
      return Number(body['count'])
    }
    const mappingOf = async (index: string): Promise<Record<string, unknown>> => {
      const { body } = await admin('GET', `/${index}/_mapping`)
      return (body[index] as { mappings: { properties: Record<string, unknown> } }).mappings.properties
    }

    it('refuses while init has not been run', async () => {
      const refused = await load()
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain('index template openvidu-events')
      expect(refused.error?.hint).toContain('elkctl init')
      expect(await count()).toBe(0)
      const init = await elkctl(['init', '--yes', '--write-env', '--no-dashboards'])
      expect([init.code, init.error]).toEqual([0, undefined])
      expect(installation.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    }, 60_000)

    it('loads every document as the service account: none refused, no field ignored, no field added to openvidu', async () => {
      const before = await mappingOf('openvidu')
      stack.clear()
      const loaded = await load()
      expect(loaded).toMatchObject({
        code: 0,
        sampleData: { written: documents.length, alreadyThere: 0, refused: 0, reasons: {} },
      })
      expect(loaded.verdict).toMatch(
        /^Done: [\d,]+ documents written in [\d.]+ s \([\d,]+ documents\/s\), from 2026-11-21T09:00:00.000Z to 2026-11-21T12:00:00.000Z\.$/,
      )
      expect(new Set(stack.search.requests.map(({ authorizationUser }) => authorizationUser))).toEqual(
        new Set(['openvidu']),
      )
      expect(await count()).toBe(documents.length)
      const ignored = await search(families, {
        size: 1,
        track_total_hits: true,
        query: { exists: { field: '_ignored' } },
      })
      expect((ignored['hits'] as { total: { value: number } }).total.value).toBe(0)
      expect(await mappingOf('openvidu')).toEqual(before)
    }, 120_000)

    it('stores documents as the generator made them', async () => {
      // Logs may go through an ingest pipeline, which adds to them.
      const some = documents.filter((_, position) => position % 50 === 0)
      const raw = some.filter(({ index }) => !/^(filebeat|openvidu-)/.test(index))
      const found = await search(families, { size: raw.length, query: { ids: { values: raw.map(({ id }) => id) } } })
      const { hits } = found['hits'] as { hits: { _id: string; _index: string; _source: unknown }[] }
      const stored = new Map(hits.map(({ _id, _index, _source }) => [_id, { _index, _source }]))
      for (const { id, index, document } of raw) expect(stored.get(id)).toEqual({ _index: index, _source: document })
    }, 60_000)

    it('sends Kurento lines through their pipeline', async () => {
      const answered = await search('filebeat-kurento-*', {
        size: 0,
        aggs: {
          levels: { terms: { field: 'log.level.keyword' } },
          unparsed: { filter: { term: { 'tags.keyword': 'kurento-unparsed' } } },
        },
      })
      const { levels, unparsed } = answered['aggregations'] as {
        levels: { buckets: { key: string; doc_count: number }[] }
        unparsed: { doc_count: number }
      }
      const lines = documents
        .filter(({ pipeline }) => pipeline === 'kurento-pipeline')
        .map(({ document }) => String(document['message']))
      const level = (name: string) => lines.filter((line) => line.includes(` ${name.padEnd(7)} `)).length
      expect(Object.fromEntries(levels.buckets.map(({ key, doc_count }) => [key, doc_count]))).toEqual(
        Object.fromEntries(
          ['INFO', 'DEBUG', 'WARN', 'ERROR'].filter((name) => level(name) > 0).map((name) => [name, level(name)]),
        ),
      )
      expect(unparsed.doc_count).toBe(lines.filter((line) => line.startsWith('g_source')).length)
    })

    // What the dashboards ask is compared in panels/; the logs are on none.
    it('has the lines of the model in the logs: OpenVidu Server’s by level, one of NGINX for each request', async () => {
      const levels = await search('openvidu-logs-*', {
        size: 0,
        aggs: { levels: { terms: { field: 'level.keyword' } } },
      })
      const { buckets } = (levels['aggregations'] as { levels: { buckets: { key: string; doc_count: number }[] } })
        .levels
      expect(Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]))).toEqual(
        countBy(cluster.serverLog, ({ level }) => level),
      )
      const access = { term: { 'stream.keyword': 'stdout' } }
      const lines = await search('filebeat-nginx-*', { size: 0, track_total_hits: true, query: access })
      expect((lines['hits'] as { total: { value: number } }).total.value).toBe(cluster.requests.length)
    })

    it('writes nothing twice, also without --until', async () => {
      const again = await load()
      expect(again).toMatchObject({ code: 0, sampleData: { written: 0, alreadyThere: documents.length } })
      expect(again.verdict).toContain('Nothing to do')
      const later = await elkctl(['sample-data', 'load', '--seed', '7', '--hours', '3', '--scale', '0.25'])
      expect(later).toMatchObject({ code: 0, sampleData: { written: 0, until: new Date(until).toISOString() } })
      expect(await count()).toBe(documents.length)
    }, 120_000)

    it('does not put other sample data on top', async () => {
      const other = await elkctl(['sample-data', 'load', '--seed', '8'])
      expect(other.code).toBe(7)
      expect(other.error?.message).toContain('--seed 7 --hours 3 --scale 0.25')
      const more = await elkctl(['sample-data', 'load', '--seed', '7', '--hours', '3', '--scale', '0.25', '--follow'])
      expect(more.code).toBe(7)
      expect(more.error?.message).toBe(
        'The sample data that is there was loaded without --follow, and ends at 2026-11-21T12:00:00.000Z.',
      )
    })

    it('removes its documents and leaves others alone, with the index they are in', async () => {
      const real = { '@timestamp': '2026-11-21T10:00:00.000Z', message: 'a real line', cluster_id: 'my_cluster' }
      for (const index of ['openvidu-logs-2026.11.21', 'filebeat-nginx-2026.11.21', 'filebeat-nginx-2026.10.01'])
        expect((await admin('PUT', `/${index}/_doc/real?refresh=true`, real)).status).toBe(201)
      const removed = await remove()
      expect(removed).toMatchObject({
        code: 0,
        sampleData: {
          deleted: documents.length,
          indicesKept: ['filebeat-nginx-2026.11.21', 'openvidu-logs-2026.11.21'],
        },
      })
      expect(await count()).toBe(3)
      const { body } = await admin('GET', `/${families}/_search?q=message:real`)
      expect((body['hits'] as { hits: { _id: string }[] }).hits.map(({ _id }) => _id)).toEqual(['real', 'real', 'real'])
      // `openvidu` was there before: it stays, as every index that init or OpenVidu has made.
      expect((await admin('HEAD', '/openvidu')).status).toBe(200)
      expect((await admin('HEAD', '/filebeat-redis-2026.11.21')).status).toBe(404)
    }, 120_000)

    it('finds nothing to remove the second time', async () => {
      const again = await remove()
      expect(again).toMatchObject({
        code: 0,
        verdict: 'Nothing to do: there is no sample data.',
        sampleData: { deleted: 0, indicesDeleted: [] },
      })
    })

    it('does not mix with real data unless --yes says so', async () => {
      const refused = await load()
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toMatch(/holds 3 documents that are not sample data .* no terminal to confirm it/)
      expect(refused.error?.hint).toContain('--yes')
      expect(await count()).toBe(3)
      const mixed = await load('--yes')
      expect(mixed).toMatchObject({ code: 0, sampleData: { written: documents.length } })
      expect(mixed.notes.join()).toContain('3 documents that are not sample data')
      await remove()
      for (const index of ['openvidu-logs-2026.11.21', 'filebeat-nginx-2026.11.21', 'filebeat-nginx-2026.10.01'])
        await admin('DELETE', `/${index}`)
      expect(await count()).toBe(0)
    }, 120_000)

    it('waits when the server is busy, and sends again only what was refused', async () => {
      const sent: number[] = []
      let sentAgain = 0
      answer = async (request) => {
        if (!request.path.startsWith('/_bulk')) return undefined
        const items = request.body.trimEnd().split('\n').length / 2
        sent.push(items)
        // First the whole request, then every third document of the next one.
        if (sent.length === 1) {
          sentAgain += items
          return { status: 429, body: { error: { reason: 'too many requests' }, status: 429 } }
        }
        if (sent.length !== 2) return undefined
        sentAgain += Math.ceil(items / 3)
        return refuseEveryThird(stack.engine.url, request)
      }
      const loaded = await load()
      answer = () => undefined
      expect(loaded).toMatchObject({
        code: 0,
        sampleData: { written: documents.length, alreadyThere: 0, retries: 2, refused: 0 },
      })
      expect(sentAgain).toBeGreaterThan(1000)
      expect(sent.reduce((sum, items) => sum + items, 0)).toBe(documents.length + sentAgain)
      // Also where documents were refused and sent again, how fast it was is told.
      const { written = 0, documentsPerSecond = 0, seconds = 0 } = loaded.sampleData ?? {}
      expect(Math.abs(written / documentsPerSecond - seconds)).toBeLessThan(0.1)
      expect(loaded.verdict).toContain(`(${documentsPerSecond.toLocaleString('en-US')} documents/s)`)
      expect(await count()).toBe(documents.length)
      await remove()
    }, 120_000)

    it('tells what was written when the connection breaks, and goes on from there', async () => {
      let requests = 0
      answer = ({ path }) => (path.startsWith('/_bulk') && ++requests === 2 ? 'drop' : undefined)
      const broken = await load()
      answer = () => undefined
      expect(broken.code).toBe(5)
      expect(broken.sampleData?.written).toBeGreaterThan(1000)
      expect(broken.verdict).toContain('documents written; run the same command again to continue')
      const resumed = await load()
      expect(resumed.code).toBe(0)
      expect(resumed.sampleData?.alreadyThere).toBe(broken.sampleData?.written)
      expect(await count()).toBe(documents.length)
      await remove()
    }, 120_000)

    it('stops at Ctrl-C after the requests that are under way, and goes on without --until', async () => {
      let child: ChildProcess | undefined
      answer = async (request) => {
        if (!request.path.startsWith('/_bulk')) return undefined
        // Once: the second Ctrl-C ends the program on the spot.
        child?.kill('SIGINT')
        child = undefined
        await sleep(300)
        return undefined
      }
      const stopped = await elkctl(['sample-data', 'load', '--seed', '7', '--hours', '3', '--scale', '0.25'], {
        onStart: (started) => {
          child = started
        },
      })
      answer = () => undefined
      expect(stopped.code).toBe(130)
      const written = Number(stopped.sampleData?.written)
      expect(await count()).toBe(written)
      expect(stopped.verdict).toBe(
        `Interrupted: ${written.toLocaleString('en-US')} documents written; run the same command again to continue, or sample-data remove to delete them.`,
      )
      const resumed = await elkctl(['sample-data', 'load', '--seed', '7', '--hours', '3', '--scale', '0.25'])
      expect(resumed).toMatchObject({
        code: 0,
        sampleData: { alreadyThere: written, until: stopped.sampleData?.until },
      })
      await remove()
      expect(await count()).toBe(0)
    }, 120_000)

    it('with --follow waits for more to write until Ctrl-C, which ends it well', async () => {
      let child: ChildProcess | undefined
      const options = ['--seed', '7', '--hours', '0.25', '--scale', '0.05']
      const { code, stdout } = await runElkctl(
        ['sample-data', 'load', ...options, '--follow', '--env-file', installation.envFile],
        {
          onStart: (started) => {
            child = started
          },
          onOutput: (text) => {
            if (text.includes('until Ctrl-C')) child?.kill('SIGINT')
          },
        },
      )
      expect(stdout).toMatch(/Adding documents until Ctrl-C, at most until \S+ … every five minutes\n/)
      expect(stdout).toMatch(/Done: [\d,]+ documents written, from .* Dashboards stay live until then\.\n$/)
      expect(code).toBe(0)
      const there = await count()
      // What is to come later is not there yet, and the same command without --follow brings nothing else.
      const latest = await search('session-metrics*', { size: 0, aggs: { last: { max: { field: '@timestamp' } } } })
      const ahead = (latest['aggregations'] as { last: { value: number } }).last.value - Date.now()
      expect(ahead).toBeGreaterThan(20 * 60_000)
      expect(ahead).toBeLessThan(30 * 60_000)
      const again = await elkctl(['sample-data', 'load', ...options])
      expect(again).toMatchObject({ code: 0, sampleData: { alreadyThere: there, ahead: 8 } })
      expect(again.notes.join()).toContain('this run completes it')
      await remove()
      expect(await count()).toBe(0)
    }, 120_000)

    it('tells what the server refuses for good, and that the rest is there', async () => {
      answer = (request) =>
        request.path.startsWith('/_bulk') ? refuseEveryThird(stack.engine.url, request, 400) : undefined
      const partly = await load()
      answer = () => undefined
      expect(partly.code).toBe(8)
      const { written = 0, refused = 0, reasons = {} } = partly.sampleData ?? {}
      expect(written + refused).toBe(documents.length)
      expect(reasons['openvidu: 400 a test says no']).toBeGreaterThan(0)
      expect(await count()).toBe(written)
      await remove()
    }, 120_000)
  })
}

/** Passes on a bulk request without every third document, and answers for those itself. */
async function refuseEveryThird(engine: string, request: RequestToAnswer, status = 429): Promise<Answer> {
  const lines = request.body.trimEnd().split('\n')
  const items = Array.from({ length: lines.length / 2 }, (_, index) => lines.slice(2 * index, 2 * index + 2))
  const passed = items.filter((_, index) => index % 3 !== 0)
  const response = await fetch(engine + request.path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: String(request.headers.authorization) },
    body: `${passed.flat().join('\n')}\n`,
  })
  const taken = ((await response.json()) as { items: object[] }).items
  const refusal = { create: { status, error: { type: 'test', reason: 'a test says no' } } }
  return { status: 200, body: { items: items.map((_, index) => (index % 3 === 0 ? refusal : taken.shift())) } }
}
