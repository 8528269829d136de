import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import { planReaders } from '../../../src/kinds/cluster-state.js'
import { lastingIndices, planOldIndices, type OldIndex } from '../../../src/lifecycle/old-index.js'
import { reindex } from '../../../src/lifecycle/reindex/reindex.js'
import { ElkctlError, UnreachableError } from '../../../src/errors.js'
import { reindexCopyOf } from '../../../src/kinds/index-mapping.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { variablesOf } from '../../../src/profiles/variables.js'
import type { Json } from '../../../src/json.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import type { Reply, Writer } from '../../../src/stack/stack.js'
import { stackOf } from '../../unit/fake-stack.js'
import { composable, fieldAt, templates } from './data-files.js'
import type { SearchClient } from './search-client.js'

const day = 24 * 60 * 60 * 1000
const clock = Date.UTC(2026, 10, 21)
const events = [1, 20, 40].map((days) => ({
  elastic_type: 'userSummary',
  timestamp: clock - days * day,
  duration: days,
}))

/** An index `openvidu` that is older than its template: OpenVidu ran before elkctl did. A template changes new indices only. */
export function describeOldIndex(connected: () => SearchClient): void {
  describe('an index older than its template', () => {
    const search = (body: object) => connected().send('POST', '/openvidu/_search', body)
    const perDay = {
      aggs: { days: { date_histogram: { field: 'timestamp', fixed_interval: '1d', min_doc_count: 1 } } },
    }
    const older = (than: string) => ({ query: { range: { timestamp: { lt: than } } } })

    beforeAll(async () => {
      const client = connected()
      await client.send('DELETE', '/openvidu')
      await client.send('DELETE', '/_index_template/openvidu-events')
      await client.index('openvidu', events)
      await client.request('PUT', '/_index_template/openvidu-events', composable(eventsTemplate()))
    })
    afterAll(() => connected().send('DELETE', '/openvidu'))

    it('keeps its mapping: times are numbers', async () => {
      expect(fieldAt(await connected().mappings('openvidu'), 'timestamp')).toEqual({ type: 'long' })
    })

    it('cannot do date maths, by which OpenVidu and elkctl delete what is old', async () => {
      const refused = await search(older('now-15d'))
      expect(refused.status).toBe(400)
      expect(JSON.stringify(refused.body)).toContain('now-15d')
    })

    it('finds by epoch milliseconds, counts and averages as ever', async () => {
      const found = await connected().search('openvidu', {
        query: { range: { timestamp: { lt: clock - 15 * day } } },
        aggs: { duration: { avg: { field: 'duration' } } },
      })
      expect(found.hits.total.value).toBe(2)
      expect(found.aggregations).toEqual({ duration: { value: 30 } })
    })

    it('is out of reach of the date queries of a time picker', async () => {
      const picked = await search({
        query: { range: { timestamp: { gte: '2026-11-01T00:00:00.000Z', format: 'strict_date_optional_time' } } },
      })
      expect(picked.status).toBe(400)
    })

    it('still makes date histograms, because the numbers are epoch milliseconds', async () => {
      const answer = await connected().search('openvidu', perDay)
      expect(answer.aggregations?.['days']?.buckets).toMatchObject(Array(3).fill({ doc_count: 1 }))
    })

    it('does all of that after it was reindexed through a copy', async () => {
      const client = connected()
      const copy = (from: string, to: string) =>
        client.request('POST', '/_reindex?refresh=true', { source: { index: from }, dest: { index: to } })
      await copy('openvidu', 'openvidu-before')
      await client.request('DELETE', '/openvidu')
      await client.request('PUT', '/openvidu')
      await copy('openvidu-before', 'openvidu')
      await client.request('DELETE', '/openvidu-before')

      expect(fieldAt(await client.mappings('openvidu'), 'timestamp')?.type).toBe('date')
      expect((await search(older('now-15d'))).status).toBe(200)
      const answer = await client.search('openvidu', {
        query: { range: { timestamp: { lt: '2026-11-06T00:00:00.000Z', format: 'strict_date_optional_time' } } },
        ...perDay,
      })
      expect(answer.hits.total.value).toBe(2)
      expect(answer.aggregations?.['days']?.buckets).toMatchObject([{ doc_count: 1 }, { doc_count: 1 }])
    })
  })
}

