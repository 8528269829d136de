import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { globalTenant } from '../../sandbox/dashboards/tenants.js'
import { makeInstallation, type Installation } from '../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../sandbox/stack.js'
import { account, type Account } from './account.js'
import { byAction, report } from './json-report.js'

let stack: LocalStack
let installation: Installation
let admin: Account
/** through the proxy, where the double of ISM answers */
let ism: Account

beforeAll(async () => {
  stack = await startStack({ engine: 'opensearch-2.19', basePath: '/_dashboards' })
  const { engine, dashboards } = stack
  admin = account(engine.url, engine.username, engine.password)
  ism = account(stack.search.url, engine.username, engine.password)
  installation = makeInstallation({
    searchUrl: stack.search.url,
    dashboardsUrl: String(dashboards?.url),
    username: engine.username,
    password: engine.password,
  })
}, 120_000)

afterAll(async () => {
  installation.remove()
  await stack.stop()
})

const init = (...more: string[]) =>
  report(['init', '--env-file', installation.envFile, '--yes', '--write-env', ...more])
const initAsAdmin = (...more: string[]) =>
  report(
    [
      'init',
      '--env-file',
      installation.envFile,
      '--yes',
      '--write-env',
      '--admin-username',
      stack.engine.username,
      ...more,
    ],
    {
      env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password },
    },
  )

