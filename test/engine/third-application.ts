import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { startStack, type LocalStack } from '../../sandbox/stack.js'
import { account, type Account } from '../support/account.js'
import { report } from '../support/json-report.js'

/** An application that elkctl has no code for: its profile and its data files are in one folder. */
const data = join(packageFolder(), 'test/fixtures/applications/meteo')

export function describeThirdApplication(engine: 'elasticsearch-7.10' | 'opensearch-2.19'): void {
  describe(`an application of one’s own on ${engine}`, () => {
    const isElasticsearch = engine === 'elasticsearch-7.10'
    let stack: LocalStack
    let admin: Account
    let folder: string
    let settings: string
    const run = (command: string, ...more: string[]) =>
      report([...command.split(' '), '--data', data, '--env-file', settings, ...more])
    const asAdmin = (command: string, ...more: string[]) =>
      report([command, '--data', data, '--env-file', settings, '--admin-username', stack.engine.username, ...more], {
        env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password },
      })
    const writes = () => stack.requests().filter((request) => /^(PUT|DELETE|PATCH) /.test(request))

    beforeAll(async () => {
      stack = await startStack({ engine, dashboards: false })
      admin = account(stack.engine.url, stack.engine.username, stack.engine.password)
      folder = mkdtempSync(join(tmpdir(), 'elkctl-meteo-'))
      settings = join(folder, 'settings.yaml')
      const values: Record<string, string> = {
        search: stack.search.url,
        username: stack.engine.username,
        password: stack.engine.password,
      }
      const text = readFileSync(join(data, 'settings.yaml'), 'utf8')
      writeFileSync(
        settings,
        text.replace(/\$\{(\w+)\}/g, (_whole, name: string) => String(values[name])),
        { mode: 0o640 },
      )
    }, 400_000)
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true })
      await stack.stop()
    })

    it('is made ready, and its account is in its own settings', async () => {
      const before = readFileSync(settings, 'utf8')
      const made = await run('init', '--yes', '--write-env')
      expect({ code: made.code, verdict: made.verdict }).toEqual({
        code: 0,
        verdict: expect.stringMatching(/ Next: systemctl restart meteo\.$/) as unknown,
      })
      expect(made.plan.map(({ kind, name, action }) => `${action} ${kind} ${name}`).sort()).toEqual(
        [
          'create index template readings',
          'create ingest pipeline readings-pipeline',
          // Called like the role, and no part of it.
          'create legacy template meteo-role',
          `${isElasticsearch ? 'skipped' : 'create'} lifecycle policy readings-policy`,
          'create role meteo-role',
          ...(isElasticsearch ? [] : ['create role mapping meteo-role']),
          'create user meteo',
        ].sort(),
      )
      const [first, second] = [before, readFileSync(settings, 'utf8')].map((text) => text.split('\n'))
      const changed = second?.filter((line, index) => line !== first?.[index])
      expect(changed).toEqual([
        expect.stringMatching(/^ {2}login: "meteo" # who signs in$/),
        expect.stringMatching(/^ {2}secret: "\S+"$/),
      ])
      expect(first).toHaveLength(second?.length ?? 0)
    })

    it('a second run writes nothing', async () => {
      stack.clear()
      const again = await asAdmin('init', '--yes')
      expect({ code: again.code, verdict: again.verdict }).toMatchObject({ code: 0 })
      expect(again.verdict).toMatch(/^Nothing to do: /)
      expect(writes()).toEqual([])
    })

    it('its settings are in what was made', async () => {
      const { body } = await admin('GET', '/_index_template/readings')
      const [template] = body['index_templates'] as { index_template: { index_patterns: string[] } }[]
      expect(template?.index_template.index_patterns).toEqual(['weather-readings*'])
      expect(JSON.stringify(template)).toContain('"number_of_replicas":"0"')
    })

    it('is verified, with the rights of its account', async () => {
      const verified = await asAdmin('verify')
      expect({ code: verified.code, verdict: verified.verdict }).toMatchObject({ code: 0 })
      const access = await run('verify', '--access', '--write-probe')
      expect(access.verdict).toContain('meteo has the 2 rights that it needs and none of the 1 that it must not have')
      expect(access.code).toBe(0)
    })

    it('its password changes, on the stack and in its settings', async () => {
      const secret = () => /^ {2}secret: "(\S+)"$/m.exec(readFileSync(settings, 'utf8'))?.[1]
      const before = secret()
      const changed = await asAdmin('rotate-password', '--yes')
      expect({ code: changed.code, verdict: changed.verdict }).toEqual({
        code: 0,
        verdict: `Done: the new password of meteo works, and is in ${settings}. Next: systemctl restart meteo; until then Meteo Station uses the old one, which no longer works.`,
      })
      expect(secret()).not.toBe(before)
      expect((await account(stack.engine.url, 'meteo', secret())('GET', '/')).status).toBe(200)
      expect(readdirSync(folder).sort()).toEqual(['settings.yaml', 'settings.yaml.elkctl-backup'])
    })

    it('has no sample data, and says so before it asks anything', async () => {
      stack.clear()
      const { code, error } = await run('sample-data load')
      expect({ code, message: error?.message }).toEqual({
        code: 3,
        message: expect.stringContaining('there is no sample data for Meteo Station') as unknown,
      })
      expect(stack.requests()).toEqual([])
    })

    it('loses its user', async () => {
      const gone = await asAdmin('delete-user', 'meteo', '--yes')
      expect({ code: gone.code, verdict: gone.verdict }).toEqual({
        code: 0,
        verdict: expect.stringMatching(/user meteo removed/) as unknown,
      })
      const path = isElasticsearch ? '/_security/user/meteo' : '/_plugins/_security/api/internalusers/meteo'
      expect((await admin('GET', path)).status).toBe(404)
    })
  })
}
