import { expect, it } from '@jest/globals'
import { report } from '../../support/json-report.js'
import { adopting } from './of-others.js'
import { planned, type Situation } from './situation.js'

export function describeDetection(at: Situation): void {
  it('says what answers there, plans everything, ends with 2, and writes nothing', async () => {
    at.stack.clear()
    const plan = await at.elkctl('plan', ...adopting(at))
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(2)
    expect(plan.stack).toMatchObject({ compatibilityMode: false, ...at.contract.expected, security: at.hasSecurity })
    expect(planned(plan, 'update', 'kept', 'unchanged', 'remove', 'unverified', 'blocked').sort()).toEqual(at.takenOver)
    expect(plan.plan.filter(({ action }) => action === 'create').length).toBeGreaterThan(10)
    expect(at.stack.writes()).toEqual([])
  })

  it('ends with the documented exit codes, and writes nothing', async () => {
    at.stack.clear()
    const plan = ['plan', '--env-file', at.installation.envFile]
    const nobody = { ELKCTL_ADMIN_USERNAME: 'nobody', ELKCTL_ADMIN_PASSWORD: 'wrong' }
    const cases: [number, string[], Record<string, string>?][] = [
      [3, [...plan, '--max-days-delete', 'many']],
      [5, [...plan, '--elasticsearch-host', 'http://127.0.0.1:1', '--wait', '1s']],
      [6, [...plan, '--openvidu-version', '2.15.0']],
      ...(at.hasSecurity ? [[4, plan, nobody] as [number, string[], Record<string, string>]] : []),
    ]
    const codes = await Promise.all(cases.map(async ([, args, env]) => (await report(args, env ? { env } : {})).code))
    expect(codes).toEqual(cases.map(([code]) => code))
    expect(at.stack.writes()).toEqual([])
  })
}
