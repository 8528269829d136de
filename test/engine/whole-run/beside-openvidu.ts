import { describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import type { LocalStack } from '../../../sandbox/stack.js'
import { account } from '../../support/account.js'
import { report } from '../../support/json-report.js'
import { indicesOfDay, openViduStarts } from './openvidu-starts.js'

export interface BesideOpenVidu {
  stack: LocalStack
  /** whose `.env` holds the service account */
  installation: Installation
  /** that every command needs on this stack */
  flags: string[]
  /** lets ISM carry out what it was told */
  jobs: () => Promise<void>
  /** the policy that manages an index, a moment after it was made */
  policyOf: (index: string) => Promise<string | undefined>
}

/** OpenVidu writes its own policy, pipeline and templates each time it starts, and attaches its policy: neither undoes what the other did. */
export function describeBesideOpenVidu(at: () => BesideOpenVidu): void {
  const run = (command: string, days: number, ...more: string[]) => {
    const { stack, installation, flags } = at()
    return report(
      [command, '--env-file', installation.envFile, '--max-days-delete', String(days), ...flags, ...more],
      more.includes('--admin-username') ? { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } } : {},
    )
  }
  const init = (days: number) =>
    run('init', days, '--yes', '--write-env', '--admin-username', at().stack.engine.username)
  const service = () => {
    const { stack, installation } = at()
    const [username, password] = ['USERNAME', 'PASSWORD'].map((key) => installation.value(`ELASTICSEARCH_${key}`))
    return account(stack.search.url, username, password)
  }

  describe('beside OpenVidu, which writes its own each time it starts', () => {
    it('everything is as it should be, and every new index has a policy', async () => {
      expect((await init(15)).code).toBe(0)
      for (const metrics of ['server-metrics', 'session-metrics']) await service()('PUT', `/${metrics}-2021-04`)
      await openViduStarts(service(), 15)
      for (const index of indicesOfDay(1)) expect((await service()('PUT', `/${index}`)).status).toBe(200)
      const names = [...indicesOfDay(), ...indicesOfDay(1), 'server-metrics-2021-04', 'session-metrics-2021-04']
      for (const index of names)
        expect(await at().policyOf(index)).toMatch(/^openvidu_(daily_|monthly_)?cleanup_policy$/)
      const verified = await run('verify', 15)
      expect(verified.error).toBeUndefined()
      expect(verified.verdict).toMatch(/^Verified/)
      expect(verified.code).toBe(0)
      const left = verified.plan.filter(({ action, kind }) => action === 'skipped' && kind === 'ingest pipeline')
      expect(left).toMatchObject([{ name: 'kurento-pipeline', reason: expect.stringContaining('OpenVidu') as unknown }])
    })

    it('neither writes what the other wrote', async () => {
      at().stack.clear()
      expect((await init(15)).code).toBe(0)
      expect(at().stack.writes()).toEqual([])
      await openViduStarts(service(), 15)
      expect((await run('verify', 15)).code).toBe(0)
      await at().jobs()
      expect((await run('verify', 15)).code).toBe(0)
    })

    it("says so when OpenVidu's policy is from before a change of the retention, which is no difference", async () => {
      expect((await init(30)).code).toBe(0)
      const verified = await run('verify', 30)
      expect(verified.code).toBe(0)
      const told = verified.lifecycle.filter(({ managedBy }) => managedBy === 'openvidu_cleanup_policy')
      expect(told.map(({ index }) => index)).toEqual(expect.arrayContaining(indicesOfDay()))
      expect(verified.notes.join()).toMatch(
        /openvidu_cleanup_policy, which OpenVidu Pro writes when it starts: deleted after 15 days, where the settings say/,
      )
    })
  })
}
