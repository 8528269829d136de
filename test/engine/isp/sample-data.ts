import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Dialect } from '../../../src/stack/flavors.js'
import { sampleData } from '../../../src/profiles/isp/sample-data/index.js'
import { report } from '../../support/json-report.js'
import { connect, type SearchClient } from '../content/search-client.js'
import { describePanels } from '../sample-data/panels/describe-panels.js'
import { ispProved, load } from '../sample-data/panels/isp/isp.js'
import { describeOddChoices } from './odd-choices.js'
import type { Situation } from './situation.js'

/** No document may be there but what belongs to it. */
export function describeSampleData(at: () => Situation, dialect: Dialect): void {
  describe('sample data', () => {
    const { seed, until, hours, scale } = load
    const flags = Object.entries({ seed, until: new Date(until).toISOString(), hours, scale })
    const options = flags.flatMap(([flag, value]) => [`--${flag}`, String(value)])
    const names = { logPrefix: 'isp-logs', metricPrefix: 'isp-metrics', dateFormat: '%Y.%m.%d' }
    const number = [...sampleData(names).documents(load)].length
    const dated = ['isp-logs', 'isp-metrics'].flatMap((prefix) => [`${prefix}-2026.11.20`, `${prefix}-2026.11.21`])
    const asAccount = (command: string, ...more: string[]) =>
      report([...command.split(' '), '--profile', 'isp', '--env-file', at().envFile, ...more])
    const count = async () => {
      await at().admin('POST', '/isp-*/_refresh')
      return (await at().admin('GET', '/isp-*/_count')).body['count']
    }
    let client: SearchClient
    // The account of the platform reads health checks by the name under which it writes them, not by that of their index pattern.
    beforeAll(() => {
      client = connect(at().stack.engine)
    })

    it('is loaded by the account of the platform: every document is taken, and no field is ignored', async () => {
      const loaded = await asAccount('sample-data load', ...options)
      expect(loaded.error).toBeUndefined()
      const taken = { written: number, refused: 0, reasons: {} }
      const made: unknown = expect.arrayContaining(dated)
      expect(loaded).toMatchObject({ code: 0, sampleData: { ...taken, indicesMade: made } })
      const ignored = { size: 0, track_total_hits: true, query: { exists: { field: '_ignored' } } }
      const { body } = await at().admin('POST', '/isp-*/_search', ignored)
      expect((body['hits'] as { total: { value: number } }).total.value).toBe(0)
      const again = await asAccount('sample-data load', ...options)
      expect(again).toMatchObject({ code: 0, sampleData: { written: 0, alreadyThere: number } })
    })

    describePanels(ispProved, dialect, () => client)
    describeOddChoices(dialect, () => client)

    it('is removed by it, but for the empty indices, which it may not delete', async () => {
      const removed = await asAccount('sample-data remove --yes')
      expect(removed).toMatchObject({
        ...{
          code: 0,
          notes: [expect.stringMatching(/^empty, and left because isp may delete no index: isp-logs-2026/)],
        },
        sampleData: { deleted: number, indicesDeleted: [], indicesUndeletable: dated },
      })
      expect(await count()).toBe(0)
    })

    it('leaves nothing behind when an administrator removes it', async () => {
      const removed = await at().run('sample-data remove --yes')
      expect(removed).toMatchObject({ code: 0, sampleData: { deleted: 0, indicesDeleted: dated } })
      const left = await at().admin('GET', '/isp-*')
      expect(Object.keys(left.body).sort()).toEqual(
        ['isp-logs-000001', 'isp-metrics-000001', 'isp-metrics-health-000001'].sort(),
      )
    })
  })
}
