import { describe, expect, it } from '@jest/globals'
import { composable, pipelines, readDocuments, templates } from './data-files.js'
import type { SearchClient } from './search-client.js'

/** Pipelines that templates attach, because the sender names none. */
export function describeDefaultPipelines(connected: () => SearchClient): void {
  describe('default pipelines', () => {
    it("structure NGINX's lines as Filebeat sends them, and keep what dashboards find them by", async () => {
      const client = connected()
      const lines = readDocuments('filebeat-7.12.1.ndjson').filter(({ _index }) => _index === 'filebeat-nginx')
      await client.index(
        'filebeat-nginx-2026.11.22',
        lines.map(({ _index, ...line }) => line),
      )
      const count = async (query: string) =>
        (await client.search('filebeat-nginx-2026.11.22', { query: { query_string: { query } } })).hits.total.value
      expect(await count('event.dataset.keyword:nginx.access AND http.response.status_code:[200 TO 299]')).toBe(1)
      expect(await count('event.dataset.keyword:nginx.error AND log.level.keyword:ERROR')).toBe(1)
      expect(await count('source.ip:"192.0.2.0/24" AND url.path.keyword:"/openvidu/api/sessions"')).toBe(1)
      expect(await count('node_id.keyword:master_localhost AND cluster_id.keyword:my_cluster')).toBe(2)
      expect(await count('message:refused')).toBe(1)
      const average = await client.search('filebeat-nginx-2026.11.22', {
        aggs: { bytes: { avg: { field: 'http.response.body.bytes' } } },
      })
      expect(average.aggregations?.['bytes']?.value).toBe(97)
    })

    it('are not applied where the sender names another one', async () => {
      const client = connected()
      await client.index('filebeat-nginx-other', [{ message: 'GET /' }], '_none')
      const [stored] = (await client.search('filebeat-nginx-other', {})).hits.hits
      expect(stored?._source).toEqual({ message: 'GET /' })
    })

    it('make the engine refuse every document while they are missing: they come first and go last', async () => {
      const client = connected()
      const name = 'openvidu-logs-pipeline'
      const template = composable(templates.get('openvidu-logs') ?? fail('no template'))
      await client.request('DELETE', `/_ingest/pipeline/${name}`)
      await client.request('PUT', '/_index_template/openvidu-logs', template)
      const line = { '@timestamp': '2026-11-21T02:45:18.123Z', message: 'a' }
      const refused = await client.send('POST', '/openvidu-logs-without/_doc', line)
      expect(refused.status).toBe(400)
      expect(JSON.stringify(refused.body)).toContain(`pipeline with id [${name}] does not exist`)

      // An index keeps the setting when the template is gone: it must be taken off there before the pipeline goes.
      await client.request('PUT', '/openvidu-logs-without')
      await client.request('PUT', '/openvidu-logs-without/_settings', { index: { default_pipeline: null } })
      expect((await client.send('POST', '/openvidu-logs-without/_doc', line)).status).toBe(201)
      await client.request('DELETE', '/openvidu-logs-without')
      await client.request('PUT', `/_ingest/pipeline/${name}`, pipelines.get(name))
    })
  })
}

function fail(why: string): never {
  throw new Error(why)
}
