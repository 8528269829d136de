import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Profile } from '../../../src/profiles/profile.js'
import type { ReportDocument } from '../../../src/report/document.js'
import { describeKibanaRules } from './kibana-rules.js'
import { describeMonitors } from './monitors.js'
import { alertStackOn, casesOf, environment, healthyUntil, shortened, type AlertStack } from './situation.js'

/** Every shipped alert, asked for by elkctl itself: quiet while all is well, fires on data that is wrong in its way, and clears. */
export function describeAlerts(engine: EngineName): void {
  let at: AlertStack
  beforeAll(async () => {
    at = await alertStackOn(engine)
  }, 400_000)
  afterAll(() => at.stop())

  const elkctl = (profile: Profile, ...args: string[]) =>
    runElkctl(['alerts', 'check', ...args, ...at.options(profile)], { env: environment(at.stack.engine.password) })

  it('alerts are unknown while nothing is there', async () => {
    const { code, stdout } = await elkctl(openvidu, '--output', 'nagios')
    const reasons = stdout.split('\n').filter((line) => line.startsWith('UNKNOWN '))
    expect({ code, first: stdout.split(':')[0], reasons: reasons.length }).toEqual({
      code: 3,
      first: 'ELKCTL UNKNOWN',
      reasons: 8,
    })
    expect(reasons).toContain('UNKNOWN node-cpu: CPU of a node is busy: No index matches metricbeat-*.')
    expect(reasons).toContainEqual(expect.stringContaining('was refused: 404 no such index [openvidu]'))
  })

  describe.each(profiles)(`alerts of $title on ${engine}`, (profile) => {
    const check = async (moment: number, ...more: string[]) => {
      const { code, stdout } = await elkctl(profile, '--at', new Date(moment).toISOString(), '--json', ...more)
      return { code, ...(JSON.parse(stdout) as ReportDocument) }
    }

    it('can be asked for when the stack is ready', () => at.prepare(profile), 400_000)

    it('are all quiet on healthy data', async () => {
      at.stack.clear()
      const { code, alerts, error } = await check(healthyUntil)
      const loud = alerts
        ?.filter(({ state }) => state !== 'ok')
        .map(({ name, values, error: why }) => ({ name, values, why }))
      expect({ code, loud, error }).toEqual({ code: 0, loud: [], error: undefined })
      expect(at.stack.requests().filter((request) => request.startsWith('POST'))).toEqual(['POST /_msearch'])
    })

    if (profile === openvidu) describeProgram(() => at)

    it.each(casesOf(profile))('$alert.name fires, and clears', async ({ alert, wrong, at: moments }) => {
      const fired = await at.ask(alert, moments.wrong)
      const beyond = fired?.values.filter(({ state }) => state !== 'ok')
      expect(
        beyond?.map(({ group, state }) => ({
          ...(group !== undefined && { group: shortened(group, profile) }),
          state,
        })),
      ).toEqual(wrong.fires)
      const cleared = await at.ask(alert, moments.right)
      expect({ state: cleared?.state, values: cleared?.values.filter(({ state }) => state !== 'ok') }).toEqual({
        state: 'ok',
        values: [],
      })
    })

    const describeForms = engine.startsWith('elasticsearch') ? describeKibanaRules : describeMonitors
    describeForms(profile, () => at)
  })
}

/** What the program adds: exit codes, a file for node_exporter, one alert in all detail. */
function describeProgram(at: () => AlertStack): void {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-alerts-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const when = ['--at', new Date(healthyUntil).toISOString()]
  const elkctl = (args: string[], password = at().stack.engine.password) =>
    runElkctl(['alerts', ...args, ...when, ...at().options(openvidu)], { env: environment(password) })

  it('ends with the codes of plugins, and replaces the textfile as a whole', async () => {
    const textfile = join(folder, 'elkctl.prom')
    writeFileSync(textfile, 'old', { mode: 0o640 })
    const ask = (threshold: string) =>
      elkctl(['check', '--only', 'node-disk', '--threshold', threshold, '--output', 'nagios', '--textfile', textfile])
    const warned = await ask('node-disk=1')
    expect([warned.code, warned.stdout.split(':')[0]]).toEqual([1, 'ELKCTL WARNING'])
    const fired = await ask('node-disk=1,2')
    expect([fired.code, fired.stdout.split(':')[0]]).toEqual([2, 'ELKCTL CRITICAL'])
    const lines = readFileSync(textfile, 'utf8').split('\n')
    expect(lines).toContain('elkctl_alert_firing{profile="openvidu",alert="node-disk",severity="critical"} 1')
    expect(readdirSync(folder)).toEqual(['elkctl.prom'])
    expect(statSync(textfile).mode & 0o777).toBe(0o640)
  })

  it('a refused sign-in leaves every alert unknown', async () => {
    const plugin = await elkctl(['check', '--output', 'nagios'], 'not-the-password')
    expect({ code: plugin.code, text: plugin.stdout.slice(0, 15) }).toEqual({ code: 3, text: 'ELKCTL UNKNOWN:' })
    expect(plugin.stdout).not.toContain('not-the-password')
    const { code, stdout } = await elkctl(['check', '--json'], 'not-the-password')
    const { alerts, exit } = JSON.parse(stdout) as ReportDocument
    expect({ code, exit, states: alerts?.map(({ state }) => state) }).toEqual({
      ...{ code: 4, exit: 'access', states: Array(8).fill('unknown') },
    })
  })

  it('tells of one alert what it asks, and each value', async () => {
    const { code, stdout } = await elkctl(['test', 'node-disk'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      'node-disk (templates/openvidu/alerts/node-disk.json): maximum of system.filesystem.used.pct by fields.node_id in 10m, of metricbeat-*\nPOST /metricbeat-*/_search\n{\n  "size": 0,',
    )
    expect(stdout.match(/^ {2}ok: \S+: [\d.]+ % \(warning above 80, critical above 90\)$/gm)).toHaveLength(3)
  })
}
