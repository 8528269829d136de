import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Profile } from '../../../src/profiles/profile.js'
import type { ReportDocument } from '../../../src/report/document.js'
import { alertStackOn, casesOf, environment, healthyUntil, type AlertStack } from './situation.js'

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
  })
}

/** Nodes of OpenVidu have made-up names behind their role. */
const shortened = (group: string, { name }: Profile): string =>
  name === 'openvidu' ? group.replace(/_.*$/, '') : group
