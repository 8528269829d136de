import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { sampleData } from '../../../src/profiles/dodas/sample-data/index.js'
import { connect, type SearchClient } from '../content/search-client.js'
import { describePanels } from '../sample-data/panels/describe-panels.js'
import { dodasProved, load } from '../sample-data/panels/dodas/dodas.js'
import { account, type Account } from '../../support/account.js'
import { report } from '../../support/json-report.js'
import { followed, little, saysOfFollowing } from './followed.js'

const fixtures = (...path: string[]) => join(packageFolder(), 'test/fixtures', ...path)
const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n')

/** As Metricbeat 7.12.1 sends them; of 5.x one document, which a recipe's own Metricbeat would send with another type. */
const measurements = [
  ...linesOf(fixtures('dodas', 'metricbeat-docker-7.x.ndjson')),
  ...linesOf(fixtures('dodas', 'metricbeat-docker-5.x.ndjson')),
  ...linesOf(fixtures('content', 'metricbeat-7.12.1.ndjson')),
]

const secretIn = (recipe: string): string =>
  /elasticsearch_secret:\n.*\n\s*default: "(.*)"$/m.exec(readFileSync(recipe, 'utf8'))?.[1] ?? ''

/** The whole of DODAS on one stack. */
export function describeDodas(engine: 'elasticsearch-7.10' | 'opensearch-2.19'): void {
  describe(`DODAS on ${engine}`, () => {
    const isElasticsearch = engine === 'elasticsearch-7.10'
    let stack: LocalStack
    let admin: Account
    let folder: string
    let recipe: string
    const secret = () => secretIn(recipe)
    const credentials = (name: string) => join(folder, `${name}.yaml`)
    const asAdmin = (command: string, ...more: string[]) =>
      report(
        [
          ...command.split(' '),
          '--profile',
          'dodas',
          '--recipe',
          recipe,
          '--admin-username',
          stack.engine.username,
          ...more,
        ],
        {
          env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password },
        },
      )
    const dashboards = () => ['--dashboards-url', String(stack.dashboards?.url)]
    const writes = () => stack.requests().filter((request) => /^(PUT|DELETE|PATCH) /.test(request))

    beforeAll(async () => {
      stack = await startStack({ engine })
      admin = account(stack.engine.url, stack.engine.username, stack.engine.password)
      folder = mkdtempSync(join(tmpdir(), 'elkctl-dodas-'))
      recipe = join(folder, 'recipe.yaml')
      const address = stack.search.url.replace('http://', '')
      writeFileSync(recipe, readFileSync(fixtures('dodas', 'recipe.yaml'), 'utf8').replace('host:port', address))
    }, 400_000)
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true })
      await stack.stop()
    })

    it('is made ready, and the new secret is in the recipe', async () => {
      const before = readFileSync(recipe, 'utf8')
      const made = await asAdmin('init', '--yes', '--write-env')
      expect({
        code: made.code,
        verdict: made.verdict,
        failed: made.checks.filter(({ status }) => status !== 'pass'),
      }).toMatchObject({ code: 0, failed: [] })
      expect(made.checks.map(({ title }) => title)).toEqual([
        'signs in',
        'Document of an own sensor (dodas-sensors-elkctl-check)',
        'Metricbeat measurement of a container (metricbeat-elkctl-check)',
      ])
      const [others, saved] = [false, true].map((wanted) =>
        made.plan
          .filter(({ kind }) => (kind === 'saved object') === wanted)
          .map(({ kind, name, action }) => `${action} ${kind} ${wanted ? '' : name}`),
      )
      // No input of a recipe names a dashboards server.
      expect(saved).toEqual(Array<string>(53).fill('skipped saved object '))
      expect(others?.sort()).toEqual(
        [
          'create index template dodas-sensors',
          'create legacy template dodas-metricbeat-fields',
          ...(isElasticsearch ? ['skipped legacy template dodas-metricbeat-lifecycle'] : []),
          `${isElasticsearch ? 'skipped' : 'create'} lifecycle policy dodas-retention`,
          'create role dodas',
          ...(isElasticsearch ? [] : ['create role mapping dodas']),
          'create user dodas',
        ].sort(),
      )
      const after = readFileSync(recipe, 'utf8')
      expect(secret()).not.toBe('password')
      expect(after.replace(secret(), 'password')).toBe(before)
    })

    it('has its dashboards where an option names a server', async () => {
      const made = await asAdmin('init', '--yes', ...dashboards())
      expect({ code: made.code, verdict: made.verdict }).toMatchObject({ code: 0 })
      const changed = made.plan.filter(({ action }) => action !== 'unchanged' && action !== 'skipped')
      expect(changed.map(({ action, kind }) => `${action} ${kind}`)).toEqual(
        Array<string>(53).fill('create saved object'),
      )
    })

    it('a second run writes nothing', async () => {
      stack.clear()
      const again = await asAdmin('init', '--yes', ...dashboards())
      expect({ code: again.code, verdict: again.verdict }).toEqual({
        code: 0,
        verdict: expect.stringMatching(/^Nothing to do: /) as unknown,
      })
      expect(writes()).toEqual([])
    })

    it('is verified, and its account may add documents and nothing else', async () => {
      const verified = await asAdmin('verify', '--access', '--write-probe', ...dashboards())
      const wrong = verified.access?.rights.filter(({ status }) => status !== 'pass' && status !== 'skip')
      expect({ code: verified.code, verdict: verified.verdict, wrong }).toMatchObject({ code: 0, wrong: [] })
    })

    it('a viewer sees the dashboards', async () => {
      const made = await asAdmin(
        'create-user',
        'dodas-viewer',
        '--read-only',
        '--credentials-file',
        credentials('viewer'),
        '--yes',
        ...dashboards(),
      )
      expect({ code: made.code, checks: made.checks.map(({ status }) => status) }).toEqual({
        code: 0,
        checks: ['pass'],
      })
    })

    describe('sample data', () => {
      const { seed, until, hours, scale } = load
      const flags = Object.entries({ seed, until: new Date(until).toISOString(), hours, scale })
      const options = flags.flatMap(([flag, value]) => [`--${flag}`, String(value)])
      const number = [...sampleData.documents(load)].length
      const count = async () => {
        await admin('POST', '/metricbeat-*,dodas-*/_refresh')
        return (await admin('GET', '/metricbeat-*,dodas-*/_count')).body['count']
      }
      let viewer: SearchClient
      beforeAll(() => {
        viewer = connect({ url: stack.engine.url, username: 'dodas-viewer', password: secretIn(credentials('viewer')) })
      })

      it('is not for the account of Metricbeat, which only adds documents', async () => {
        const refused = await report(['sample-data', 'load', '--profile', 'dodas', '--recipe', recipe, ...options])
        expect({ code: refused.code, error: refused.error }).toMatchObject({
          code: 3,
          error: {
            message:
              '--admin-username: needed, because dodas only adds documents, and sample data is read and removed as well',
            hint: 'Sign in as an administrator: --admin-username.',
          },
        })
        expect(await count()).toBe(0)
      })

      it('is loaded by the administrator: every document is taken, and no field is ignored', async () => {
        const loaded = await asAdmin('sample-data load', ...options)
        expect(loaded).toMatchObject({ code: 0, sampleData: { written: number, refused: 0, reasons: {} } })
        const ignored = { size: 0, track_total_hits: true, query: { exists: { field: '_ignored' } } }
        const { body } = await admin('POST', '/metricbeat-*,dodas-*/_search', ignored)
        expect((body['hits'] as { total: { value: number } }).total.value).toBe(0)
        expect(await asAdmin('sample-data load', ...options)).toMatchObject({
          ...{ code: 0, sampleData: { written: 0, alreadyThere: number } },
        })
      })

      describePanels(dodasProved, isElasticsearch ? 'elasticsearch' : 'opensearch', () => viewer)

      it('is removed without a trace, and nothing else is', async () => {
        const real = { '@timestamp': new Date(until).toISOString(), agent: { hostname: 'real.example.org' } }
        await admin('PUT', '/metricbeat-7.12.1-2026.11.21/_create/real?refresh=true', real)
        const removed = await asAdmin('sample-data remove --yes')
        expect(removed).toMatchObject({
          code: 0,
          sampleData: { deleted: number, indicesKept: ['metricbeat-7.12.1-2026.11.21'] },
        })
        expect(await count()).toBe(1)
        await admin('DELETE', '/metricbeat-7.12.1-2026.11.21')
        const indices = await admin('GET', '/metricbeat-*,dodas-*')
        expect(Object.keys(indices.body)).toEqual([])
      })

      it('with --follow waits for more to write until Ctrl-C, which ends it well', async () => {
        const { password, username } = stack.engine
        const settings = ['--profile', 'dodas', '--recipe', recipe, '--admin-username', username]
        const { code, stdout } = await followed(settings, { ELKCTL_ADMIN_PASSWORD: password })
        expect(stdout).toMatch(saysOfFollowing.atWork)
        expect(stdout).toMatch(saysOfFollowing.atTheEnd)
        expect(code).toBe(0)
        const there = await count()
        // What is to come later is not there yet, and the same command without --follow brings nothing else.
        const again = await asAdmin('sample-data load', ...little)
        expect(again).toMatchObject({ code: 0, sampleData: { alreadyThere: there, ahead: 8 } })
        expect(await asAdmin('sample-data remove --yes')).toMatchObject({ code: 0, sampleData: { deleted: there } })
      })
    })

    it('every document that Metricbeat sends is taken from the account', async () => {
      const lines = measurements.flatMap((document) => [
        '{"create":{"_index":"metricbeat-7.12.1-2026.11.26"}}',
        document,
      ])
      const response = await fetch(`${stack.engine.url}/_bulk?refresh=true`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`dodas:${secret()}`).toString('base64')}`,
          'content-type': 'application/x-ndjson',
        },
        body: `${lines.join('\n')}\n`,
      })
      const { items } = (await response.json()) as { items: { create: { status: number; error?: unknown } }[] }
      expect(items.filter(({ create }) => create.status !== 201).map(({ create }) => create.error)).toEqual([])
      expect(items).toHaveLength(measurements.length)
      const counted = await admin('GET', '/metricbeat-*/_count')
      expect(counted.body['count']).toBe(48)
    })

    it.each(['sensor.py', 'sensor.sh'])('takes what the example %s sends, one and many', async (program) => {
      const env = { ...process.env, ES_URL: stack.engine.url, ES_PASSWORD: secret() }
      const send = (...loads: number[]) => {
        const input = loads.map(
          (load) => `{"@timestamp":"${new Date().toISOString()}","sensor":{"name":"${program}"},"load":${load}}\n`,
        )
        const { status, stderr } = spawnSync(join(packageFolder(), 'examples/dodas-sensor', program), {
          env,
          input: input.join(''),
        })
        return { status, stderr: stderr.toString() }
      }
      expect(send(1)).toEqual({ status: 0, stderr: '' })
      expect(send(2, 3, 4)).toEqual({ status: 0, stderr: '' })
      await admin('POST', '/dodas-sensors-*/_refresh')
      const { body } = await admin('GET', `/dodas-sensors-*/_count?q=sensor.name:${program}`)
      expect(body['count']).toBe(4)
    })

    it('its account reads nothing, and changes nothing', async () => {
      const own = account(stack.engine.url, 'dodas', secret())
      const created = await own('PUT', '/dodas-sensors-2026.11.26/_create/one', {
        '@timestamp': '2026-11-26T12:00:00Z',
      })
      expect(created.status).toBe(201)
      const statuses = await Promise.all(
        [
          ['GET', '/metricbeat-*/_search'],
          ['GET', '/dodas-sensors-2026.11.26/_doc/one'],
          ['DELETE', '/dodas-sensors-2026.11.26/_doc/one'],
          ['DELETE', '/dodas-sensors-2026.11.26'],
          ['PUT', '/other-2026.11.26/_create/one'],
        ].map(async ([method = '', path = '']) => (await own(method, path, method === 'PUT' ? {} : undefined)).status),
      )
      expect(statuses).toEqual([403, 403, 403, 403, 403])
    })

    if (isElasticsearch)
      it('its account, which Kibana shows nothing, is not told that the dashboards are missing', async () => {
        const planned = await report(['plan', '--profile', 'dodas', '--recipe', recipe, ...dashboards()])
        const saved = planned.plan.filter(({ kind }) => kind === 'saved object').map(({ action }) => action)
        expect({ code: planned.code, saved }).toEqual({ code: 0, saved: Array<string>(53).fill('unverified') })
      })

    it('a checker verifies it, and changes nothing', async () => {
      const made = await asAdmin(
        'create-user',
        'dodas-checker',
        '--role',
        'dodas-checker',
        '--credentials-file',
        credentials('checker'),
        '--yes',
      )
      expect({ code: made.code, verdict: made.verdict }).toMatchObject({ code: 0 })
      stack.clear()
      const verified = await report(
        ['verify', '--profile', 'dodas', '--search-url', stack.search.url, '--admin-username', 'dodas-checker'],
        { env: { ELKCTL_ADMIN_PASSWORD: secretIn(credentials('checker')) } },
      )
      expect({ code: verified.code, verdict: verified.verdict }).toMatchObject({ code: 0 })
      expect(writes()).toEqual([])
    })

    it('loses its users', async () => {
      for (const name of ['dodas-viewer', 'dodas-checker', 'dodas'])
        expect(await asAdmin('delete-user', name, '--yes')).toMatchObject({ code: 0 })
      const path = isElasticsearch ? '/_security/user/dodas' : '/_plugins/_security/api/internalusers/dodas'
      expect((await admin('GET', path)).status).toBe(404)
    })
  })
}
