import { beforeAll, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import type { LocalStack } from '../../../../sandbox/stack.js'
import { describeContractOfOne } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'
import type { Account } from '../../../support/account.js'
import { report } from '../../../support/json-report.js'
import { describeOldEvents } from '../../../engine/whole-run/old-events.js'

const at = describeContractOfOne(engineStacks['opensearch-2.19'])
let stack: LocalStack
let installation: Installation
/** through the proxy, where the double of ISM answers */
let admin: Account

beforeAll(() => {
  ;({ stack, installation, search: admin } = at)
})

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

describe('on OpenSearch 2.19 with its security plugin (ISM and OpenSearch Dashboards: doubles that answer as recorded)', () => {
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
      'ingest pipeline openvidu-kurento-pipeline',
      () => admin('PUT', '/_ingest/pipeline/openvidu-kurento-pipeline', { processors: [] }),
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
    await admin('PUT', '/_plugins/_ism/policies/theirs', {
      policy: {
        description: 'theirs',
        default_state: 'a',
        states: [{ name: 'a', actions: [], transitions: [] }],
        ism_template: [{ index_patterns: ['unrelated-*'], priority: 110 }],
      },
    })
    expect((await initAsAdmin()).code).toBe(0)
    const { body } = await admin('GET', '/_plugins/_ism/policies/openvidu_daily_cleanup_policy')
    await admin('DELETE', '/_plugins/_ism/policies/openvidu_daily_cleanup_policy')
    await admin('DELETE', '/_plugins/_ism/policies/theirs')
    const overlapping = await admin('PUT', '/_plugins/_ism/policies/theirs', {
      policy: {
        description: 'theirs',
        default_state: 'a',
        states: [{ name: 'a', actions: [], transitions: [] }],
        ism_template: [{ index_patterns: ['filebeat-*'], priority: 110 }],
      },
    })
    expect(overlapping.status).toBe(201)
    stack.clear()
    const stopped = await initAsAdmin()
    expect(stopped.code).toBe(7)
    expect(stopped.error?.message).toContain('"theirs"')
    expect(stack.writes()).toEqual([])
    expect(body['policy']).toBeDefined()
    await admin('DELETE', '/_plugins/_ism/policies/theirs')
    expect((await initAsAdmin()).code).toBe(0)
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

it('of eight at the same moment one has the password of the account, and the others say so', async () => {
  const all = Array.from({ length: 8 }, () =>
    makeInstallation({
      ...{ searchUrl: stack.search.url, dashboardsUrl: String(stack.dashboards?.url) },
      ...{ username: stack.engine.username, password: stack.engine.password },
    }),
  )
  const account = ['--username', 'eight', '--role', 'eight-role']
  const runs = await Promise.all(
    all.map((one) => report(['init', '--env-file', one.envFile, '--yes', '--write-env', ...account])),
  )
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 8, 8, 8, 8, 8, 8, 8])
  const named = all.filter((one) => one.value('ELASTICSEARCH_USERNAME') === 'eight')
  expect(named.map((one) => runs[all.indexOf(one)]?.code)).toEqual([0])
  const own = at.as('eight', named[0]?.value('ELASTICSEARCH_PASSWORD'))
  expect((await own('GET', '/')).status).toBe(200)
  for (const path of ['internalusers/eight', 'rolesmapping/eight-role', 'roles/eight-role'])
    expect((await admin('DELETE', `/_plugins/_security/api/${path}`)).status).toBe(200)
  for (const one of all) one.remove()
})

describeOldEvents(at)
