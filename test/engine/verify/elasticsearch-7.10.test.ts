import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import type { Account } from '../../support/account.js'
import { byAction, report, type JsonReport } from '../../support/json-report.js'
import { fixture } from '../../unit/fixtures.js'
import { clientsOf, importDashboard, installationOf, password, roleOf, succeed, verify, type Role } from './accounts.js'
import { rightsOf } from './rights-of.js'

let stack: LocalStack
let admin: { search: Account; dashboards: Account }
/** `.env` as init leaves it: with the service account */
let installed: Installation
/** what init did */
let made: JsonReport & { code: number | null }
/** the service role as init made it, with its mark */
let asMade: Role
const others: Installation[] = []

const putRole = (name: string, body: Role) => succeed(admin.dashboards('PUT', `/api/security/role/${name}`, body))
const putUser = (name: string, roles: string[]) =>
  succeed(admin.search('PUT', `/_security/user/${name}`, { password, roles }))

function installationFor(username: string): Installation {
  const installation = installationOf(stack, username)
  others.push(installation)
  return installation
}

/** The service role with something else in it. */
function serviceRole(
  change: (elasticsearch: { cluster: string[]; indices: { names: string[]; privileges: string[] }[] }) => void,
): Role {
  const role = roleOf('service', 'elasticsearch')
  change(role['elasticsearch'] as Parameters<typeof change>[0])
  return role
}

beforeAll(async () => {
  stack = await startStack({ engine: 'elasticsearch-7.10', basePath: '/kibana' })
  const { engine } = stack
  admin = clientsOf(stack, engine.username, engine.password)
  installed = installationOf(stack, engine.username, engine.password)
  made = await report(['init', '--env-file', installed.envFile, '--yes', '--write-env'])
  expect(made.code).toBe(0)
  const { body } = await succeed(admin.dashboards('GET', '/api/security/role/openvidu-role'))
  asMade = { elasticsearch: body['elasticsearch'], kibana: body['kibana'], metadata: body['metadata'] }
  for (const kind of ['viewer', 'checker'] as const) {
    await putRole(openvidu.roles[kind], roleOf(kind, 'elasticsearch'))
    await putUser(kind, [openvidu.roles[kind]])
  }
}, 120_000)

afterAll(async () => {
  for (const installation of [installed, ...others]) installation.remove()
  await stack.stop()
})

/** After a test that widens or narrows the service role. */
const restoreRole = () => putRole('openvidu-role', asMade)

/** After a test that changes something else. */
const restore = async () => {
  const restored = await report(
    [
      'init',
      '--env-file',
      installed.envFile,
      '--yes',
      '--write-env',
      '--adopt',
      '--admin-username',
      stack.engine.username,
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } },
  )
  expect(restored.code).toBe(0)
}

