import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { openvidu } from '../../../../src/profiles/openvidu/index.js'
import type { Account } from '../../../support/account.js'
import { byAction, report, type JsonReport } from '../../../support/json-report.js'
import {
  clientsOf,
  importDashboard,
  installationOf,
  password,
  roleOf,
  succeed,
  verify,
  type Role,
} from '../../../engine/verify/accounts.js'
import { rightsOf } from '../../../engine/verify/rights-of.js'

const securityPath = '/_plugins/_security/api'

let stack: LocalStack
let admin: { search: Account; dashboards: Account }
/** `.env` as init leaves it: with the service account */
let installed: Installation
/** what init did */
let made: JsonReport & { code: number | null }
/** the service role as init made it, with its mark */
let asMade: Role
const others: Installation[] = []

const putRole = (name: string, body: Role) => succeed(admin.search('PUT', `${securityPath}/roles/${name}`, body))
const putUser = (name: string, roles: string[]) =>
  succeed(admin.search('PUT', `${securityPath}/internalusers/${name}`, { password, opendistro_security_roles: roles }))

function installationFor(username: string): Installation {
  const installation = installationOf(stack, username)
  others.push(installation)
  return installation
}

interface SecurityRole {
  cluster_permissions: string[]
  index_permissions: { index_patterns: string[]; allowed_actions: string[] }[]
  tenant_permissions: { tenant_patterns: string[]; allowed_actions: string[] }[]
}

/** The service role with something else in it. */
function serviceRole(change: (role: SecurityRole) => void): Role {
  const role = roleOf('service', 'opensearch')
  change(role as unknown as SecurityRole)
  return role
}

