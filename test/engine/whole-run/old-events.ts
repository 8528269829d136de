import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Situation } from '../contract/situation.js'

/** OpenVidu ran before elkctl: its index has the types of dynamic mapping. The stack is as init leaves it otherwise. */
export function describeOldEvents(at: Situation): void {
  describe('an index openvidu that was there before', () => {
    const reindexed = 'POST /_reindex?wait_for_completion=false'
    const openvidu = 'OpenVidu event (openvidu)'

    beforeAll(async () => {
      await at.search('DELETE', '/openvidu')
      await at.search('DELETE', '/_index_template/openvidu-events')
      const event = { elastic_type: 'cdr', event: 'sessionCreated', timestamp: 1614772405602, duration: 8 }
      expect((await at.search('PUT', '/openvidu/_doc/1?refresh=true', event)).status).toBe(201)
    })

    it('is in the plan, with what it means and the way out', async () => {
      const plan = await at.asAdmin('plan')
      expect(plan.oldIndices).toMatchObject([{ index: 'openvidu', copy: null }])
      expect(plan.oldIndices[0]?.differences).toContainEqual({ field: 'timestamp', has: 'long', wanted: 'date' })
      const said = plan.notes.join('\n')
      expect(said).toContain('older than its template: timestamp is long instead of date')
      expect(said).toContain('dashboards of sessions and recordings stay empty')
      expect(said).toContain('elkctl init --reindex-events')
      expect(said).toContain('POST /_reindex {"source":{"index":"openvidu"},"dest":{"index":"openvidu-before-elkctl"}}')
    })

    it('does not stop init, which ends with 0 and that warning', async () => {
      const made = await at.initAsAdmin()
      expect(made.error).toBeUndefined()
      expect(made.code).toBe(0)
      expect(made.verdict).toContain('The index openvidu is older than its template')
      expect(made.checks.filter(({ status }) => status !== 'pass')).toMatchObject([{ title: openvidu, status: 'warn' }])
      expect((await at.search('GET', '/openvidu/_count')).body['count']).toBe(1)
    })

    it('costs the next run no request, whoever signs in, and verify finds it', async () => {
      for (const run of [at.elkctl, at.asAdmin]) {
        at.stack.clear()
        const again = await run('init', '--yes', '--write-env')
        expect(again.code).toBe(0)
        expect(at.stack.writes()).toEqual([])
        expect(at.stack.requests().length).toBeLessThanOrEqual(12)
        expect(at.stack.requests().filter((request) => request.includes('/_mapping'))).toEqual([])
        expect(again.notes.join()).toContain('--reindex-events')
      }
      const found = await at.asAdmin('verify')
      expect(found.code).toBe(2)
      expect(found.verdict).toContain('the index openvidu is older than its template')
    })

    it('is reindexed on request, and then verify is content', async () => {
      const dry = await at.asAdmin('init', '--dry-run', '--reindex-events')
      expect(dry.code).toBe(2)
      expect(dry.verdict).toContain('openvidu to reindex')
      at.stack.clear()
      const mended = await at.asAdmin('init', '--yes', '--write-env', '--reindex-events')
      expect(mended.error).toBeUndefined()
      expect(mended.code).toBe(0)
      expect(mended.verdict).toContain('The index openvidu was reindexed: 1 document.')
      expect(mended.reindexed).toEqual([{ index: 'openvidu', documents: 1 }])
      expect(at.stack.requests().filter((request) => request === reindexed)).toHaveLength(2)
      expect(await at.asAdmin('verify')).toMatchObject({ code: 0, oldIndices: [] })
      expect((await at.search('GET', '/openvidu/_doc/1')).body['found']).toBe(true)
    })
  })
}
