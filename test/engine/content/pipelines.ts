import { beforeAll, describe, expect, it } from '@jest/globals'
import { pipelines, readJson, valueAt } from './data-files.js'
import type { SearchClient } from './search-client.js'

/** A sample line, or a whole document, and what becomes of it. */
interface Case {
  title: string
  message?: string
  document?: Record<string, unknown>
  /** dotted path → value; null: the field must not be there */
  expected: Record<string, unknown>
}
interface Simulated {
  docs: { doc: { _source: Record<string, unknown> } }[]
}

const readAt = '2026-11-21T02:57:14.766Z'
const unparsed: Record<string, string> = {
  'openvidu-kurento-pipeline': 'kurento-unparsed',
  'kurento-pipeline': 'kurento-unparsed',
  'openvidu-nginx-pipeline': 'nginx-unparsed',
  'openvidu-logs-pipeline': 'openvidu-unparsed',
  'openvidu-browser-pipeline': 'browser-unparsed',
}

/** Installs every pipeline: templates refer to them. */
export function describePipelines(connected: () => SearchClient): void {
  describe.each([...pipelines])('%s', (name, body) => {
    // That one hands on to the other.
    const source = name === 'kurento-pipeline' ? 'openvidu-kurento-pipeline' : name
    beforeAll(async () => {
      await connected().request('PUT', `/_ingest/pipeline/${source}`, pipelines.get(source))
      await connected().request('PUT', `/_ingest/pipeline/${name}`, body)
    })

    const cases = readJson(`test/fixtures/content/lines/${source}.json`) as Case[]
    const lineOf = ({ message, document }: Case) =>
      document ?? { '@timestamp': readAt, message, log: { offset: 7 }, tags: ['given'] }
    const run = async (source: object): Promise<Record<string, unknown>> => {
      const answer = await connected().request('POST', `/_ingest/pipeline/${name}/_simulate`, {
        docs: [{ _index: 'any', _source: source }],
      })
      const [result] = (answer as Simulated).docs
      if (result?.doc === undefined) throw new Error(JSON.stringify(answer))
      return result.doc._source
    }

    it.each(cases)('$title', async (sample) => {
      const result = await run(lineOf(sample))
      const found = Object.keys(sample.expected).map((path) => [path, valueAt(result, path) ?? null])
      expect(Object.fromEntries(found)).toEqual(sample.expected)
      if (sample.message === undefined) return
      expect(valueAt(result, 'event.original')).toBe(sample.message)
      expect(valueAt(result, 'log.offset')).toBe(7)
      expect(valueAt(result, 'error.message')).toBe(sample.expected['error.message'] ?? undefined)
    })

    it('gives the same again when a stored document passes a second time, as when it is reindexed', async () => {
      for (const sample of cases) {
        const once = await run(lineOf(sample))
        const { tags, ...twice } = await run(once)
        const { tags: given, ...first } = once
        expect(twice).toEqual(first)
        expect([...new Set(tags as string[] | undefined)]).toEqual(given ?? [])
      }
    })

    it('keeps a document without a message', async () => {
      const result = await run({ '@timestamp': readAt, node_id: 'media_1' })
      expect(result).toMatchObject({ '@timestamp': readAt, node_id: 'media_1' })
      expect(result).not.toHaveProperty('message')
    })

    it.each([
      [5, '5'],
      [true, 'true'],
      [{ a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
      [[{ a: 1 }], '[{"a":1}]'],
    ])('keeps a document whose message is no text: %j', async (message, text) => {
      expect(await run({ '@timestamp': readAt, message })).toMatchObject({
        message: text,
        event: { original: text },
        tags: [unparsed[name]],
      })
    })

    it('keeps a document that it fails on, whatever stands where it would say so', async () => {
      for (const error of ['text', 5, [1], { message: { a: 1 } }])
        expect(await run({ '@timestamp': readAt, message: [['a']], error, log: 'text' })).toMatchObject({ error })
    })

    it('keeps a document whose fields have other shapes than expected, and says what was wrong', async () => {
      for (const sample of cases) {
        for (const field of ['log', 'event', 'error', 'process']) {
          const line = { ...lineOf(sample), [field]: 'text' }
          expect(await run(line)).toHaveProperty('message')
        }
      }
    })

    it('is done with a large message at once', async () => {
      const started = Date.now()
      for (const piece of [
        '0:00:00.1 1 0x1 ',
        '192.0.2.7 - - ',
        '[INFO] ',
        '{"0":"\\\\"',
        ', client: a',
        'a.B: c\n\tat ',
      ]) {
        const message = piece.repeat(20_000)
        expect(await run({ '@timestamp': readAt, message })).toMatchObject({ event: { original: message } })
      }
      expect(Date.now() - started).toBeLessThan(10_000)
    })
  })
}