beforeAll(async () => {
  stack = await startStack({ engine: 'opensearch-2.19' })
  const { engine } = stack
  admin = clientsOf(stack, engine.username, engine.password)
  installed = installationOf(stack, engine.username, engine.password)
  made = await report(['init', '--env-file', installed.envFile, '--yes', '--write-env'])
  expect(made.code).toBe(0)
  const roles = (await succeed(admin.search('GET', `${securityPath}/roles/openvidu-role`))).body
  const { reserved, hidden, static: builtIn, ...role } = roles['openvidu-role'] as Role
  asMade = role
  await succeed(admin.search('PUT', `${securityPath}/tenants/theirs`, { description: 'of others' }))
  for (const kind of ['viewer', 'checker'] as const) {
    await putRole(openvidu.roles[kind], roleOf(kind, 'opensearch'))
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

/** Everything that a probe could leave behind. */
async function everything(): Promise<unknown[]> {
  const parts = [
    '/_cluster/state/metadata?filter_path=metadata.templates,metadata.index_template,metadata.ingest,metadata.repositories,metadata.stored_scripts,metadata.indices.*.settings,metadata.indices.*.mappings,metadata.indices.*.aliases',
    '/_cluster/settings',
    '/_all/_stats/indexing,docs?filter_path=indices.*.primaries.indexing.index_total,indices.*.primaries.indexing.delete_total,indices.*.primaries.docs',
    '/_plugins/_ism/policies?size=1000',
    ...['roles', 'rolesmapping', 'internalusers', 'tenants', 'actiongroups'].map((what) => `${securityPath}/${what}`),
  ]
  const bodies: unknown[] = []
  for (const path of parts) bodies.push((await succeed(admin.search('GET', path))).body)
  const objects = await admin.dashboards(
    'GET',
    '/api/saved_objects/_find?type=dashboard&type=visualization&per_page=1000',
  )
  return [...bodies, objects.body['total']]
}

describe('elkctl verify on OpenSearch 2.19 with its security plugin (ISM and OpenSearch Dashboards: doubles that answer as recorded)', () => {
  it('finds nothing to say about a stack as init leaves it, and writes nothing', async () => {
    stack.clear()
    const { found } = await verify(installed)
    expect(found.error).toBeUndefined()
    expect(found.code).toBe(0)
    expect(found.checks.map(({ status }) => status)).toEqual(['pass', 'pass'])
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
    expect(made.plan.filter(({ kind }) => kind === 'role').map(({ name }) => name)).toEqual(['openvidu-role'])
  })

  it('tells an object that differs, with exit code 2', async () => {
    await succeed(
      admin.search('PUT', '/_ingest/pipeline/openvidu-kurento-pipeline', { description: 'mine', processors: [] }),
    )
    const { found } = await verify(installed)
    expect(found.code).toBe(2)
    expect(byAction(found)['update']).toEqual(['ingest pipeline openvidu-kurento-pipeline'])
    await restore()
  })
})

describe('elkctl verify --access', () => {
  it('proves that the account that init makes has all that it needs and nothing else, and leaves nothing behind', async () => {
    const before = await everything()
    const { found } = await verify(installed, '--access')
    expect(found.error).toBeUndefined()
    expect(found.code).toBe(0)
    expect(found.access).toMatchObject({ username: 'openvidu', kind: 'service' })
    const rights = found.access?.rights ?? []
    expect(rights.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(rights.filter(({ expected, granted }) => expected === 'needed' && granted !== true)).toEqual([])
    expect(rights.filter(({ expected, granted }) => expected === 'refused' && granted !== false)).toEqual([])
    expect(rights.filter(({ expected }) => expected === 'needed').length).toBe(19)
    expect(rights.filter(({ expected }) => expected === 'refused').length).toBe(10)
    expect(JSON.stringify(rights)).toContain('403 no permissions for [cluster:admin/settings/update]')
    expect(await everything()).toEqual(before)
  })

  it('leaves nothing behind either when it asks about the administrator, who may do everything', async () => {
    const installation = installationOf(stack, stack.engine.username, stack.engine.password)
    others.push(installation)
    const before = await everything()
    const { found, lacks, excess, unclear } = await verify(installation, '--access')
    expect(found.code).toBe(7)
    expect(lacks).toEqual([])
    expect(unclear).toEqual([])
    const refused = (found.access?.rights ?? []).filter(({ expected }) => expected === 'refused')
    expect(excess).toEqual(refused.map(({ title }) => title))
    expect(await everything()).toEqual(before)
  })

  it.each([
    [
      'settings of the cluster',
      serviceRole((role) => role.cluster_permissions.push('cluster:admin/settings/update')),
      ['Changes settings of the cluster'],
    ],
    [
      'snapshots',
      serviceRole((role) => role.cluster_permissions.push('manage_snapshots')),
      ['Makes snapshots and their repositories'],
    ],
    [
      'every index',
      serviceRole((role) => role.index_permissions.push({ index_patterns: ['*'], allowed_actions: ['crud'] })),
      ['Has a right to the security index', 'Reads other indices', 'Writes, makes and deletes other indices'],
    ],
    [
      'another tenant',
      serviceRole((role) =>
        role.tenant_permissions.push({ tenant_patterns: ['theirs'], allowed_actions: ['kibana_all_read'] }),
      ),
      ['Enters other spaces or tenants'],
    ],
  ])('reports a role that was widened by hand: %s', async (_what, role, beyond) => {
    await putRole('openvidu-role', role)
    const { found, lacks, excess, unclear } = await verify(installed, '--access')
    expect(found.code).toBe(7)
    expect(excess).toEqual(beyond)
    expect([...lacks, ...unclear]).toEqual([])
    await restoreRole()
  })

  it('reports what a second role brings', async () => {
    await succeed(
      admin.search('PUT', `${securityPath}/internalusers/openvidu`, {
        opendistro_security_roles: ['kibana_user', 'all_access'],
      }),
    )
    const { found, excess } = await verify(installed, '--access')
    expect(found.code).toBe(7)
    expect(excess).toEqual(expect.arrayContaining(['Manages users and roles', 'Changes settings of the cluster']))
    await restore()
  })

  it.each([
    [
      'no policies',
      serviceRole((role) => {
        role.cluster_permissions = role.cluster_permissions.filter((name) => !name.endsWith('ism/policy/write'))
      }),
      ['Puts the lifecycle policy'],
      'cluster:admin/opendistro/ism/policy/write',
    ],
    [
      'no browser logs',
      serviceRole((role) => {
        for (const entry of role.index_permissions)
          entry.index_patterns = entry.index_patterns.filter((pattern) => !pattern.includes('browser'))
      }),
      ['Makes today’s index of browser logs, writes to it and attaches the policy', 'Reads browser logs'],
      'indices:admin/create',
    ],
    [
      'a read-only tenant',
      serviceRole((role) => {
        role.tenant_permissions = [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_read'] }]
      }),
      ['Imports dashboards'],
      'indices:data/write/delete',
    ],
  ])('reports a role that was narrowed by hand: %s', async (_what, role, gone, action) => {
    await putRole('openvidu-role', role)
    const { found, lacks, excess } = await verify(installed, '--access')
    expect(found.code).toBe(4)
    expect(lacks).toEqual(gone)
    expect(excess).toEqual([])
    const evidence = (found.access?.rights ?? [])
      .filter(({ status }) => status === 'missing')
      .map((right) => right.evidence)
    expect(JSON.stringify(evidence)).toContain(`403 no permissions for [${action}]`)
    await restoreRole()
  })
})

describe('a viewer', () => {
  it('has what it needs and nothing else, with no right to the dashboards index behind the tenant', async () => {
    const results = await rightsOf(stack, 'viewer')
    expect(results.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(results.find(({ title }) => title.includes('behind its back'))).toMatchObject({ granted: false })
  })

  it('finds and opens dashboards and reads data', async () => {
    const viewer = clientsOf(stack, 'viewer')
    const found = await viewer.dashboards('GET', '/api/saved_objects/_find?type=dashboard&type=visualization')
    expect(found.status).toBe(200)
    expect((await rightsOf(stack, 'viewer')).find(({ title }) => title.startsWith('Finds and opens'))?.granted).toBe(
      true,
    )
    expect((await viewer.search('GET', '/openvidu/_search')).status).toBe(200)
    expect((await viewer.search('GET', '/openvidu/_field_caps?fields=*')).status).toBe(200)
    expect((await viewer.search('GET', '/openvidu/_mapping')).status).toBe(200)
    const opened = await fetch(`${String(stack.dashboards?.url)}/api/saved_objects/dashboard/openvidu-recordings`, {
      headers: {
        authorization: `Basic ${Buffer.from(`viewer:${password}`).toString('base64')}`,
        securitytenant: 'global',
      },
    })
    expect(opened.status).toBe(200)
  })

  it('neither writes nor imports nor deletes, not even in the index of the dashboards server', async () => {
    await admin.search('PUT', '/.kibana_1/_doc/dashboard:x', { a: 1 })
    const viewer = clientsOf(stack, 'viewer')
    const statuses = [
      await viewer.search('PUT', '/openvidu/_doc/1', { a: 1 }),
      await viewer.search('DELETE', '/openvidu'),
      await viewer.search('PUT', '/openvidu-logs-2021.03.03'),
      await viewer.search('PUT', '/.kibana_1/_doc/dashboard:y', { a: 1 }),
      await viewer.search('DELETE', '/.kibana_1/_doc/dashboard:x'),
      await viewer.search('DELETE', '/.kibana_1'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403])
    const imported = await importDashboard(stack, 'viewer')
    expect(imported.body['success']).toBe(false)
    expect(JSON.stringify(imported.body)).toContain('no permissions for [indices:data/write/bulk[s]]')
    await succeed(admin.search('DELETE', '/.kibana_1'))
  })

  it('would write there with the role kibana_user, which is why the role of viewers does without it', async () => {
    await putUser('viewer2', [openvidu.roles.viewer, 'kibana_user'])
    const results = await rightsOf(stack, 'viewer2', 'viewer')
    expect(results.filter(({ status }) => status === 'excess').map(({ title }) => title)).toEqual([
      'Writes to the index of OpenSearch Dashboards behind its back',
    ])
  })
})

describe('a checker', () => {
  it('runs plan and verify to the end, and proves its own rights', async () => {
    const installation = installationFor('checker')
    stack.clear()
    const plan = await report(['plan', '--env-file', installation.envFile])
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(0)
    expect(byAction(plan)['unverified']).toEqual(['role openvidu-role', 'user openvidu', 'role mapping openvidu-role'])
    expect(stack.writes()).toEqual([])
    const { found, lacks, excess, unclear } = await verify(installation, '--access')
    expect(found.code).toBe(0)
    expect(found.access?.kind).toBe('checker')
    expect([...lacks, ...excess, ...unclear]).toEqual([])
  })

  it('sees what differs', async () => {
    const installation = installationFor('checker')
    await succeed(admin.search('DELETE', '/_plugins/_ism/policies/openvidu_daily_cleanup_policy'))
    expect((await report(['plan', '--env-file', installation.envFile])).code).toBe(2)
    expect((await verify(installation)).found.code).toBe(2)
    await restore()
  })

  it('is refused each write', async () => {
    const checker = clientsOf(stack, 'checker')
    const statuses = [
      await checker.search('PUT', '/_ingest/pipeline/mine', { processors: [] }),
      await checker.search('PUT', '/_index_template/mine', { index_patterns: ['mine'] }),
      await checker.search('PUT', '/_template/mine', { index_patterns: ['mine'] }),
      await checker.search('DELETE', '/_index_template/openvidu-logs'),
      await checker.search('DELETE', '/_plugins/_ism/policies/openvidu_daily_cleanup_policy'),
      await checker.search('PUT', '/openvidu-logs-2021.03.03'),
      await checker.search('PUT', '/openvidu/_doc/1', { a: 1 }),
      await checker.search('GET', '/openvidu/_search'),
      await checker.search('PUT', `${securityPath}/internalusers/mine`, { password }),
    ].map(({ status }) => status)
    expect(statuses).toEqual(statuses.map(() => 403))
    expect((await importDashboard(stack, 'checker')).body['success']).toBe(false)
  })
})

describe('when .env holds a user that may do too little', () => {
  it('plan names the right that is missing in the server’s own words, and says where to put it', async () => {
    await putRole('meagre', { cluster_permissions: ['cluster_monitor'] })
    await putUser('meagre', ['meagre'])
    const plan = await report(['plan', '--env-file', installationFor('meagre').envFile])
    expect(plan.code).toBe(4)
    expect(plan.error?.message).toContain('no permissions for [cluster:admin/opendistro/ism/policy/search]')
    expect(plan.error?.message).toContain('No permission to access REST API')
    expect(plan.error?.hint).toContain(
      'The right [cluster:admin/opendistro/ism/policy/search] is missing: put it into cluster_permissions',
    )
    expect(plan.error?.hint).toContain('plugins.security.restapi.roles_enabled')
  })
})
