import { describe, expect, it } from '@jest/globals'
import { averageOfSamples, beatsTemplate, leaves, type BeatName } from './beats-templates.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import { fieldAt, legacyTemplatesFor, readDocuments, withoutIlm } from './data-files.js'
import type { SearchClient } from './search-client.js'

const cpu = 'system.cpu.total.norm.pct'
const samples = (beat: BeatName) => readDocuments(`${beat}-7.12.1.ndjson`).map(({ _index, ...document }) => document)

/** What Beats load at start-up, beside our legacy templates: on OpenSearch those that hold more than the lifecycle policy. */
export const describeBeats = (dialect: Dialect) => (connected: () => SearchClient) => {
  const ours = legacyTemplatesFor(dialect)
  const installOurs = async () => {
    for (const [name, template] of ours) {
      const body = withoutIlm(template)
      if (body !== undefined) await connected().request('PUT', `/_template/${name}`, body)
    }
  }
  const clear = async (index: string, ...names: string[]) => {
    await connected().send('DELETE', `/${index}`)
    for (const name of names) await connected().send('DELETE', `/_template/${name}`)
  }
  const average = async (index: string) =>
    (await connected().search(index, { aggs: { cpu: { avg: { field: cpu } } } })).aggregations?.['cpu']?.value

  describe.each(['7.8.0', '7.12.1'])('Beats %s', (version) => {
    it.each([
      ['metricbeat', 'first'],
      ['metricbeat', 'last'],
      ['filebeat', 'first'],
      ['filebeat', 'last'],
    ] as const)('%s keeps every type of its template, loaded %s', async (beat, when) => {
      const client = connected()
      const index = `${beat}-${version}-2021.03.03`
      const theirs = beatsTemplate(beat, version)
      await clear(index, `${beat}-${version}`, ...ours.keys())
      if (when === 'last') await installOurs()
      await client.request('PUT', `/_template/${beat}-${version}`, theirs)
      if (when === 'first') await installOurs()
      await client.index(index, samples(beat))

      const mappings = await client.mappings(index)
      const wanted = leaves(theirs.mappings)
      expect(wanted.length).toBeGreaterThan(20)
      expect(wanted.map(([path]) => [path, fieldAt(mappings, path)])).toEqual(wanted)
      const made = (await client.request('GET', `/${index}/_settings`)) as Record<
        string,
        { settings: { index: Record<string, unknown> } }
      >
      expect(made[index]?.settings.index).toMatchObject({
        refresh_interval: '5s',
        mapping: { total_fields: { limit: '10000' } },
        auto_expand_replicas: '0-1',
        number_of_replicas: '0',
      })
      // On one node: no replica that nobody can hold, which would make the index yellow.
      const health = await client.request('GET', `/_cluster/health/${index}?wait_for_status=green&timeout=10s`)
      expect(health).toMatchObject({ status: 'green' })
      // A composable template of ours would have hidden theirs.
      const simulated = (name: string) => client.request('POST', `/_index_template/_simulate_index/${name}`)
      expect(await simulated(index)).not.toHaveProperty('template')
      expect(await simulated('filebeat-kurento-2021.03.03')).toHaveProperty('template')
      await clear(index, `${beat}-${version}`)
    })

    it('are found by what dashboards 6 to 8 ask for', async () => {
      const client = connected()
      const index = `metricbeat-${version}-2021.03.03`
      await installOurs()
      await client.request('PUT', `/_template/metricbeat-${version}`, beatsTemplate('metricbeat', version))
      await client.index(index, samples('metricbeat'))
      expect(await average(index)).toBeCloseTo(averageOfSamples(cpu), 3)
      const answer = await client.search(index, { aggs: { nodes: { terms: { field: 'fields.node_id' } } } })
      expect(answer.aggregations?.['nodes']?.buckets).toMatchObject([{ key: 'master_localhost' }])
      await clear(index, `metricbeat-${version}`)
    })
  })

  describe('Metricbeat with setup.template.enabled: false', () => {
    const index = 'metricbeat-7.12.1-2021.03.04'

    it('without any template: the first percentage is 0, so percentages are whole numbers, and nodes cannot be told', async () => {
      const client = connected()
      await clear(index, ...ours.keys())
      await client.index(index, samples('metricbeat'))
      expect(fieldAt(await client.mappings(index), cpu)).toEqual({ type: 'long' })
      expect(averageOfSamples(cpu)).toBeGreaterThan(0.1)
      expect(await average(index)).toBe(0)
      const nodes = { aggs: { nodes: { terms: { field: 'fields.node_id' } } } }
      expect((await client.send('POST', `/${index}/_search`, nodes)).status).toBe(400)
    })

    it('with ours: every field of dashboards 6 to 8 has the type that Beats would give it', async () => {
      const client = connected()
      await clear(index)
      await installOurs()
      await client.index(index, samples('metricbeat'))
      const theirs = beatsTemplate('metricbeat', '7.12.1').mappings
      const fields = ours.get('openvidu-metricbeat-fields')?.mappings ?? { properties: {} }
      const declared = leaves(fields).filter(([path]) => !path.startsWith('fields.'))
      expect(declared.map(([path, field]) => [path, field])).toEqual(
        declared.map(([path]) => [path, fieldAt(theirs, path)]),
      )
      const mappings = await client.mappings(index)
      const differing = leaves(theirs).filter(
        ([path, field]) => fieldAt(mappings, path) !== undefined && fieldAt(mappings, path)?.type !== field.type,
      )
      // Beats itself takes the share of huge pages for a whole number.
      expect(differing.map(([path]) => path)).toEqual(['system.memory.hugepages.used.pct'])
      expect(fieldAt(mappings, 'fields.node_id')).toMatchObject({ type: 'keyword' })
      expect(await average(index)).toBeCloseTo(averageOfSamples(cpu), 3)
      await clear(index)
    })
  })
}
