import { describe, expect, it } from '@jest/globals'
import { composable, fieldAt, fieldPaths, legacy, readDocuments, templates } from './data-files.js'
import type { SearchClient } from './search-client.js'

interface MadeIndex {
  mappings: object
  settings: { index: Record<string, unknown> }
}

/** What an index looks like that the engine makes from the installed templates. */
async function makeIndex(client: SearchClient, index: string): Promise<unknown> {
  await client.request('PUT', `/${index}`)
  const health = (await client.request('GET', `/_cluster/health/${index}?wait_for_status=green&timeout=10s`)) as {
    status: string
  }
  const made = (await client.request('GET', `/${index}`)) as Record<string, MadeIndex>
  await client.request('DELETE', `/${index}`)
  const { number_of_shards, auto_expand_replicas, number_of_replicas, default_pipeline, mapping } =
    made[index]?.settings.index ?? {}
  const settings = { number_of_shards, auto_expand_replicas, number_of_replicas, default_pipeline, mapping }
  return { mappings: made[index]?.mappings, status: health.status, ...settings }
}

/** Installs every template, after a trial of its legacy form. */
export function describeTemplateForms(connected: () => SearchClient): void {
  describe('index templates', () => {
    it.each([...templates])('%s is accepted in both forms, and both make the same index', async (name, body) => {
      const client = connected()
      const index = (body.index_patterns[0] ?? '').replace('*', '-probe')
      await client.request('PUT', `/_template/${name}`, legacy(body))
      const fromLegacy = await makeIndex(client, index)
      await client.request('DELETE', `/_template/${name}`)
      await client.request('PUT', `/_index_template/${name}`, composable(body))
      const fromComposable = await makeIndex(client, index)

      expect(fromComposable).toEqual(fromLegacy)
      expect(fromComposable).toMatchObject({
        mappings: body.template.mappings,
        number_of_shards: '1',
        auto_expand_replicas: '0-1',
        // On one node: no replica that nobody can hold, which would make the index yellow.
        number_of_replicas: '0',
        status: 'green',
        default_pipeline: body.template.settings.index['default_pipeline'],
        mapping: body.template.settings.index['mapping'],
      })
    })
  })
}

export function describeTemplates(connected: () => SearchClient): void {
  describe('index templates with documents', () => {
    it('take what Micrometer sends', async () => {
      const client = connected()
      const index = 'server-metrics-2026-11'
      await client.index(index, readDocuments('micrometer-elastic-1.6.6.ndjson'))
      const mappings = await client.mappings(index)
      expect(fieldAt(mappings, '@timestamp')).toEqual({ type: 'date' })
      expect(fieldAt(mappings, 'uri.keyword')).toMatchObject({ type: 'keyword' })
      for (const field of ['value', 'count', 'sum', 'mean', 'max']) {
        expect(fieldAt(mappings, field)).toEqual({ type: 'double' })
      }
      expect(fieldPaths(mappings)).toEqual(
        expect.arrayContaining(fieldPaths(templates.get('openvidu-server-metrics')?.template.mappings ?? {})),
      )
      // A float would lose the last digits of an epoch in milliseconds.
      const answer = await client.search(index, {
        query: { term: { 'name.keyword': 'process_start_time' } },
        aggs: { start: { avg: { field: 'value' } } },
      })
      expect(answer.aggregations?.['start']?.value).toBe(1795229204410)
    })

    it('average numbers right, whether the whole number or the fraction comes first', async () => {
      const client = connected()
      // Large enough that a float would lose the fraction.
      const [whole, fraction] = [1795229204410, 1795229204410.5]
      for (const [index, first, second] of [
        ['session-metrics-whole-first', whole, fraction],
        ['session-metrics-fraction-first', fraction, whole],
      ] as const) {
        const meter = { '@timestamp': '2026-11-21T02:46:51.509Z', name: 'cpu', type: 'gauge' }
        await client.index(index, [{ ...meter, value: first, unheardOf: first }])
        await client.index(index, [{ ...meter, value: second, unheardOf: second }])
        const aggs = { value: { avg: { field: 'value' } }, unheardOf: { avg: { field: 'unheardOf' } } }
        const answer = await client.search(index, { aggs })
        const average = { value: 1795229204410.25 }
        expect(answer.aggregations).toEqual({ value: average, unheardOf: average })
      }
    })

    it('take what Filebeat sends, Kurento lines through the pipeline', async () => {
      const client = connected()
      const lines = readDocuments('filebeat-7.12.1.ndjson').map(({ _index, ...line }) => ({ _index, line }))
      const of = (index: string) => lines.filter((line) => line._index === index).map(({ line }) => line)
      await client.index('filebeat-kurento-2026.11.21', of('filebeat-kurento'), 'kurento-pipeline')
      await client.index('filebeat-nginx-2026.11.21', of('filebeat-nginx'))

      const unparsed = await client.search('filebeat-kurento-2026.11.21', {
        query: { term: { 'tags.keyword': 'kurento-unparsed' } },
      })
      expect(unparsed.hits.hits.map((hit) => hit._source['message']).sort()).toEqual([
        'not a kurento line at all',
        'stack line one',
        'stack line two',
      ])
      const warnings = await client.search('filebeat-kurento-2026.11.21', {
        query: { query_string: { query: 'log.level:warn AND message:ICE AND node_id.keyword:media_192.0.2.10' } },
      })
      expect(warnings.hits.total.value).toBe(1)
      const mappings = await client.mappings('filebeat-kurento-2026.11.21')
      expect(fieldAt(mappings, 'log.origin.file.line')).toEqual({ type: 'long' })
      expect(fieldAt(mappings, 'event.original')).toMatchObject({ type: 'keyword', index: false, doc_values: false })
    })

    it('take lines longer than a keyword may be', async () => {
      const client = connected()
      const long = 'x'.repeat(70_000)
      await client.index('filebeat-mediasoup-2026.11.21', [{ message: long, event: { original: long }, node_id: long }])
      const [stored] = (await client.search('filebeat-mediasoup-2026.11.21', {})).hits.hits
      expect(stored?._source).toMatchObject({ message: long, event: { original: long }, node_id: long })
    })

    it('take server and browser logs with the time as text or as epoch milliseconds', async () => {
      const client = connected()
      await client.index('openvidu-logs-2026.11.21', [
        { '@timestamp': '2026-11-21T02:45:18.123Z', message: 'a', level: 'INFO' },
        { '@timestamp': '2026-11-21T02:45:18.123+0000', message: 'b', level: 'WARN' },
        { '@timestamp': 1795229118123, timestamp: '2026-11-21T02:45:18.123Z', message: 'c' },
      ])
      await client.index('openvidu-browser-logs-2026.11.21', [
        { timestamp: 1795229118123, message: 'a', level: 'info' },
        { timestamp: '2026-11-21T02:45:18.123Z', message: 'b', level: 20 },
      ])
      for (const [index, field, count] of [
        ['openvidu-logs-2026.11.21', '@timestamp', 3],
        ['openvidu-browser-logs-2026.11.21', 'timestamp', 2],
      ] as const) {
        const answer = await client.search(index, { aggs: { days: { terms: { field } } } })
        expect(answer.aggregations?.['days']?.buckets).toMatchObject([{ key: 1795229118123, doc_count: count }])
      }
    })
  })
}