describe('elkctl init on OpenSearch 2.19 with its security plugin (ISM and OpenSearch Dashboards: doubles that answer as recorded)', () => {
  it('makes it ready on the first run', async () => {
    const first = await init()
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.stack).toMatchObject({
      product: 'opensearch',
      version: '2.19.4',
      security: true,
      dashboards: { title: 'OpenSearch Dashboards' },
    })
    expect(first.missing).toEqual([])
    expect(first.outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(first.outcomes.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining([
        'lifecycle policy openvidu_cleanup_policy',
        'role openvidu-role',
        'role mapping openvidu-role',
        'user openvidu',
        'saved object dashboard/openvidu-recordings',
      ]),
    )
    expect(first.checks.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(first.checks.length).toBeGreaterThanOrEqual(11)
  })

  it('finds nothing to do on the second run, and says what the fine-grained user could not verify', async () => {
    stack.clear()
    const second = await init()
    expect(second.code).toBe(0)
    expect(byAction(second)['unverified']).toEqual(['role openvidu-role', 'user openvidu'])
    expect(stack.writes()).toEqual([])
    expect(stack.requests().length).toBeLessThanOrEqual(10)
  })

  it('finds nothing to do as the administrator, who can verify everything', async () => {
    stack.clear()
    const again = await initAsAdmin()
    expect(again.code).toBe(0)
    expect(Object.keys(byAction(again))).toEqual(['unchanged'])
    expect(stack.writes()).toEqual([])
    expect(stack.requests().length).toBeLessThanOrEqual(10)
  })

  it('puts the dashboards where OpenVidu and every user look for them: in the global tenant', () => {
    const { objects } = stack.dashboards?.double ?? {}
    expect(objects?.at(globalTenant).get('dashboard', 'openvidu-recordings')).toBeDefined()
  })

  it('gives the account what OpenVidu does when it starts, and the policy manages its indices', async () => {
    const openvidu = account(stack.search.url, 'openvidu', installation.value('ELASTICSEARCH_PASSWORD'))
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.')
    for (const prefix of [
      'filebeat-nginx',
      'filebeat-speech-to-text',
      'openvidu-browser-logs',
      'metricbeat',
      'openvidu-logs',
    ])
      expect([prefix, (await openvidu('PUT', `/${prefix}-${today}`)).status]).toEqual([prefix, 200])
    expect((await openvidu('PUT', '/somebody-else')).status).toBe(403)
    expect((await openvidu('GET', '/_plugins/_security/api/roles')).status).toBe(403)
    // ISM takes an index up within a second or two (recordings 088 - 091).
    let explained: unknown
    for (let tries = 0; tries < 20 && !JSON.stringify(explained ?? '').includes('openvidu_cleanup_policy'); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      explained = (await ism('GET', `/_plugins/_ism/explain/openvidu-browser-logs-${today}`)).body[
        `openvidu-browser-logs-${today}`
      ]
    }
    expect(explained).toMatchObject({ policy_id: 'openvidu_cleanup_policy' })
  })

  it('changes the policy when the retention changes, and back', async () => {
    const changed = await initAsAdmin('--max-days-delete', '30')
    expect(changed.code).toBe(0)
    expect(changed.outcomes.map(({ name }) => name)).toEqual([
      'openvidu_cleanup_policy',
      'openvidu_monthly_cleanup_policy',
    ])
    const { body } = await ism('GET', '/_plugins/_ism/policies/openvidu_cleanup_policy')
    expect(JSON.stringify(body)).toContain('"min_index_age":"30d"')
    const kept = await initAsAdmin('--max-days-delete', '0')
    expect(kept.code).toBe(0)
    expect(JSON.stringify((await ism('GET', '/_plugins/_ism/policies/openvidu_cleanup_policy')).body)).not.toContain(
      'min_index_age',
    )
    expect((await initAsAdmin()).code).toBe(0)
  })

  it.each([
    [
      'role openvidu-role',
      () =>
        admin('PUT', '/_plugins/_security/api/roles/openvidu-role', {
          cluster_permissions: ['cluster_monitor'],
          index_permissions: [],
          tenant_permissions: [],
        }),
      'cluster_permissions',
    ],
    [
      'role mapping openvidu-role',
      () => admin('PUT', '/_plugins/_security/api/rolesmapping/openvidu-role', { users: [] }),
      'users',
    ],
    [
      'user openvidu',
      () => admin('PUT', '/_plugins/_security/api/internalusers/openvidu', { opendistro_security_roles: [] }),
      'opendistro_security_roles',
    ],
    [
      'ingest pipeline kurento-pipeline',
      () => admin('PUT', '/_ingest/pipeline/kurento-pipeline', { processors: [] }),
      'processors',
    ],
  ])('finds and repairs what was changed by hand: %s', async (what, change, path) => {
    expect((await change()).status).toBe(200)
    const repaired = await initAsAdmin()
    expect(repaired.error).toBeUndefined()
    expect(repaired.code).toBe(0)
    expect(repaired.outcomes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([what])
    const change_ = repaired.plan.find(({ kind, name }) => `${kind} ${name}` === what)
    expect(change_?.differences?.map((difference) => difference.path)).toContain(path)
    stack.clear()
    expect((await initAsAdmin()).code).toBe(0)
    expect(stack.writes()).toEqual([])
  })

  it('stops before any write when another policy is in the way', async () => {
    await ism('PUT', '/_plugins/_ism/policies/theirs', {
      policy: {
        description: 'theirs',
        default_state: 'a',
        states: [{ name: 'a', actions: [], transitions: [] }],
        ism_template: [{ index_patterns: ['unrelated-*'], priority: 100 }],
      },
    })
    expect((await initAsAdmin()).code).toBe(0)
    const { body } = await ism('GET', '/_plugins/_ism/policies/openvidu_cleanup_policy')
    await ism('DELETE', '/_plugins/_ism/policies/openvidu_cleanup_policy')
    await ism('DELETE', '/_plugins/_ism/policies/theirs')
    const overlapping = await ism('PUT', '/_plugins/_ism/policies/theirs', {
      policy: {
        description: 'theirs',
        default_state: 'a',
        states: [{ name: 'a', actions: [], transitions: [] }],
        ism_template: [{ index_patterns: ['filebeat-*'], priority: 100 }],
      },
    })
    expect(overlapping.status).toBe(201)
    stack.clear()
    const stopped = await initAsAdmin()
    expect(stopped.code).toBe(7)
    expect(stopped.error?.message).toContain('"theirs"')
    expect(stack.writes()).toEqual([])
    expect(body['policy']).toBeDefined()
    await ism('DELETE', '/_plugins/_ism/policies/theirs')
    expect((await initAsAdmin()).code).toBe(0)
  })

  it('tells OpenSearch in its compatibility mode from Elasticsearch 7.10.2', async () => {
    await admin('PUT', '/_cluster/settings', { persistent: { 'compatibility.override_main_response_version': true } })
    const plan = await report(['plan', '--env-file', installation.envFile])
    await admin('PUT', '/_cluster/settings', { persistent: { 'compatibility.override_main_response_version': null } })
    expect(plan.code).toBe(0)
    expect(plan.stack).toMatchObject({ product: 'opensearch', compatibilityMode: true, version: '7.10.2' })
  })

  it('refuses a weak password with the server’s own words, and says what was done', async () => {
    const other = makeInstallation({
      searchUrl: stack.search.url,
      dashboardsUrl: String(stack.dashboards?.url),
      username: stack.engine.username,
      password: stack.engine.password,
    })
    const before = other.env()
    const weak = await report(
      [
        'init',
        '--env-file',
        other.envFile,
        '--yes',
        '--write-env',
        '--username',
        'weak',
        '--role',
        'weak-role',
        '--password-stdin',
      ],
      { stdin: 'changeme' },
    )
    expect(weak.code).toBe(8)
    expect(weak.error?.message).toContain('Weak password')
    expect(other.env()).toBe(before)
    expect((await admin('GET', '/_plugins/_security/api/internalusers/weak')).status).toBe(404)
    await admin('DELETE', '/_plugins/_security/api/roles/weak-role')
    other.remove()
  })
})
