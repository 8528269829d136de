import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startOpenSearchDashboardsDouble, type DashboardsDouble } from '../../../sandbox/dashboards/index.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { account, type Account } from '../../support/account.js'
import { byAction, report } from '../../support/json-report.js'
import { succeed } from '../verify/accounts.js'
import { dataWith, placeOn, type Place } from './situation.js'

const securityPath = '/_plugins/_security/api'
const password = 'kT7-velvet-Orbit-93'
const dashboard = ['dashboard', 'openvidu-recordings'] as const

let stack: LocalStack
let place: Place
let admin: Account
const places: Place[] = []
const doubles: DashboardsDouble[] = []

beforeAll(async () => {
  stack = await startStack({ engine: 'opensearch-2.19' })
  const { engine } = stack
  admin = account(engine.url, engine.username, engine.password)
  await succeed(admin('PUT', `${securityPath}/tenants/video`, { description: 'for the people of OpenVidu' }))
  place = placeOn(stack)
  places.push(place)
}, 120_000)

afterAll(async () => {
  for (const { installation } of places) installation.remove()
  for (const double of doubles) await double.stop()
  await stack.stop()
})

const stored = (double: DashboardsDouble | undefined, tenant: string) =>
  double?.objects.at(tenant).get(...dashboard) !== undefined

describe('--tenant on OpenSearch Dashboards (a double that answers as 2.19 was recorded to answer)', () => {
  it.each<[string, string[], number, string]>([
    ['that does not exist', ['--tenant', 'viedo'], 4, 'there is no tenant viedo'],
    ['that only one user sees', ['--tenant', '__user__'], 3, 'private to one user'],
    ['which is a space', ['--space', 'video'], 3, 'no spaces'],
  ])('refuses one %s before anything is written', async (_what, args, code, said) => {
    stack.clear()
    const refused = await place.elkctl('init', '--yes', '--write-env', ...args)
    expect(refused.code).toBe(code)
    expect(refused.error?.message).toContain(said)
    expect(stack.writes()).toEqual([])
  })

  it('tells which tenants there are', async () => {
    const refused = await place.elkctl('plan', '--tenant', 'viedo')
    expect(refused.error?.hint).toContain('video')
  })

  it('puts the dashboards there and nowhere else, and the account opens them', async () => {
    const first = await place.elkctl('init', '--yes', '--write-env', '--tenant', 'video')
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.checks.find(({ title }) => title === 'sees the dashboards')?.status).toBe('pass')
    const double = stack.dashboards?.double
    expect([stored(double, 'video'), stored(double, ''), stored(double, 'private of admin')]).toEqual([
      true,
      false,
      false,
    ])
    const { body } = await admin('GET', `${securityPath}/roles/openvidu-role`)
    expect(body['openvidu-role']).toMatchObject({
      tenant_permissions: [{ tenant_patterns: ['global_tenant', 'video'], allowed_actions: ['kibana_all_write'] }],
    })
  })

  it('finds nothing to do there the second time, and everything in the global tenant', async () => {
    for (const run of [place.elkctl, place.asAdmin]) {
      stack.clear()
      expect((await run('init', '--yes', '--write-env', '--tenant', 'video')).code).toBe(0)
      expect(stack.writes()).toEqual([])
      expect(stack.requests().length).toBeLessThanOrEqual(13)
    }
    const proof = await place.elkctl('verify', '--access', '--tenant', 'video')
    expect([proof.error, proof.code]).toEqual([undefined, 0])
    expect((await place.elkctl('verify', '--access', '--tenant', 'global')).verdict).toContain(
      'has what it must not have',
    )
    const plan = await place.asAdmin('plan', '--tenant', 'global_tenant')
    expect(byAction(plan)['create']).toContain('saved object dashboard/openvidu-recordings')
  })

  it('is remembered: the role says where the dashboards are, whoever signs in', async () => {
    for (const run of [place.elkctl, place.asAdmin]) {
      stack.clear()
      const again = await run('init', '--yes', '--write-env')
      expect([again.error, again.code]).toEqual([undefined, 0])
      expect(again.notes.join()).toContain('dashboards are in the tenant video')
      expect(stack.writes()).toEqual([])
      expect(stack.requests().length).toBeLessThanOrEqual(13)
    }
    expect((await place.elkctl('verify', '--access')).code).toBe(0)
  })

  it('is not guessed where the role names several: a note says so', async () => {
    const path = `${securityPath}/roles/openvidu-role`
    const { body } = await admin('GET', path)
    const { reserved: _r, hidden: _h, static: _s, ...role } = body['openvidu-role'] as Record<string, unknown>
    const tenant_permissions = [
      { tenant_patterns: ['global_tenant', 'video', 'other'], allowed_actions: ['kibana_all_write'] },
    ]
    await succeed(admin('PUT', path, { ...role, tenant_permissions }))
    const plan = await place.asAdmin('plan')
    await succeed(admin('PUT', path, role))
    expect(plan.notes.join()).toContain('names several tenants (video, other)')
  })

  it.each([
    ['no right to', [], 'may not use it'],
    [
      'only a right to read',
      [{ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_read'] }],
      'only read',
    ],
  ])('stops before it writes when whoever signs in has %s the tenant', async (_what, tenants, said) => {
    await succeed(
      admin('PUT', `${securityPath}/roles/few`, {
        cluster_permissions: ['*'],
        index_permissions: [{ index_patterns: ['*'], allowed_actions: ['*'] }],
        tenant_permissions: tenants,
      }),
    )
    await succeed(admin('PUT', `${securityPath}/internalusers/few`, { password, opendistro_security_roles: ['few'] }))
    stack.clear()
    const { installation } = place
    const stopped = await report(['plan', '--env-file', installation.envFile], {
      env: { ELKCTL_ADMIN_USERNAME: 'few', ELKCTL_ADMIN_PASSWORD: password },
    })
    expect(stopped.code).toBe(4)
    expect(stopped.error?.message).toContain(said)
    expect(stack.writes()).toEqual([])
  })

  it('leaves the header out where multitenancy is off, for the engine would refuse it', async () => {
    const double = await startOpenSearchDashboardsDouble({ engineUrl: stack.engine.url, multitenancy: false })
    doubles.push(double)
    const without = placeOn(stack, double.url)
    places.push(without)
    const first = await without.asAdmin('init', '--yes', '--write-env', '--reset-password', '--tenant', 'global')
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.notes.join()).toContain('multitenancy is off')
    expect(stored(double, '')).toBe(true)
    stack.clear()
    const second = await without.asAdmin('init', '--yes', '--write-env', '--tenant', 'global')
    expect(second.code).toBe(0)
    expect(second.outcomes).toEqual([])
    expect(stack.writes()).toEqual([])
  })
})

