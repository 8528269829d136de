import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
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
      await client.request('DELETE', '/_index_template/openvidu-events')
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
