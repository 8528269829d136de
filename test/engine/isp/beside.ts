import { describe, expect, it } from '@jest/globals'
import { report } from '../../support/json-report.js'
import type { Situation } from './situation.js'

/** What is given of an application whose settings are not in a file; those of the platform are. */
const settings = {
  openvidu: ['--no-dashboards', '--openvidu-version', '2.20.0'],
  dodas: [],
}
const load = ['--seed', '3', '--hours', '1', '--scale', '0.1', '--until', '2026-11-21T12:00:00Z', '--yes']
const routings = { openvidu: 'elkctl-sample', dodas: 'elkctl-sample-dodas', isp: 'elkctl-sample-isp' }
type Application = keyof typeof routings

/** The platform is installed already. */
export function describeBeside(at: () => Situation, others: (keyof typeof settings)[]): void {
  describe(`sample data of ${others.join(', ')} and the platform on one stack`, () => {
    const applications: Application[] = [...others, 'isp']
    const run = (application: Application, command: string, ...more: string[]) => {
      if (application === 'isp') return at().run(command, ...more)
      const { url, username, password } = at().stack.engine
      const options = ['--profile', application, '--search-url', url, '--admin-username', username]
      const env = { ELKCTL_ADMIN_PASSWORD: password }
      return report([...command.split(' '), ...options, ...settings[application], ...more], { env })
    }
    const counts = async () => {
      const query = (routing: string) => `/_count?q=_routing:${encodeURIComponent(`"${routing}"`)}`
      await at().admin('POST', '/_refresh')
      const found = applications.map(async (application) => {
        const { body } = await at().admin('GET', query(routings[application]))
        return [application, body['count']] as const
      })
      return Object.fromEntries(await Promise.all(found)) as Record<Application, number>
    }
    let loaded: Record<Application, number>

    it('is loaded, one after the other', async () => {
      const written: Partial<Record<Application, number>> = {}
      for (const application of applications) {
        if (application !== 'isp') {
          const file = `${at().envFile}.${application}`
          const made = await run(application, 'init --yes', '--credentials-file', file)
          expect({ application, code: made.code, error: made.error }).toEqual({
            application,
            code: 0,
            error: undefined,
          })
        }
        const answer = await run(application, 'sample-data load', ...load)
        expect(answer).toMatchObject({ code: 0, sampleData: { refused: 0, alreadyThere: 0 } })
        written[application] = (answer as unknown as { sampleData: { written: number } }).sampleData.written
      }
      loaded = await counts()
      expect(loaded).toEqual(written)
      expect(Object.values(loaded)).not.toContain(0)
    }, 240_000)

    it.each(applications)('is removed of %s, and that of no other', async (application) => {
      const removed = await run(application, 'sample-data remove --yes')
      expect(removed).toMatchObject({ code: 0, sampleData: { deleted: loaded[application] } })
      loaded = { ...loaded, [application]: 0 }
      expect(await counts()).toEqual(loaded)
    })
  })
}