function eventsTemplate() {
  const template = templates.get('openvidu-events')
  if (template === undefined) throw new Error('no template openvidu-events')
  return template
}

/** What `init --reindex-events` does, on the engine itself; on one, because the order of the requests is elkctl's, cut off wherever it can be. */
export const describeReindex = (dialect: Dialect) => (connected: () => SearchClient) => {
  describe('an index older than its template is reindexed', () => {
    const copy = reindexCopyOf('openvidu')
    const definitions = loadDefinitions({
      profile: 'openvidu',
      dialect: 'elasticsearch',
      variables: variablesOf(openvidu, { retentionDays: '15', username: 'openvidu', roleName: 'openvidu-role' }),
      variants: [],
      rename: {},
      only: ['index template'],
    })
    const look = async (): Promise<OldIndex[]> =>
      (
        await planOldIndices(
          definitions,
          stackOf({ search: planReaders(writerTo(connected()), lastingIndices(definitions)).fromClusterState }),
        )
      ).oldIndices
    /** as the next run of the command would: looks, and does what is to be done */
    const run = async (interfere?: Interference): Promise<number[]> => {
      const found = await look()
      const search = writerTo(connected(), interfere)
      const cleanupWriter = () => Promise.resolve(writerTo(connected()))
      const options = { stack: stackOf(), cleanupWriter, onProgress: () => undefined, pause: () => Promise.resolve() }
      return Promise.all(found.map((old) => reindex(old, search, options)))
    }
    const durations = async (): Promise<number[]> => {
      const query = { size: 100, query: { terms: { elastic_type: ['usersummary', 'late'] } } }
      const path = `/openvidu,${copy}/_search?ignore_unavailable=true`
      await connected().send('POST', `/openvidu,${copy}/_refresh?ignore_unavailable=true`)
      const { hits } = (await connected().request('POST', path, query)) as {
        hits: { hits: { _source: { duration: number } }[] }
      }
      return [...new Set(hits.hits.map(({ _source }) => _source.duration))].sort((a, b) => a - b)
    }
    const beOld = async () => {
      const client = connected()
      await client.request('DELETE', `/openvidu,${copy}?ignore_unavailable=true`)
      await client.send('DELETE', '/_index_template/openvidu-events')
      await client.index('openvidu', events)
      await client.request('PUT', '/openvidu/_alias/events-of-ours')
      await client.request('PUT', '/_index_template/openvidu-events', composable(eventsTemplate()))
    }
    const expectMended = async () => {
      expect(await look()).toEqual([])
      expect(await durations()).toEqual([1, 20, 40])
      expect((await connected().send('GET', `/${copy}`)).status).toBe(404)
      expect((await connected().send('GET', '/openvidu/_alias/events-of-ours')).status).toBe(200)
      await connected().index('openvidu', [{ elastic_type: 'cdr', timestamp: clock }])
      expect((await connected().search('openvidu', older('now+100000d'))).hits.total.value).toBeGreaterThanOrEqual(3)
    }
    const older = (than: string) => ({ query: { range: { timestamp: { lt: than } } } })
    beforeEach(beOld)
    afterAll(() => connected().send('DELETE', `/openvidu,${copy}?ignore_unavailable=true`))

    it('it is seen by its types, times first', async () => {
      const [old] = await look()
      expect(old).toMatchObject({ index: 'openvidu', copy: undefined })
      expect(old?.differences).toContainEqual({ field: 'timestamp', has: 'long', wanted: 'date' })
      expect(old?.differences[0]?.wanted).toBe('date')
    })

    it('with every document and alias', async () => {
      expect(await run()).toEqual([3])
      await expectMended()
    })

    if (dialect === 'elasticsearch')
      it('although it is cut off after any request that changes something: the next run finishes, and no document is ever lost', async () => {
        const cutAfter = (last: number): Interference => {
          let sent = 0
          return {
            after: (request) => {
              if (!changes(request)) return
              if (++sent >= last) throw new UnreachableError('cut off', { code: 'TEST', hint: '' })
            },
          }
        }
        let cuts = 0
        for (let done = false; !done;) {
          const outcome = await run(cutAfter(++cuts)).catch((error: unknown) => error)
          done = !(outcome instanceof UnreachableError)
          if (done) expect(outcome).toEqual([3])
          expect({ cuts, left: await durations() }).toEqual({ cuts, left: [1, 20, 40] })
          if (!done && (await look()).length > 0) await run()
          await expectMended()
          await beOld()
        }
        // Cut off after the copy was made, filled, closed and whole; the index made, filled; the copy deleted. The last run is not cut off.
        expect(cuts).toBe(8)
      }, 240_000)

    it.each([
      { when: 'while documents are copied', request: /^POST \/_reindex/ },
      { when: 'at the last moment', request: /^PUT \/openvidu\/_settings/ },
    ])('not when a document comes in $when: it says so, and keeps it', async ({ request }) => {
      const late = { elastic_type: 'late', timestamp: clock, duration: 60 }
      let came = false
      const before = async (asked: string) => {
        if (came || !request.test(asked)) return
        came = true
        await connected().index('openvidu', [late])
      }
      const stopped = await run({ before }).catch((error: unknown) => error)
      expect(stopped).toBeInstanceOf(ElkctlError)
      expect(stopped).toMatchObject({
        exit: 'conflict',
        message: expect.stringContaining('writes to openvidu') as unknown,
      })
      expect(await durations()).toEqual([1, 20, 40, 60])
      await connected().index('openvidu', [{ ...late, duration: 61 }])
      expect(await run()).toEqual([5])
      expect(await durations()).toEqual([1, 20, 40, 60, 61])
    })

    it('not when a document does not fit the template: the index stays as it was', async () => {
      await connected().index('openvidu', [{ elastic_type: 'odd', users: [1] }])
      await connected().request('PUT', '/openvidu/_doc/odd?refresh=true', {
        elastic_type: 'odd',
        recordings: { numberOfElements: { a: 1 } },
      })
      await expect(run()).rejects.toThrow(/did not reach every document/)
      expect(fieldAt(await connected().mappings('openvidu'), 'timestamp')).toEqual({ type: 'long' })
      expect(await durations()).toEqual([1, 20, 40])
      await connected().index('openvidu', [{ elastic_type: 'cdr' }])
    })

    it('not over an index of somebody else that has the name of the copy', async () => {
      await connected().index(copy, [{ theirs: true }])
      await expect(run()).rejects.toMatchObject({ exit: 'conflict' })
      expect((await connected().search(copy, {})).hits.total.value).toBe(1)
    })
  })
}

interface Interference {
  before?: (request: string) => Promise<void>
  after?: (request: string) => void
}

/** What is asked, or only made visible, leaves the stack as it was. */
const changes = (request: string): boolean => !request.startsWith('GET ') && !request.endsWith('/_refresh')

function writerTo(client: SearchClient, { before, after }: Interference = {}): Writer {
  const exchange = async (method: string, path: string, body?: Json): Promise<Reply> => {
    await before?.(`${method} ${path}`)
    const answer = await client.send(method, path, body)
    after?.(`${method} ${path}`)
    return { method, path, headers: {}, ...answer }
  }
  const none = () => Promise.reject(new Error('a reindex does not need this'))
  return {
    url: 'http://engine',
    get: (path) => exchange('GET', path),
    put: (path, body) => exchange('PUT', path, body),
    post: (path, body) => exchange('POST', path, body),
    delete: (path) => exchange('DELETE', path),
    upload: none,
    bulk: none,
  }
}
