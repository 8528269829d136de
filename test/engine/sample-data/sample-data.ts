import { describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { describeFaults } from './faults.js'
import { describeFollowing } from './following.js'
import { describeLoaded } from './loaded.js'
import { describeOpenVidu } from './panels/openvidu/describe-openvidu.js'
import { options } from './panels/openvidu/openvidu.js'
import { describeMixing, describeRemoval } from './removal.js'
import { families, onSampleDataStack, sampleOf } from './situation.js'

/** The command on a real engine with security, as the service account that `init` has made. Each part goes on from what the one before it has left. */
export function describeSampleData(name: EngineName): void {
  describe(`elkctl sample-data on ${name}`, () => {
    const at = onSampleDataStack(name)
    const sample = sampleOf(options)
    const mappingOf = async (index: string): Promise<Record<string, unknown>> => {
      const { body } = await at.admin('GET', `/${index}/_mapping`)
      return (body[index] as { mappings: { properties: Record<string, unknown> } }).mappings.properties
    }

    it('refuses while init has not been run', async () => {
      const refused = await at.load(sample.flags)
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain('index template openvidu-events')
      expect(refused.error?.hint).toContain('elkctl init')
      expect(await at.count()).toBe(0)
      const init = await at.elkctl(['init', '--yes', '--write-env', '--no-dashboards'])
      expect([init.code, init.error]).toEqual([0, undefined])
      expect(at.installation.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    }, 120_000)

    it('loads every document as the service account: none refused, no field ignored, no field added to openvidu', async () => {
      const before = await mappingOf('openvidu')
      at.stack.clear()
      const loaded = await at.load(sample.flags)
      expect(loaded).toMatchObject({
        code: 0,
        sampleData: { written: sample.documents.length, alreadyThere: 0, refused: 0, reasons: {} },
      })
      expect(loaded.verdict).toMatch(
        /^Done: [\d,]+ documents written in [\d.]+ s \([\d,]+ documents\/s\), from 2026-11-20T23:40:07.000Z to 2026-11-21T00:40:07.000Z\.$/,
      )
      expect(new Set(at.stack.search.requests.map(({ authorizationUser }) => authorizationUser))).toEqual(
        new Set(['openvidu']),
      )
      expect(await at.count()).toBe(sample.documents.length)
      const ignored = await at.search(families, {
        size: 1,
        track_total_hits: true,
        query: { exists: { field: '_ignored' } },
      })
      expect((ignored['hits'] as { total: { value: number } }).total.value).toBe(0)
      expect(await mappingOf('openvidu')).toEqual(before)
    }, 120_000)

    describeLoaded(at, sample)
    describeOpenVidu(at, name === 'opensearch-2.19' ? 'opensearch' : 'elasticsearch')
    describeRemoval(at, sample)
    describeMixing(at)
    describeFollowing(at)
    // What was made to fail is elkctl's: one engine is enough.
    if (name === 'elasticsearch-7.10') describeFaults(at)
  })
}
