import { describe, expect, it } from '@jest/globals'
import { report } from '../../support/json-report.js'
import { describeVersion } from './contract.js'
import { engineStacks } from './stacks.js'

describeVersion(engineStacks['elasticsearch-6.8'], undefined, (at) => {
  describe('Elasticsearch 6.8, below the floor', () => {
    it('is refused, politely, before any write', async () => {
      at.stack.clear()
      const refused = await report(['init', '--env-file', at.installation.envFile, '--yes', '--write-env'])
      expect(refused.code).toBe(6)
      expect(refused.error?.message).toBe(
        'OpenVidu Pro 2.20.0 needs Elasticsearch 7.8.0 or newer; found Elasticsearch 6.8.23.',
      )
      expect(refused.error?.hint).toContain('Configuring an external Elastic Stack')
      expect(at.stack.writes()).toEqual([])
    })

    it('is used with --force, and the output says that it was forced', async () => {
      const forced = await at.elkctl('plan', '--max-days-delete', '30')
      expect(forced.notes.join()).toContain('--force')
      expect(forced.plan.find(({ name }) => name === 'openvidu_daily_cleanup_policy')?.differences).toEqual([
        { path: 'phases[delete].min_age', before: '15d', after: '30d' },
      ])
    })
  })
})