describe('elkctl verify on Elasticsearch 7.10 with security', () => {
  it('finds nothing to say about a stack as init leaves it, and writes nothing', async () => {
    stack.clear()
    const { found } = await verify(installed)
    expect(found.error).toBeUndefined()
    expect(found.code).toBe(0)
    expect(found.checks.map(({ title, status }) => [title, status])).toEqual([
      ['signs in', 'pass'],
      ['sees the dashboards', 'pass'],
    ])
    expect(found.access).toBeUndefined()
    expect(stack.writes()).toEqual([])
  })

  it('has made an account that deletes old events by query and leaves no scroll open', async () => {
    const { search } = clientsOf(stack, 'openvidu', String(installed.value('ELASTICSEARCH_PASSWORD')))
    for (const id of [1, 2, 3])
      await succeed(search('PUT', `/openvidu/_doc/old-${id}?refresh=true`, { elastic_type: 'test', timestamp: id }))
    const query = { range: { timestamp: { lt: 'now-15d' } } }
    const { body } = await succeed(search('POST', '/openvidu/_delete_by_query?scroll_size=1&refresh=true', { query }))
    expect(body).toMatchObject({ deleted: 3, failures: [] })
    const path = '/_nodes/stats/indices/search?filter_path=nodes.*.indices.search.scroll_current'
    const open = (await succeed(admin.search('GET', path))).body
    expect(JSON.stringify(open)).toContain('"scroll_current":0')
  })

  it('had nothing of viewers and checkers installed by init', () => {
    const roles = made.plan.filter(({ kind }) => kind === 'role').map(({ name }) => name)
    expect(roles).toEqual(['openvidu-role'])
  })

  it('tells an object that differs, with exit code 2', async () => {
    await succeed(
      admin.search('PUT', '/_ingest/pipeline/openvidu-kurento-pipeline', { description: 'mine', processors: [] }),
    )
    stack.clear()
    const { found } = await verify(installed)
    expect(found.code).toBe(2)
    expect(byAction(found)['update']).toEqual(['ingest pipeline openvidu-kurento-pipeline'])
    expect(stack.writes()).toEqual([])
    await restore()
  })

  it('tells a password that is not the account’s, with exit code 4', async () => {
    const wrong = installationOf(stack, 'openvidu', 'not-the-password')
    others.push(wrong)
    const found = await report(['verify', '--env-file', wrong.envFile, '--admin-username', stack.engine.username], {
      env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password },
    })
    expect(found.code).toBe(4)
    expect(found.checks).toMatchObject([{ title: 'signs in', status: 'fail' }])
  })

  it('writes, reads back and removes documents only with --write-probe', async () => {
    const indices = async () =>
      (await admin.search('GET', '/_cluster/state/metadata?filter_path=metadata.indices.*.state')).body
    const before = await indices()
    stack.clear()
    const { found } = await verify(installed, '--write-probe')
    expect(found.code).toBe(0)
    expect(found.checks.length).toBe(12)
    expect(stack.writes().length).toBeGreaterThan(0)
    expect(await indices()).toEqual(before)
  })
})