describe('a role with a misspelt grant, which OpenSearch would take (201)', () => {
  const edited: string[] = []
  afterAll(() => {
    for (const folder of edited) rmSync(folder, { recursive: true, force: true })
  })
  const withGrants = (cluster: string[], index: string[]) => {
    const folder = dataWith('roles/openvidu/roles/openvidu-role.opensearch.json', (role) => {
      ;(role['cluster_permissions'] as string[]).push(...cluster)
      const [entry] = role['index_permissions'] as { allowed_actions: string[] }[]
      entry?.allowed_actions.push(...index)
    })
    edited.push(folder)
    return folder
  }

  it('is not written, and what was meant is said', async () => {
    stack.clear()
    const folder = withGrants(['cluster:admin/opendistro/ism/policy/wirte', 'cluster_montior'], ['indices:data/raed/*'])
    const refused = await place.asAdmin('init', '--yes', '--write-env', '--adopt', '--data', folder)
    expect(refused.code).toBe(3)
    expect(refused.error?.message).toContain('openvidu-role.opensearch.json')
    for (const said of [
      'unknown action "cluster:admin/opendistro/ism/policy/wirte" (cluster:admin/opendistro/ism/policy/write',
      'unknown action group "cluster_montior" (cluster_monitor',
      'unknown action "indices:data/raed/*"',
    ])
      expect(refused.error?.message).toContain(said)
    expect(stack.writes()).toEqual([])
  })

  it('is written on request, with a note', async () => {
    const folder = withGrants(['cluster_montior'], [])
    const plan = await place.asAdmin('plan', '--force', '--data', folder)
    expect(plan.code).toBe(2)
    expect(plan.notes.join()).toContain('cluster_montior')
  })

  it('is none with wildcards and with groups of the server’s own', async () => {
    await succeed(admin('PUT', `${securityPath}/actiongroups/ours`, { allowed_actions: ['indices:data/read/search'] }))
    const folder = withGrants(['cluster:monitor/*', '*'], ['indices:data/read/se?rch*', 'ours'])
    const plan = await place.asAdmin('plan', '--data', folder)
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(2)
  })
})
