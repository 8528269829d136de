import { beforeAll, describe, expect, it } from '@jest/globals'
import { kurentoPipeline, readJson, valueAt } from './data-files.js'
import type { SearchClient } from './search-client.js'

interface Case {
  title: string
  message: string
  /** dotted path → value; null: the field must not be there */
  expected: Record<string, unknown>
}
interface Simulated {
  docs: { doc: { _source: Record<string, unknown> } }[]
}

const cases = readJson('test/fixtures/content/kurento-lines.json') as Case[]
const readAt = '2026-11-21T02:57:14.766Z'

export function describeKurentoPipeline(connected: () => SearchClient): void {
  describe('kurento-pipeline', () => {
    beforeAll(() => connected().request('PUT', '/_ingest/pipeline/kurento-pipeline', kurentoPipeline))

    const run = async (source: Record<string, unknown>): Promise<Record<string, unknown>> => {
      const body = { docs: [{ _index: 'filebeat-kurento', _source: source }] }
      const answer = await connected().request('POST', '/_ingest/pipeline/kurento-pipeline/_simulate', body)
      const [result] = (answer as Simulated).docs
      if (result === undefined) throw new Error(JSON.stringify(answer))
      return result.doc._source
    }

    it.each(cases)('$title', async ({ message, expected }) => {
      const result = await run({ '@timestamp': readAt, message, log: { offset: 7 }, tags: ['given'] })
      const found = Object.fromEntries(Object.keys(expected).map((path) => [path, valueAt(result, path) ?? null]))
      expect(found).toEqual(expected)
      expect(valueAt(result, 'event.original')).toBe(message)
      expect(valueAt(result, 'log.offset')).toBe(7)
      expect(result['error']).toBeUndefined()
    })

    it('gives the same again when a stored document passes a second time', async () => {
      const once = await run({ '@timestamp': readAt, message: cases[0]?.message })
      expect(await run(once)).toEqual(once)
    })

    it('keeps a document without a message, or with one that is no text', async () => {
      expect(await run({ '@timestamp': readAt, node_id: 'media_1' })).toEqual({
        '@timestamp': readAt,
        node_id: 'media_1',
      })
      expect(await run({ '@timestamp': readAt, message: 5 })).toMatchObject({
        message: '5',
        event: { original: 5 },
        tags: ['kurento-unparsed'],
      })
    })

    it('keeps a document whose fields have other shapes than expected, and says what was wrong', async () => {
      const line = cases[0]?.message
      expect(await run({ '@timestamp': readAt, message: line, log: 'text' })).toMatchObject({
        tags: ['kurento-unparsed'],
      })
      expect(await run({ '@timestamp': readAt, message: line, event: 'text' })).toMatchObject({ message: line })
    })

    it('is done with a large message without a header at once', async () => {
      const started = Date.now()
      const message = '0:00:00.1 1 0x1 '.repeat(20_000)
      expect(await run({ '@timestamp': readAt, message })).toMatchObject({ message, tags: ['kurento-unparsed'] })
      expect(Date.now() - started).toBeLessThan(5000)
    })
  })
}
