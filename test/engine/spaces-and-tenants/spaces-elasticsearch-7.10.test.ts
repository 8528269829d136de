import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startKibanaDouble, type DashboardsDouble } from '../../../sandbox/dashboards/index.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { account, type Account } from '../../support/account.js'
import { byAction, report } from '../../support/json-report.js'
import { succeed } from '../verify/accounts.js'
import { dataWith, placeOn, type Place } from './situation.js'

const dashboard = ['dashboard', 'openvidu-recordings'] as const

let stack: LocalStack
let place: Place
let admin: Account

beforeAll(async () => {
  stack = await startStack({ engine: 'elasticsearch-7.10', double: { spaces: ['default', 'video'] } })
  const { engine } = stack
  admin = account(engine.url, engine.username, engine.password)
  place = placeOn(stack)
}, 120_000)

afterAll(async () => {
  place.installation.remove()
  await stack.stop()
})

describe('--space on Kibana (a double that answers as 7.12 was recorded to answer)', () => {
  it.each<[string, string[], string]>([
    ['that does not exist', ['--space', 'viedo'], 'no space "viedo"'],
    ['with a name that none can have', ['--space', 'Video Team'], 'not the id of a space'],
    ['which is a tenant', ['--tenant', 'video'], 'no tenants'],
  ])('refuses one %s before anything is written', async (_what, args, said) => {
    stack.clear()
    const refused = await place.elkctl('init', '--yes', '--write-env', ...args)
    expect(refused.code).toBe(3)
    expect(refused.error?.message).toContain(said)
    expect(stack.writes()).toEqual([])
  })

  it('tells which spaces there are', async () => {
    expect((await place.elkctl('plan', '--space', 'viedo')).error?.hint).toContain('default, video')
  })

  it('puts the dashboards there and nowhere else, and the account opens them', async () => {
    const first = await place.elkctl('init', '--yes', '--write-env', '--space', 'video')
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.checks.find(({ title }) => title === 'sees the dashboards')?.status).toBe('pass')
    const objects = stack.dashboards?.double.objects
    expect(objects?.at('video').get(...dashboard)).toBeDefined()
    expect(objects?.at('default').get(...dashboard)).toBeUndefined()
    const { body } = await admin('GET', '/_security/role/openvidu-role')
    expect(body['openvidu-role']).toMatchObject({
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_savedObjectsManagement.all'],
          resources: ['space:default', 'space:video'],
        },
      ],
    })
  })

  it('finds nothing to do there the second time, is verified, and finds everything to do in the default space', async () => {
    stack.clear()
    expect((await place.elkctl('init', '--yes', '--write-env', '--space', 'video')).code).toBe(0)
    expect((await place.elkctl('verify', '--access', '--space', 'video')).code).toBe(0)
    expect(stack.writes()).toEqual([])
    const plan = await place.asAdmin('plan', '--space', 'default')
    expect(byAction(plan)['create']).toContain('saved object dashboard/openvidu-recordings')
  })

  it('is remembered: the role says where the dashboards are, whoever signs in and whether or not there is a Kibana', async () => {
    stack.clear()
    for (const run of [place.elkctl, place.asAdmin])
      for (const more of [[], ['--no-dashboards']]) {
        const again = await run('init', '--yes', '--write-env', ...more)
        expect([again.error, again.code]).toEqual([undefined, 0])
        expect(again.notes.join()).toContain('dashboards are in the space video, as the role openvidu-role says')
      }
    expect((await place.elkctl('verify', '--access')).code).toBe(0)
    expect(stack.writes()).toEqual([])
  })
})

describe('a role with features that Kibana does not have, which it would take (204)', () => {
  const folders: string[] = []
  const doubles: DashboardsDouble[] = []
  const others: Place[] = []
  afterAll(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    for (const { installation } of others) installation.remove()
    for (const double of doubles) await double.stop()
  })
  const withFeature = (feature: Record<string, string[]>) => {
    const folder = dataWith('roles/openvidu/roles/openvidu-role.elasticsearch.json', (role) => {
      const [entry] = role['kibana'] as { feature: Record<string, string[]> }[]
      if (entry) entry.feature = feature
    })
    folders.push(folder)
    return folder
  }

  it.each([
    [
      'a feature',
      { savedObjectManagement: ['all'] },
      'it has no feature "savedObjectManagement" (savedObjectsManagement',
    ],
    ['a privilege', { savedObjectsManagement: ['al'] }, 'the feature savedObjectsManagement has no privilege "al"'],
  ])('is not written: %s', async (_what, feature, said) => {
    stack.clear()
    const refused = await place.asAdmin('init', '--yes', '--write-env', '--data', withFeature(feature))
    expect(refused.code).toBe(3)
    expect(refused.error?.message).toContain(said)
    expect(refused.error?.hint).toContain('dashboard, dev_tools, discover')
    expect(stack.writes()).toEqual([])
  })

  it('is not in the way of someone who may write roles but not ask: a note says what was not checked', async () => {
    const password = 'kT7-velvet-Orbit-93'
    await succeed(
      admin('PUT', '/_security/role/role-writer', {
        cluster: ['all'],
        indices: [{ names: ['*'], privileges: ['all'] }],
        applications: [
          { application: 'kibana-.kibana', privileges: ['feature_savedObjectsManagement.all'], resources: ['*'] },
        ],
      }),
    )
    await succeed(admin('PUT', '/_security/user/writer', { password, roles: ['role-writer'] }))
    const plan = await report(['plan', '--env-file', place.installation.envFile, '--role', 'another-role'], {
      env: { ELKCTL_ADMIN_USERNAME: 'writer', ELKCTL_ADMIN_PASSWORD: password },
    })
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(2)
    expect(plan.notes.join()).toContain('was not checked: writer may not ask (403)')
  })

  it('passes with what a newer Kibana has under another name, and with parts of features', async () => {
    // Derived from Kibana's sources: since 8.18 the list has the new names only, and a role with the old ones goes on granting the same.
    const named = (id: string) => ({ id, name: id, privileges: { all: {}, read: {} }, subFeatures: [] })
    const double = await startKibanaDouble({
      engineUrl: stack.engine.url,
      account: { username: stack.engine.username, password: stack.engine.password },
      version: '9.0.0',
      features: ['discover_v2', 'dashboard_v2', 'visualize_v2', 'savedObjectsManagement'].map(named),
    })
    doubles.push(double)
    const newer = placeOn(stack, double.url)
    others.push(newer)
    const folder = withFeature({ savedObjectsManagement: ['minimal_all'], discover: ['read'], dashboard_v2: ['all'] })
    const plan = await newer.asAdmin('plan', '--data', folder)
    expect(plan.error).toBeUndefined()
    expect(plan.code).toBe(2)
    const unknown = await newer.asAdmin('plan', '--data', withFeature({ canvas: ['all'] }))
    expect(unknown.code).toBe(3)
  })
})
