import { describe, expect, it } from '@jest/globals'
import { fieldAt, fieldPaths, readFolder, templates } from './data-files.js'
import type { SearchClient } from './search-client.js'

const samples = [...readFolder('test/fixtures/content/events').values()] as Record<string, unknown>[]

/** Long texts as they come: one SDP line after the other, and one unbroken word above Lucene's limit of 32766 bytes. */
const hugeTexts = ['a=candidate:1 1 UDP 2013266431 192.0.2.1 40000 typ host\r\n'.repeat(1000), 'x'.repeat(40_000)]

/** Every documented sample by its kind → the query by which a dashboard, the tutorial or the Inspector finds it, and a value it shows. */
const shownBy: Record<string, { query: string; field: string; value: unknown }> = {
  cdr: {
    query: 'event.keyword:sessionDestroyed AND reason.keyword:sessionClosedByServer',
    field: 'duration',
    value: 32,
  },
  kms: {
    query: 'type.keyword:MediaFlowOutStateChange AND state.keyword:FLOWING AND mediaType.keyword:VIDEO',
    field: 'msSinceEndpointCreation',
    value: 1264,
  },
  webrtcStats: {
    query: 'mediaType.keyword:video AND endpoint.keyword:str_CAM_GdhM_con_Sazh73ER9L',
    field: 'jitter',
    value: 0.0016666667070239782,
  },
  webrtcDebug: {
    query: 'operation.keyword:publish AND type.keyword:sdpOffer AND content:"IP4 127.0.0.1"',
    field: 'timestamp',
    value: 1614770058822,
  },
  networkQualityStats: { query: 'connectionId.keyword:con_Sazh73ER9L', field: 'newValue', value: 4 },
  sessionSummary: {
    query: 'mediaMode.keyword:ROUTED AND recordingMode.keyword:MANUAL AND customSessionId.keyword:TestSession',
    field: 'users.numberOfElements',
    value: 2,
  },
  recordingSummary: {
    query: 'outputMode.keyword:INDIVIDUAL AND hasAudio:true AND hasVideo:false',
    field: 'size',
    value: 0,
  },
  userSummary: {
    query: 'location.keyword:"Buenos Aires, Argentina" AND platform:Chrome',
    field: 'connections.numberOfElements',
    value: 1,
  },
  connectionSummary: { query: 'clientData.keyword:publisherClient', field: 'createdAt', value: 1614772177417 },
  publisherSummary: {
    query: 'videoSource.keyword:CAMERA AND audioEnabled:true',
    field: 'startTime',
    value: 1614772178719,
  },
  subscriberSummary: { query: 'receivingFrom.keyword:con_X5VIu6DNPF', field: 'videoFramerate', value: 30 },
}