describe('elkctl verify --access', () => {
  it('proves that the account that init makes has all that it needs and nothing else, without a single write', async () => {
    stack.clear()
    const { found } = await verify(installed, '--access')
    expect(found.error).toBeUndefined()
    expect(found.code).toBe(0)
    expect(found.access).toMatchObject({ username: 'openvidu', kind: 'service', roles: ['openvidu-role'] })
    const rights = found.access?.rights ?? []
    expect(rights.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(rights.filter(({ expected, granted }) => expected === 'needed' && granted !== true)).toEqual([])
    expect(rights.filter(({ expected, granted }) => expected === 'refused' && granted !== false)).toEqual([])
    expect(rights.filter(({ expected }) => expected === 'needed').length).toBe(19)
    expect(rights.filter(({ expected }) => expected === 'refused').length).toBe(12)
    // The table says where even the least role is broader than what is needed.
    expect(rights.find(({ title }) => title.includes('saved objects of every kind'))).toMatchObject({
      expected: 'unavoidable',
      granted: true,
    })
    expect(
      rights
        .flatMap(({ evidence }) => evidence)
        .every((text) => /_has_privileges: |^GET .* → |_privileges: /.test(text)),
    ).toBe(true)
    expect(stack.writes()).toEqual([])
  })

  it('reports the documented role as too narrow for browser logs, and for nothing else', async () => {
    await putRole('documented', JSON.parse(readFileSync(fixture('roles', 'documented-role.json'), 'utf8')) as Role)
    await putUser('documented', ['documented'])
    const { found, lacks, excess } = await verify(installationFor('documented'), '--access')
    expect(found.code).toBe(4)
    expect(lacks).toEqual([
      'Makes today’s index of browser logs, writes to it and attaches the policy',
      'Reads browser logs',
    ])
    expect(excess).toEqual([])
    expect(found.verdict).toContain('documented lacks')
  })

  it.each([
    [
      'manage_security',
      serviceRole(({ cluster }) => cluster.push('manage_security')),
      ['Manages users and roles', 'Makes API keys and tokens', 'Has any cluster privilege beyond its role’s'],
    ],
    [
      'every index',
      serviceRole(({ indices }) => indices.push({ names: ['*'], privileges: ['all'] })),
      ['Reads other indices', 'Writes, makes and deletes other indices'],
    ],
    [
      'the right to read one index of others',
      serviceRole(({ indices }) => indices.push({ names: ['payroll-*'], privileges: ['read'] })),
      ['Reads other indices'],
    ],
    [
      'a cluster privilege that nobody thought of',
      serviceRole(({ cluster }) => cluster.push('manage_rollup')),
      ['Has any cluster privilege beyond its role’s'],
    ],
    [
      'every space of Kibana',
      { ...roleOf('service', 'elasticsearch'), kibana: [{ spaces: ['*'], base: ['all'], feature: {} }] },
      ['Enters other spaces or tenants'],
    ],
  ])('reports a role that was widened by hand: %s', async (_what, role, beyond) => {
    // A person who edits a role in Kibana leaves its metadata alone.
    await putRole('openvidu-role', { ...role, metadata: asMade['metadata'] })
    const { found, lacks, excess } = await verify(installed, '--access')
    expect(found.code).toBe(7)
    expect(excess).toEqual(beyond)
    expect(lacks).toEqual([])
    // The plan sees the difference too, though the account may not repair it. Who may read roles sees elkctl's mark, and so that a person edited it.
    const { update = [], kept = [] } = byAction(found)
    expect([...update, ...kept]).toEqual(['role openvidu-role'])
    await restoreRole()
  })

  it('reports what a second role brings', async () => {
    await succeed(admin.search('PUT', '/_security/user/openvidu', { roles: ['openvidu-role', 'superuser'] }))
    const { found, excess } = await verify(installed, '--access')
    expect(found.code).toBe(7)
    expect(excess).toEqual(
      expect.arrayContaining(['Manages users and roles', 'Has a right to the security index', 'Acts as another user']),
    )
    await restore()
  })

  it('reports a role that was narrowed by hand: what is missing, and in whose words', async () => {
    await putRole(
      'openvidu-role',
      serviceRole((elasticsearch) => {
        elasticsearch.cluster = elasticsearch.cluster.filter((name) => name !== 'manage_index_templates')
      }),
    )
    const { found, lacks } = await verify(installed, '--access')
    expect(found.code).toBe(4)
    expect(lacks).toEqual(['Puts its legacy templates', 'Reads templates, pipelines and policies'])
    expect(JSON.stringify(found.access)).toContain('action [indices:admin/index_template/get] is unauthorized')
    expect(found.verdict).toContain(
      'openvidu lacks “Puts its legacy templates”, “Reads templates, pipelines and policies”',
    )
    expect(found.verdict).toContain('Run elkctl init')
    await restoreRole()
  })

  it('asks about whoever .env names: the administrator has too many rights', async () => {
    const installation = installationOf(stack, stack.engine.username, stack.engine.password)
    others.push(installation)
    stack.clear()
    const { found, lacks, excess } = await verify(installation, '--access')
    expect(found.code).toBe(7)
    expect(lacks).toEqual([])
    expect(excess.length).toBe(12)
    expect(stack.writes()).toEqual([])
  })
})

describe('a viewer', () => {
  it('has what it needs and nothing else', async () => {
    const results = await rightsOf(stack, 'viewer')
    expect(results.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(results.map(({ title }) => title)).toContain('Enters Discover, Dashboard and Visualize in the browser')
  })

  it('finds and opens dashboards and reads data', async () => {
    const viewer = clientsOf(stack, 'viewer')
    const found = await viewer.dashboards(
      'GET',
      '/api/saved_objects/_find?type=dashboard&type=visualization&type=index-pattern',
    )
    expect(found.body['total']).toBe(113)
    expect((await viewer.dashboards('GET', '/api/saved_objects/dashboard/openvidu-recordings')).status).toBe(200)
    expect((await viewer.search('GET', '/openvidu/_search')).status).toBe(200)
    expect((await viewer.search('GET', '/openvidu/_field_caps?fields=*')).status).toBe(200)
    expect((await viewer.search('GET', '/openvidu/_mapping')).status).toBe(200)
  })

  it('neither writes nor imports nor deletes', async () => {
    const viewer = clientsOf(stack, 'viewer')
    const statuses = [
      await viewer.search('PUT', '/openvidu/_doc/1', { a: 1 }),
      await viewer.search('DELETE', '/openvidu'),
      await viewer.search('PUT', '/openvidu-logs-2021.03.03'),
      await viewer.dashboards('DELETE', '/api/saved_objects/dashboard/openvidu-recordings'),
      await importDashboard(stack, 'viewer'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([403, 403, 403, 403, 403])
  })

  it('is what the documented role is not: that one enters no application', async () => {
    await putRole('documented', JSON.parse(readFileSync(fixture('roles', 'documented-role.json'), 'utf8')) as Role)
    await putUser('documented', ['documented'])
    const asViewer = await rightsOf(stack, 'documented', 'viewer')
    expect(asViewer.find(({ title }) => title.startsWith('Enters Discover'))).toMatchObject({
      status: 'missing',
      granted: false,
    })
  })
})

describe('a checker', () => {
  const checkerRuns = async (command: string, ...more: string[]) =>
    report([command, '--env-file', installationFor('checker').envFile, ...more])

  it('runs plan and verify to the end, and proves its own rights', async () => {
    stack.clear()
    const plan = await checkerRuns('plan')
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(0)
    expect(byAction(plan)['unverified']).toEqual(['role openvidu-role', 'user openvidu'])
    expect(byAction(plan)['unchanged']?.length).toBe(134)
    const { found, lacks, excess, unclear } = await verify(installationFor('checker'), '--access')
    expect(found.code).toBe(0)
    expect(found.access?.kind).toBe('checker')
    expect(lacks.concat(excess, unclear)).toEqual([])
    expect(stack.writes()).toEqual([])
  })

  it('sees what differs', async () => {
    await succeed(admin.search('DELETE', '/_index_template/openvidu-logs'))
    expect((await checkerRuns('plan')).code).toBe(2)
    expect((await checkerRuns('verify')).code).toBe(2)
    await restore()
  })

  it('is refused each write', async () => {
    const checker = clientsOf(stack, 'checker')
    const statuses = [
      await checker.search('PUT', '/_ingest/pipeline/mine', { processors: [] }),
      await checker.search('PUT', '/_index_template/mine', { index_patterns: ['mine'] }),
      await checker.search('PUT', '/_template/mine', { index_patterns: ['mine'] }),
      await checker.search('DELETE', '/_index_template/openvidu-logs'),
      await checker.search('PUT', '/openvidu-logs-2021.03.03'),
      await checker.search('PUT', '/openvidu/_doc/1', { a: 1 }),
      await checker.search('GET', '/openvidu/_search'),
      await checker.search('PUT', '/_security/user/mine', { password, roles: [] }),
      await checker.dashboards('PUT', '/api/security/role/mine', {}),
      await checker.dashboards('DELETE', '/api/saved_objects/dashboard/openvidu-recordings'),
      await importDashboard(stack, 'checker'),
    ].map(({ status }) => status)
    expect(statuses).toEqual(statuses.map(() => 403))
  })
})

describe('when .env holds a user that may do too little', () => {
  it('plan names the right that is missing in the server’s own words, and says what grants it', async () => {
    // Not even the state of the cluster, out of which most would be read.
    await putRole('meagre', { elasticsearch: { cluster: ['cluster:monitor/main'] } })
    await putUser('meagre', ['meagre'])
    const plan = await report(['plan', '--env-file', installationFor('meagre').envFile])
    expect(plan.code).toBe(4)
    expect(plan.error?.message).toContain(
      'action [cluster:admin/ingest/pipeline/get] is unauthorized for user [meagre]',
    )
    expect(plan.error?.message).toContain('action [indices:admin/template/get] is unauthorized for user [meagre]')
    expect(plan.error?.message).toContain(
      'action [cluster:admin/xpack/security/role/get] is unauthorized for user [meagre]',
    )
    expect(plan.error?.hint).toContain('the cluster privilege manage_ingest_pipelines grants it')
    expect(plan.error?.hint).toContain('the cluster privilege manage_index_templates grants it')
    expect(plan.error?.hint).toContain('the cluster privilege manage_security grants it')
    expect(plan.error?.hint).toContain('--admin-username')
  })
})
