import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { formatDate } from '../../../src/date-format.js'
import { report } from '../../support/json-report.js'
import { followed, little, saysOfFollowing } from '../profiles/followed.js'
import { send, type Situation } from './situation.js'

/** No document may be there. The setting of dates is the documented one, with which nothing of the platform itself arrives. */
export function describeFollowed(at: () => Situation): void {
  describe('sample data of now', () => {
    const asAccount = (command: string, ...more: string[]) =>
      report([...command.split(' '), '--profile', 'isp', '--env-file', at().envFile, ...more])
    const issue = async () => {
      const { checks } = await at().run('verify')
      return checks.find(({ title }) => title.startsWith('Logs Not Appearing'))
    }
    const today = formatDate('%Y.%m.%d', Date.now())
    const written = /ELASTICSEARCH_INDEX_DATE_FORMAT is YYYY\.MM\.dd\. .* init --fix-settings does it/
    let good: string
    beforeAll(() => {
      good = readFileSync(at().envFile, 'utf8')
      writeFileSync(at().envFile, good.replace('%Y.%m.%d', 'YYYY.MM.dd'))
    })
    afterAll(() => {
      writeFileSync(at().envFile, good)
    })

    it('with --follow waits for more to write until Ctrl-C, and says that the platform itself cannot do that', async () => {
      const { code, stdout, stderr } = await followed(['--profile', 'isp', '--env-file', at().envFile], {})
      expect(stdout).toMatch(saysOfFollowing.atWork)
      expect(stdout).toMatch(saysOfFollowing.atTheEnd)
      expect(stderr).toMatch(written)
      expect(stdout).not.toContain('dashboards server')
      expect(code).toBe(0)
      const again = await asAccount('sample-data load', ...little)
      expect(again).toMatchObject({ code: 0, sampleData: { ahead: 8, refused: 0 } })
      expect(again.notes).toContainEqual(expect.stringMatching(written))
      writeFileSync(at().envFile, good)
    })

    it('is not taken for what the platform sends', async () => {
      expect(await issue()).toMatchObject({
        status: 'warn',
        detail: expect.stringMatching(
          /^only sample data is in isp-logs-.*; only sample data is in isp-metrics-/,
        ) as unknown,
      })
      for (const prefix of ['isp-logs', 'isp-metrics'])
        await send(at(), `${prefix}-${today}`, [{ timestamp: new Date().toISOString() }])
      expect(await issue()).toMatchObject({
        status: 'pass',
        detail: `no: isp-logs-${today} is there; isp-metrics-${today} is there`,
      })
    })

    it('is removed after a question only, and what came into its indices stays', async () => {
      const refused = await at().run('sample-data remove')
      expect(refused).toMatchObject({
        code: 3,
        error: {
          message: expect.stringMatching(
            /^--yes: needed, because there is no terminal to confirm that [\d,]+ sample documents will be deleted$/,
          ) as unknown,
          hint: 'Add --yes to delete them without being asked.',
        },
      })
      const kept = [`isp-logs-${today}`, `isp-metrics-${today}`]
      expect(await at().run('sample-data remove --yes')).toMatchObject({ code: 0, sampleData: { indicesKept: kept } })
      expect((await at().admin('GET', '/isp-*/_count')).body['count']).toBe(2)
      for (const index of kept) await at().admin('DELETE', `/${index}`)
    })
  })
}
