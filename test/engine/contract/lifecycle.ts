import { setTimeout } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import type { Runs } from './runs.js'
import { applied, planned, type Situation } from './situation.js'

const policies = ['lifecycle policy openvidu_daily_cleanup_policy', 'lifecycle policy openvidu_monthly_cleanup_policy']

export function describeLifecycle(at: Situation, runs: Runs): void {
  const path = () => (at.isOpenSearch ? `${pluginPath(at)}/_ism/policies` : '/_ilm/policy')
  const policy = async () => JSON.stringify((await at.search('GET', `${path()}/openvidu_daily_cleanup_policy`)).body)
  const age = at.isOpenSearch ? 'min_index_age' : 'min_age'

  it('is set up by the first run with the days of the settings', async () => {
    expect(applied(await runs.first())).toEqual(expect.arrayContaining(policies))
    expect(await policy()).toContain(`"${age}":"15d"`)
  })

  it('takes up new indices, each by its policy, and no others', async () => {
    await runs.first()
    const managed: Record<string, string | undefined> = {
      'filebeat-kurento-2021.03.03': 'openvidu_daily_cleanup_policy',
      'openvidu-browser-logs-2021.03.03': 'openvidu_daily_cleanup_policy',
      'metricbeat-7.8.0-2021.03.03': 'openvidu_daily_cleanup_policy',
      'server-metrics-2021-03': 'openvidu_monthly_cleanup_policy',
      'contract-of-others': undefined,
    }
    const names = Object.keys(managed)
    for (const index of names) await at.search('PUT', `/${index}`)
    const found = await Promise.all(names.map(async (index) => [index, await managing(at, index, managed[index])]))
    expect(Object.fromEntries(found)).toEqual(managed)
    await at.search('DELETE', `/${names.join(',')}`)
  })

  if (at.isWhole)
    it('changes with the settings, and back; 0 deletes nothing', async () => {
      await runs.first()
      const changed = await at.initAsAdmin('--max-days-delete', '30')
      expect(changed.error).toBeUndefined()
      expect(applied(changed)).toEqual(policies)
      expect(await policy()).toContain(`"${age}":"30d"`)
      expect((await at.initAsAdmin('--max-days-delete', '0')).code).toBe(0)
      expect(await policy()).not.toContain('"delete"')
      expect((await at.initAsAdmin()).code).toBe(0)
      expect(await policy()).toContain(`"${age}":"15d"`)
    })
}

const pluginPath = ({ securityPath }: Situation): string => securityPath.replace(/\/_security.*$/, '')

/** The policy that manages an index. ISM takes one up within a second or two (recordings 088 - 091). */
async function managing(at: Situation, index: string, awaited: string | undefined): Promise<unknown> {
  const deadline = Date.now() + 5000
  for (;;) {
    const path = at.isOpenSearch ? `${pluginPath(at)}/_ism/explain/${index}` : `/${index}/_ilm/explain`
    const { body } = await at.search('GET', path)
    const found = at.isOpenSearch
      ? ((body[index] as { policy_id?: string | null } | undefined)?.policy_id ?? undefined)
      : (body['indices'] as Record<string, { policy?: string }>)[index]?.policy
    if (found === awaited || Date.now() > deadline) return found
    await setTimeout(200)
  }
}

export function describeWithoutLifecycle(at: Situation, runs: Runs): void {
  it('is not there: the policies are skipped, and the output says what that means', async () => {
    const first = await runs.first()
    const lack = first.missing.find(({ part }) => part.startsWith('lifecycle management'))
    expect(lack?.meaning).toContain('delete them yourself')
    expect(planned(first, 'skipped')).toEqual(expect.arrayContaining(policies))
    expect((await at.elkctl('plan', '--max-days-delete', '30')).code).toBe(0)
  })
}
