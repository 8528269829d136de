import { expect, it } from '@jest/globals'
import { openviduProved } from './panels/openvidu/openvidu.js'
import { countBy } from './panels/look.js'
import { families, type Sample, type Situation } from './situation.js'

/** What was loaded is what the generator has made. What the dashboards ask is compared in panels/; the logs are on none. */
export function describeLoaded(at: Situation, { documents }: Sample): void {
  it('stores documents as the generator made them', async () => {
    // Logs may go through an ingest pipeline, which adds to them.
    const some = documents.filter((_, position) => position % 50 === 0)
    const raw = some.filter(({ index }) => !/^(filebeat|openvidu-)/.test(index))
    const answer = await at.search(families, { size: raw.length, query: { ids: { values: raw.map(({ id }) => id) } } })
    const { hits } = answer['hits'] as { hits: { _id: string; _index: string; _source: unknown }[] }
    const stored = new Map(hits.map(({ _id, _index, _source }) => [_id, { _index, _source }]))
    for (const { id, index, document } of raw) expect(stored.get(id)).toEqual({ _index: index, _source: document })
  })

  it('sends Kurento lines through their pipeline', async () => {
    const { levels, unparsed } = (
      await at.search('filebeat-kurento-*', {
        size: 0,
        aggs: {
          levels: { terms: { field: 'log.level.keyword' } },
          unparsed: { filter: { term: { 'tags.keyword': 'kurento-unparsed' } } },
        },
      })
    )['aggregations'] as { levels: Levels; unparsed: { doc_count: number } }
    const lines = documents
      .filter(({ pipeline }) => pipeline === 'kurento-pipeline')
      .map(({ document }) => String(document['message']))
    const level = (name: string) => lines.filter((line) => line.includes(` ${name.padEnd(7)} `)).length
    expect(countsOf(levels)).toEqual(
      Object.fromEntries(
        ['INFO', 'DEBUG', 'WARN', 'ERROR'].filter((name) => level(name) > 0).map((name) => [name, level(name)]),
      ),
    )
    expect(unparsed.doc_count).toBe(lines.filter((line) => line.startsWith('g_source')).length)
  })

  it('has the lines of the model in the logs: OpenVidu Server’s by level, one of NGINX for each request', async () => {
    const { world } = openviduProved
    const aggs = { levels: { terms: { field: 'level.keyword' } } }
    const { levels } = (await at.search('openvidu-logs-*', { size: 0, aggs }))['aggregations'] as { levels: Levels }
    expect(countsOf(levels)).toEqual(countBy(world.serverLog, ({ level }) => level))
    const access = { term: { 'stream.keyword': 'stdout' } }
    const lines = await at.search('filebeat-nginx-*', { size: 0, track_total_hits: true, query: access })
    expect((lines['hits'] as { total: { value: number } }).total.value).toBe(world.requests.length)
  })
}

interface Levels {
  buckets: { key: string; doc_count: number }[]
}

const countsOf = ({ buckets }: Levels): Record<string, number> =>
  Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]))
