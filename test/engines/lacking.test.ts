import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../sandbox/installation.js'
import { startStack, type LocalStack, type LocalStackOptions } from '../../sandbox/stack.js'
import { account } from './account.js'
import { byAction, report } from './json-report.js'

/** Starts a stack before the tests of a describe block, with an installation that knows no credentials unless told. */
function onStack(options: LocalStackOptions, credentials: boolean) {
  const found = {} as { stack: LocalStack; installation: Installation }
  beforeAll(async () => {
    found.stack = await startStack(options)
    const { engine, dashboards, search } = found.stack
    found.installation = makeInstallation({
      searchUrl: search.url,
      ...(dashboards && { dashboardsUrl: dashboards.url }),
      ...(credentials && { username: engine.username, password: engine.password }),
    })
  }, 120_000)
  afterAll(async () => {
    found.installation.remove()
    await found.stack.stop()
  })
  return found
}

const init = (installation: Installation, ...more: string[]) =>
  report(['init', '--env-file', installation.envFile, '--yes', ...more])

describe.each([['elasticsearch-7.10'], ['opensearch-2.19']] as const)('%s without security', (engine) => {
  const found = onStack({ engine, security: false }, false)

  it('gets everything but role and user, needs no place for a password, and says what is missing', async () => {
    const first = await init(found.installation)
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.missing.find(({ part }) => part === 'security')?.meaning).toContain('role and user are skipped')
    expect(byAction(first)['skipped']).toEqual(expect.arrayContaining(['role openvidu-role', 'user openvidu']))
    expect(first.checks.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(first.checks.length).toBeGreaterThanOrEqual(11)
    found.stack.clear()
    expect((await init(found.installation)).code).toBe(0)
    expect(found.stack.writes()).toEqual([])
  })
})

describe('a stack without a dashboards server', () => {
  const found = onStack({ engine: 'elasticsearch-7.10', dashboards: false }, true)

  it('gets the rest, and the role through Elasticsearch in the form in which Kibana would store it', async () => {
    const first = await init(found.installation, '--write-env')
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.missing.map(({ part }) => part)).toContain('dashboards server')
    const { engine } = found.stack
    const { body } = await account(engine.url, engine.username, engine.password)('GET', '/_security/role/openvidu-role')
    expect(body['openvidu-role']).toMatchObject({
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_savedObjectsManagement.all'],
          resources: ['space:default'],
        },
      ],
    })
    found.stack.clear()
    expect((await init(found.installation, '--write-env')).code).toBe(0)
    expect(found.stack.writes()).toEqual([])
  })
})

describe('Elasticsearch 6.8, below the floor, for its real ILM', () => {
  const found = onStack({ engine: 'elasticsearch-6.8', dashboards: false }, true)
  const admin = () => account(found.stack.engine.url, found.stack.engine.username, found.stack.engine.password)

  it('is refused, politely, before any write', async () => {
    found.stack.clear()
    const refused = await init(found.installation, '--write-env')
    expect(refused.code).toBe(6)
    expect(refused.error?.message).toBe(
      'OpenVidu Pro 2.20.0 needs Elasticsearch 7.8.0 or newer; found Elasticsearch 6.8.23.',
    )
    expect(refused.error?.hint).toContain('Configuring an external Elastic Stack')
    expect(found.stack.writes()).toEqual([])
  })

  it('gets policies and legacy templates with --force, and says that it was forced', async () => {
    const first = await init(found.installation, '--write-env', '--force')
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.notes.join()).toContain('--force')
    expect(first.outcomes.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining([
        'lifecycle policy openvidu_cleanup_policy',
        'legacy template openvidu-metricbeat-lifecycle',
      ]),
    )
    const { body } = await admin()('GET', '/_ilm/policy/openvidu_cleanup_policy')
    expect(body['openvidu_cleanup_policy']).toMatchObject({ policy: { phases: { delete: { min_age: '15d' } } } })
    found.stack.clear()
    const second = await init(found.installation, '--write-env', '--force')
    expect(second.code).toBe(0)
    expect(second.outcomes).toEqual([])
    expect(found.stack.writes()).toEqual([])
  })

  it.each([
    ['filebeat-kurento-2021.03.03', 'openvidu_cleanup_policy'],
    ['openvidu-browser-logs-2021.03.03', 'openvidu_cleanup_policy'],
    ['metricbeat-7.8.0-2021.03.03', 'openvidu_cleanup_policy'],
    ['server-metrics-2021-03', 'openvidu_monthly_cleanup_policy'],
    ['openvidu', undefined],
  ])('%s is managed by %s', async (index, policy) => {
    await admin()('PUT', `/${index}`)
    const { body } = await admin()('GET', `/${index}/_ilm/explain`)
    expect((body['indices'] as Record<string, { policy?: string }>)[index]?.policy).toBe(policy)
  })

  it('changes the policy when MAX_DAYS_DELETE changes; 0 deletes nothing', async () => {
    const args = ['--write-env', '--force', '--admin-username', found.stack.engine.username, '--max-days-delete']
    const env = { ELKCTL_ADMIN_PASSWORD: found.stack.engine.password }
    const run = (days: string) =>
      report(['init', '--env-file', found.installation.envFile, '--yes', ...args, days], { env })
    const thirty = await run('30')
    expect(thirty.code).toBe(0)
    expect(thirty.plan.find(({ name }) => name === 'openvidu_cleanup_policy')?.differences).toEqual([
      { path: 'phases[delete].min_age', before: '15d', after: '30d' },
    ])
    expect((await run('0')).code).toBe(0)
    const { body } = await admin()('GET', '/_ilm/policy/openvidu_cleanup_policy')
    expect(JSON.stringify(body['openvidu_cleanup_policy'])).not.toContain('"delete"')
    found.stack.clear()
    expect((await run('0')).code).toBe(0)
    expect(found.stack.writes()).toEqual([])
  })
})
