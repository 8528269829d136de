import { expect, it } from '@jest/globals'
import { leaseEngine } from '../../../sandbox/engine-lease.js'
import type { EngineName } from '../../../sandbox/engine.js'
import { planReaders } from '../../../src/kinds/cluster-state.js'
import type { Reader } from '../../../src/stack/stack.js'
import { account } from '../../support/account.js'

/** What elkctl reads at once is what it would read one by one. */
export function describeClusterState(name: EngineName): void {
  it('the engine has the same lists in its cluster state as in the answers to the requests for them', async () => {
    const engine = await leaseEngine({ name })
    try {
      const admin = account(engine.url, engine.username, engine.password)
      await admin('PUT', '/_ingest/pipeline/p', {
        description: 'd',
        processors: [{ set_security_user: { field: 'a' } }],
      })
      await admin('PUT', '/_ingest/pipeline/q', { processors: [] })
      await admin('PUT', '/_index_template/t', {
        index_patterns: ['x*'],
        priority: 7,
        _meta: { a: 'b' },
        template: {
          settings: { index: { number_of_shards: '1' } },
          mappings: {
            dynamic_templates: [{ s: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }],
            properties: { a: { type: 'date', format: 'epoch_millis' } },
          },
        },
      })
      await admin('PUT', '/_template/l', {
        index_patterns: ['y*'],
        order: 3,
        settings: { index: { number_of_shards: '1' } },
        mappings: { date_detection: false, properties: { a: { type: 'keyword' } } },
      })
      const asked: string[] = []
      const reader: Reader = {
        url: engine.url,
        get: async (path) => {
          asked.push(path)
          return { method: 'GET', path, headers: {}, ...(await admin('GET', path)) }
        },
      }
      const once = planReaders(reader).fromClusterState
      for (const path of ['/_ingest/pipeline', '/_index_template', '/_template']) {
        const own = (await admin('GET', path)).body
        const sorted = (body: unknown) =>
          JSON.stringify(body).includes('"index_templates"')
            ? (body as { index_templates: { name: string }[] }).index_templates.toSorted((a, b) =>
                a.name < b.name ? -1 : 1,
              )
            : body
        expect(sorted((await once.get(path)).body)).toEqual(sorted(own))
      }
      expect(asked).toHaveLength(1)
    } finally {
      await engine.stop()
    }
  }, 120_000)
}
