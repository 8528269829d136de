import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { leaseEngine } from '../../../../sandbox/engine-lease.js'
import type { Engine } from '../../../../sandbox/engine.js'
import { beatsTemplate, leaves, type BeatName } from '../../../engine/content/beats-templates.js'
import { fieldAt, legacyTemplates, readDocuments, type Mappings } from '../../../engine/content/data-files.js'
import { connect, type SearchClient } from '../../../engine/content/search-client.js'

/** Elasticsearch 6.8 is below the floor; it is the engine at hand that has real lifecycle management and legacy templates. */
describe('Beats on Elasticsearch 6.8, for its lifecycle management', () => {
  let engine: Engine
  let client: SearchClient
  beforeAll(async () => {
    engine = await leaseEngine({ name: 'elasticsearch-6.8', security: false })
    client = connect(engine)
    const policy = { phases: { delete: { min_age: '15d', actions: { delete: {} } } } }
    await client.request('PUT', '/_ilm/policy/openvidu_daily_cleanup_policy', { policy })
  }, 400_000)
  afterAll(() => engine.stop(), 60_000)

  const put = (name: string, body: object) => client.request('PUT', `/_template/${name}?include_type_name=false`, body)
  const installOurs = () => Promise.all([...legacyTemplates].map(([name, body]) => put(name, body)))

  it.each(
    (['metricbeat', 'filebeat'] as const).flatMap((beat) =>
      ['7.8.0', '7.12.1'].flatMap((version) =>
        (['first', 'last'] as const).map((when): [BeatName, string, string] => [beat, version, when]),
      ),
    ),
  )('%s %s, its template loaded %s: its types and our policy', async (beat, version, when) => {
    for (const name of [`${beat}-${version}`, ...legacyTemplates.keys()]) {
      await client.send('DELETE', `/_template/${name}`)
    }
    const index = `${beat}-${version}-2021.03.03`
    const theirs = beatsTemplate(beat, version)
    if (when === 'last') await installOurs()
    await put(`${beat}-${version}`, theirs)
    if (when === 'first') await installOurs()
    for (const { _index, ...document } of readDocuments(`${beat}-7.12.1.ndjson`)) {
      await client.request('POST', `/${index}/_doc`, document)
    }

    const answer = (await client.request('GET', `/${index}/_mapping?include_type_name=false`)) as Record<
      string,
      { mappings: Mappings }
    >
    const mappings = answer[index]?.mappings ?? { properties: {} }
    const wanted = leaves(theirs.mappings)
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.map(([path]) => [path, fieldAt(mappings, path)])).toEqual(wanted)
    const explained = (await client.request('GET', `/${index}/_ilm/explain`)) as {
      indices: Record<string, { policy?: string }>
    }
    expect(explained.indices[index]).toMatchObject({ managed: true, policy: 'openvidu_daily_cleanup_policy' })
    await client.request('DELETE', `/${index}`)
  })
})