export function describeEvents(connected: () => SearchClient): void {
  describe('events', () => {
    const fresh = async (...documents: object[]) => {
      await connected().send('DELETE', '/openvidu')
      await connected().index('openvidu', documents)
    }
    const count = async (query: object) => (await connected().search('openvidu', { query })).hits.total.value

    it('of every documented kind are indexed, and need no field that the template does not name', async () => {
      expect(samples).toHaveLength(11)
      await fresh(...samples)
      const declared = fieldPaths(templates.get('openvidu-events')?.template.mappings ?? {})
      const found = fieldPaths(await connected().mappings('openvidu'))
      expect(found.sort()).toEqual(declared.sort())
      expect(found.length).toBeLessThan(200)
    })

    it.each(Object.entries(shownBy))(
      '%s is found by what dashboards ask for',
      async (kind, { query, field, value }) => {
        await fresh(...samples)
        const text = `elastic_type.keyword:${kind} AND cluster_id.keyword:(my_cluster OR localhost) AND ${query}`
        const answer = await connected().search('openvidu', {
          query: {
            bool: {
              filter: [{ query_string: { query: text } }, { range: { timestamp: { lt: 'now', gte: '2021-03-03' } } }],
            },
          },
          aggs: { value: { avg: { field } }, days: { date_histogram: { field: 'timestamp', fixed_interval: '1d' } } },
        })
        expect(answer.hits.total.value).toBe(1)
        expect(answer.aggregations?.['value']?.value).toBe(value)
        expect(answer.aggregations?.['days']?.buckets).toMatchObject([{ doc_count: 1 }])
      },
    )

    it('are all in that table', () => {
      expect(samples.map((sample) => sample['elastic_type']).sort()).toEqual(Object.keys(shownBy).sort())
    })

    it('carry copies of their parts that are kept and not indexed; the parts are found as documents', async () => {
      await fresh(...samples)
      const query = { term: { 'elastic_type.keyword': 'sessionSummary' } }
      const [session] = (await connected().search('openvidu', { query })).hits.hits
      expect(session?._source).toEqual(samples.find((sample) => sample['elastic_type'] === 'sessionSummary'))
      expect(await count({ exists: { field: 'users.numberOfElements' } })).toBe(1)
      expect(await count({ match: { 'users.content.location': 'Rome' } })).toBe(0)
      expect(await count({ match: { location: 'Buenos' } })).toBe(1)
      expect(await count({ term: { 'elastic_type.keyword': 'publisherSummary' } })).toBe(1)
    })

    it('have the types that dashboards and the clean-up need', async () => {
      await fresh(...samples)
      const mappings = await connected().mappings('openvidu')
      const types = Object.fromEntries(
        ['timestamp', 'startTime', 'createdAt', 'destroyedAt', 'duration', 'size', 'hasAudio', 'content'].map(
          (name) => [name, fieldAt(mappings, name)?.type],
        ),
      )
      expect(types).toEqual({
        timestamp: 'date',
        startTime: 'date',
        createdAt: 'date',
        destroyedAt: 'date',
        duration: 'double',
        size: 'long',
        hasAudio: 'boolean',
        content: 'text',
      })
      expect(fieldAt(mappings, 'elastic_type.keyword')?.type).toBe('keyword')
      expect(fieldAt(mappings, 'content.keyword')).toBeUndefined()
    })

    it('average their duration right after 32 and then 32.5 seconds', async () => {
      await fresh({ elastic_type: 'cdr', duration: 32 })
      await connected().index('openvidu', [{ elastic_type: 'cdr', duration: 32.5 }])
      const answer = await connected().search('openvidu', { aggs: { duration: { avg: { field: 'duration' } } } })
      expect(answer.aggregations).toEqual({ duration: { value: 32.25 } })
    })

    it('are not lost to texts that look like something else, wrong values or huge texts', async () => {
      await fresh({ elastic_type: 'kms', streamId: 1, componentId: 1, clientData: '2021-03-03' })
      await connected().index('openvidu', [
        { elastic_type: 'publisherSummary', streamId: 'str_CAM_GdhM_con_Sazh73ER9L', clientData: 'Ada' },
        { elastic_type: 'cdr', duration: 'unknown', timestamp: 'yesterday', componentId: 'RTP' },
        { elastic_type: 'cdr', to: ['con_1', 'con_2'], data: '{"a":1}', from: null },
        ...hugeTexts.map((text) => ({ elastic_type: 'webrtcDebug', content: text, clientData: text })),
      ])
      expect(await count({ match_all: {} })).toBe(6)
      expect(await count({ term: { 'streamId.keyword': 'str_CAM_GdhM_con_Sazh73ER9L' } })).toBe(1)
      expect(await count({ term: { 'streamId.keyword': '1' } })).toBe(1)
      expect(await count({ match_phrase: { content: 'typ host' } })).toBe(1)
    })

    it('are found by time: the date maths of the clean-up, the query bar and the time picker', async () => {
      const now = Date.now()
      const days = 24 * 60 * 60 * 1000
      await fresh(
        { elastic_type: 'cdr', timestamp: now },
        { elastic_type: 'cdr', timestamp: now - 16 * days },
        { elastic_type: 'cdr', timestamp: 1614770090067 },
      )
      expect(await count({ range: { timestamp: { lt: 'now-15d' } } })).toBe(2)
      expect(await count({ range: { timestamp: { lte: 'now-15d/d' } } })).toBe(2)
      expect(await count({ query_string: { query: 'timestamp:[2021-03-03 TO 2021-03-04]' } })).toBe(1)
      const picker = { gte: '2021-03-03T11:14:50.067Z', lte: '2021-03-03T11:14:50.067Z' }
      expect(await count({ range: { timestamp: { ...picker, format: 'strict_date_optional_time' } } })).toBe(1)

      await connected().request('POST', '/openvidu/_delete_by_query?refresh=true', {
        query: { range: { timestamp: { lt: 'now-15d' } } },
      })
      expect(await count({ match_all: {} })).toBe(1)
    })
  })
}
