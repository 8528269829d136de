import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { report } from '../../support/json-report.js'
import type { Runs } from './runs.js'
import type { Situation } from './situation.js'

/** The other applications, on the same stack: without a dashboards server, whose part of the contract is the same for all. */
export function describeApplications(at: Situation, runs: Runs): void {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elkctl-applications-'))
    const { url } = at.stack.search
    const recipe = readFileSync(join(packageFolder(), 'test/fixtures/dodas/recipe.yaml'), 'utf8')
    writeFileSync(join(folder, 'dodas'), recipe.replace('host:port', url.replace('http://', '')))
    const settings = `ELASTICSEARCH_ENABLED=true\nELASTICSEARCH_HOSTS=${url}\nELASTICSEARCH_INDEX_DATE_FORMAT=%Y.%m.%d\n`
    writeFileSync(join(folder, 'isp'), settings)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (profile: string, command: string, ...more: string[]) => {
    const { username, password } = at.stack.engine
    return report([command, '--profile', profile, '--env-file', join(folder, profile), ...at.flags(command), ...more], {
      env: at.hasSecurity ? { ELKCTL_ADMIN_USERNAME: username, ELKCTL_ADMIN_PASSWORD: password } : {},
    })
  }
  const init = (profile: string) => run(profile, 'init', '--yes', ...(at.hasSecurity ? ['--write-env'] : []))

  if (at.contract.evidence.lifecycle !== 'absent')
    it('one that keeps the same indices for another time is a conflict, before anything is written', async () => {
      await runs.first()
      at.stack.clear()
      const { code, plan } = await init('dodas')
      expect(code).toBe(7)
      expect(plan.filter(({ action }) => action === 'blocked').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
        at.isOpenSearch ? 'lifecycle policy dodas-retention' : 'legacy template dodas-metricbeat-lifecycle',
      ])
      expect(at.stack.writes()).toEqual([])
      const others = at.isOpenSearch
        ? `${at.contract.pluginPath ?? '/_plugins'}/_ism/policies/openvidu_daily_cleanup_policy`
        : '/_template/openvidu-metricbeat-lifecycle'
      expect((await at.search('DELETE', others)).status).toBe(200)
    })

  describe.each(['dodas', 'isp'])('%s', (profile) => {
    it('is made ready', async () => {
      const { code, error, checks } = await init(profile)
      const failed = checks.filter(({ status }) => status === 'fail')
      expect({ code, error, failed }).toEqual({ code: 0, error: undefined, failed: [] })
    })

    it('a second run writes nothing', async () => {
      at.stack.clear()
      const { code, error } = await init(profile)
      expect({ code, error, writes: at.stack.writes() }).toEqual({ code: 0, error: undefined, writes: [] })
    })

    it('is verified', async () => {
      const { code, error, verdict } = await run(profile, 'verify')
      expect({ code, error, verdict }).toEqual({
        code: 0,
        error: undefined,
        verdict: expect.stringMatching(/^Verified: /) as unknown,
      })
    })

    it('is taken away, and its data with it when that is asked for', async () => {
      const index = { dodas: 'dodas-sensors-2021.03.03', isp: 'isp-logs' }[profile]
      const written = await at.search('PUT', `/${String(index)}/_doc/1?refresh=true`, { '@timestamp': 0 })
      const documents = async () => (await at.search('GET', `/${String(index)}/_count`)).body['count']
      expect({ status: written.status, documents: await documents() }).toEqual({ status: 201, documents: 1 })
      const first = await run(profile, 'destroy', '--yes', profile)
      expect({ code: first.code, error: first.error, documents: await documents() }).toEqual({
        ...{ code: 0, error: undefined, documents: 1 },
      })
      const { code, error, plan } = await run(profile, 'destroy', '--yes', profile, '--delete-data')
      const kept = plan.filter(({ action }) => action !== 'remove')
      expect({ code, error, kept }).toEqual({ code: 0, error: undefined, kept: [] })
      expect(plan).toContainEqual(expect.objectContaining({ kind: 'index', documents: 1 }))
      expect(await documents()).toBeUndefined()
    })
  })
}
