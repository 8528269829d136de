import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import type { AnswerFunction } from '../../../../sandbox/proxy.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { account, type Account } from '../../../support/account.js'
import { describeBesideOpenVidu } from '../../../engine/whole-run/beside-openvidu.js'
import { becomes, dataInSeconds, seconds, type DataFolder } from '../../../engine/whole-run/data-in-seconds.js'
import { report } from '../../../support/json-report.js'

let stack: LocalStack
let installation: Installation
let data: DataFolder
let admin: Account
let ism: Account
let interfere: AnswerFunction
const [old, metrics, theirs] = ['filebeat-nginx-old', 'server-metrics-2021-03', 'openvidu-logs-theirs']
/** under a policy that an earlier elkctl wrote, and completed */
const kept = 'filebeat-redis-kept'
const [daily, monthly] = ['openvidu_daily_cleanup_policy', 'openvidu_monthly_cleanup_policy']
const policyPath = '/_plugins/_ism/policies/openvidu_daily_cleanup_policy'

const states = [{ name: 'a', actions: [], transitions: [] }]
/** As elkctl wrote it when it used OpenVidu's own name for its policy, and had no transition in it. */
const earlier = {
  description: "Keeps OpenVidu's daily indices: nothing is ever deleted [elkctl:openvidu:0123456789ab]",
  default_state: 'hot',
  states: [{ name: 'hot', actions: [], transitions: [] }],
  ism_template: [
    {
      index_patterns: ['filebeat*', 'openvidu-logs*', 'openvidu-browser-logs*', 'metricbeat*', 'loadtest*'],
      priority: 100,
    },
  ],
}

beforeAll(async () => {
  interfere = () => undefined
  stack = await startStack({
    engine: 'opensearch-2.19',
    dashboards: false,
    answer: (request) => interfere(request),
  })
  const { engine } = stack
  admin = account(engine.url, engine.username, engine.password)
  ism = account(stack.search.url, engine.username, engine.password)
  data = dataInSeconds()
  installation = makeInstallation({ searchUrl: stack.search.url, username: engine.username, password: engine.password })
  for (const name of [old, metrics, theirs, 'somebody-else']) await admin('PUT', `/${name}`)
  await ism('PUT', '/_plugins/_ism/policies/theirs', { policy: { description: 'x', default_state: 'a', states } })
  await ism('POST', `/_plugins/_ism/add/${theirs}`, { policy_id: 'theirs' })
  await ism('PUT', '/_plugins/_ism/policies/openvidu_cleanup_policy', { policy: earlier })
  await admin('PUT', `/${kept}`)
  await seconds(1.5)
  await stack.ism?.runJobs(2)
}, 120_000)

beforeEach(() => {
  interfere = () => undefined
})

afterAll(async () => {
  data.remove()
  installation.remove()
  await stack.stop()
})

/** The retention counts in seconds. */
const run = (command: string, retention: number, who?: { username: string; password: string }) =>
  report(
    [
      command,
      '--env-file',
      installation.envFile,
      '--data',
      data.folder,
      '--max-days-delete',
      String(retention),
      '--admin-username',
      who?.username ?? stack.engine.username,
      ...(command === 'init' ? ['--yes', '--write-env'] : []),
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: who?.password ?? stack.engine.password } },
  )
const init = (retention: number) => run('init', retention)
const explain = async (index: string) =>
  (await ism('GET', `/_plugins/_ism/explain/${index}?show_policy=true`)).body[index] as {
    policy_id: string | undefined
    policy: object | undefined
    enabled: boolean | null
  }
const indicesOf = ({ plan }: Awaited<ReturnType<typeof run>>) =>
  plan.filter(({ kind, action }) => kind === 'managed index' && action === 'update').map(({ name }) => name)

describe('indices that are there before elkctl, under ISM (a double that answers as recorded)', () => {
  it('are added to the policy, those of others are left alone and named', async () => {
    const first = await init(3600)
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect((await explain(old)).policy_id).toBe(daily)
    expect((await explain(metrics)).policy_id).toBe(monthly)
    expect((await explain(theirs)).policy_id).toBe('theirs')
    expect((await explain('somebody-else')).policy_id).toBeUndefined()
    expect(first.lifecycle.find(({ index }) => index === theirs)?.leftAlone).toContain('theirs')
    expect(first.verdict).toContain(`${old} deleted after 1 hour instead of never`)
  })

  it('are moved from the policy of an earlier elkctl, although it is completed', async () => {
    expect(await explain(kept)).toMatchObject({ policy_id: daily, enabled: true })
    const settings = (await ism('GET', '/_cluster/state/metadata')).body
    expect(JSON.stringify(settings)).not.toContain('auto_manage')
  })

  it('are as they should be in the second run: 0 writes, at most 12 requests', async () => {
    for (const jobs of [0, 1, 2]) {
      if (jobs > 0) await stack.ism?.runJobs()
      stack.clear()
      expect((await init(3600)).code).toBe(0)
      expect(stack.writes()).toEqual([])
      expect(stack.requests().length).toBeLessThanOrEqual(12)
    }
    const verified = await run('verify', 3600)
    expect(verified.code).toBe(0)
    expect(verified.lifecycle.find(({ index }) => index === old)).toMatchObject({ phase: 'hot', error: null })
  })
})

describe('a changed retention', () => {
  it('is taken up by indices that go by their own copy of the policy', async () => {
    await seconds(2)
    const plan = await run('plan', 2)
    expect(indicesOf(plan)).toContain(old)
    expect(plan.notes.join()).toContain(`deleted at once by this plan, with all data: ${old}, ${kept}`)
    const changed = await init(2)
    expect(changed.code).toBe(0)
    expect(changed.verdict).toContain(
      `${old}, ${kept} deleted after 2 seconds instead of 1 hour; 2 of them at once (${old}, ${kept}); ISM picks this up on its next run`,
    )
    // ISM takes it up with the next run of its jobs, and shows nothing until then.
    expect(JSON.stringify((await explain(old)).policy)).toContain('"3600s"')
    stack.clear()
    const second = await init(2)
    expect(second.code).toBe(0)
    expect(stack.writes()).toEqual([])
    expect(stack.requests().length).toBeLessThanOrEqual(12)
    expect(second.lifecycle.find(({ index }) => index === old)?.waiting).toBe(true)
    expect((await run('verify', 2)).code).toBe(0)
    await stack.ism?.runJobs()
    expect(JSON.stringify((await explain(old)).policy)).toContain('"2s"')
    expect((await run('verify', 2)).lifecycle.find(({ index }) => index === old)?.waiting).toBe(false)
  })

  it('of 0 keeps what exists, too', async () => {
    const keeping = await init(0)
    expect(keeping.code).toBe(0)
    expect(keeping.verdict).toContain('never deleted, instead of after 2 seconds')
    await stack.ism?.runJobs()
    expect(JSON.stringify((await explain(old)).policy)).not.toContain('"delete"')
    // Whatever time passes, the indices stay ready to take up another policy (item of the recordings: opensearch-ism-completed 09, 13).
    await stack.ism?.runJobs(3)
    expect((await run('verify', 0)).code).toBe(0)
    expect((await init(2)).code).toBe(0)
    await stack.ism?.runJobs()
    for (const index of [old, metrics]) expect(JSON.stringify((await explain(index)).policy)).toContain('"delete"')
    expect((await run('verify', 2)).code).toBe(0)
  })

  it('is told again when the run that changed the policy was cut off before ISM was told', async () => {
    interfere = ({ path }) =>
      path.includes('/change_policy/')
        ? { status: 500, body: { error: { reason: 'cut off' }, status: 500 } }
        : undefined
    const cut = await init(7200)
    expect(cut.code).toBe(8)
    interfere = () => undefined
    const again = await init(7200)
    expect(again.code).toBe(0)
    expect(indicesOf(again)).toContain(old)
    await stack.ism?.runJobs()
    expect(JSON.stringify((await explain(old)).policy)).toContain('"7200s"')
  })

  it('fails for the indices that ISM names in an answer of 200, and for these only', async () => {
    const reason = 'This index is not being managed'
    interfere = ({ path }) =>
      path.includes('/change_policy/') && path.includes(old)
        ? {
            status: 200,
            body: {
              updated_indices: 0,
              failures: true,
              failed_indices: [{ index_name: old, index_uuid: 'u', reason }],
            },
          }
        : undefined
    const partly = await init(3600)
    expect(partly.code).toBe(8)
    const outcomes = partly.outcomes.filter(({ kind }) => kind === 'managed index')
    expect(outcomes.find(({ name }) => name === old)?.error?.message).toContain(reason)
    expect(outcomes.find(({ name }) => name === metrics)?.status).toBe('applied')
    interfere = () => undefined
    expect(indicesOf(await init(3600))).toEqual([old, kept])
    await stack.ism?.runJobs()
  })

  it('is not written over a change that somebody else makes meanwhile', async () => {
    let done = false
    interfere = async (request) => {
      if (done || request.method !== 'PUT' || !request.path.startsWith(policyPath)) return undefined
      done = true
      const { policy } = JSON.parse(request.body) as { policy: object }
      await stack.ism?.({ ...request, body: JSON.stringify({ policy: { ...policy, description: 'somebody else' } }) })
      return undefined
    }
    const conflict = await init(1800)
    expect(conflict.error?.message).toContain('409')
    // The other policy was written at the same time.
    expect(conflict.code).toBe(8)
    expect(JSON.stringify((await ism('GET', policyPath)).body)).toContain('somebody else')
    expect((await init(3600)).code).toBe(0)
    await stack.ism?.runJobs()
  })
})

describe('an index under the wrong policy', () => {
  const attach = async (index: string, policy_id: string) => {
    await ism('POST', `/_plugins/_ism/remove/${index}`)
    await ism('POST', `/_plugins/_ism/add/${index}`, { policy_id })
    await seconds(1.2)
  }

  it('is found, also just after the policy was written', async () => {
    expect((await run('verify', 3600)).code).toBe(0)
    await attach(kept, monthly)
    const found = await run('verify', 3600)
    expect(found.code).toBe(2)
    expect(indicesOf(found)).toEqual([kept])
  })

  it('is added by the next run when one was cut off between taking it off and adding it', async () => {
    interfere = ({ path }) =>
      path.includes('/_ism/add/') ? { status: 500, body: { error: { reason: 'cut off' }, status: 500 } } : undefined
    expect((await init(3600)).code).toBe(1)
    await seconds(1.2)
    expect((await explain(kept)).policy_id).toBeUndefined()
    interfere = () => undefined
    expect((await init(3600)).code).toBe(0)
    expect((await explain(kept)).policy_id).toBe(daily)
    expect(JSON.stringify((await ism('GET', '/_cluster/state/metadata')).body)).not.toContain('auto_manage')
  })

  it('is left alone when a person took ISM off it', async () => {
    await ism('POST', `/_plugins/_ism/remove/${kept}`)
    await seconds(1.2)
    const left = await init(3600)
    expect(left.code).toBe(0)
    expect(left.lifecycle.find(({ index }) => index === kept)?.leftAlone).toContain('auto_manage')
    expect((await explain(kept)).policy_id).toBeUndefined()
  })
})

describe('ISM that is switched off', () => {
  const enabled = (value: boolean | null) =>
    ism('PUT', '/_cluster/settings', { persistent: { 'plugins.index_state_management.enabled': value } })

  it('is found, with the request that switches it on; everything else is as it should be', async () => {
    expect((await enabled(false)).status).toBe(200)
    const verified = await run('verify', 3600)
    expect(verified.code).toBe(1)
    expect(verified.verdict).toContain(
      'ISM is switched off (plugins.index_state_management.enabled is false): it deletes nothing until it is started: PUT /_cluster/settings {"persistent":{"plugins.index_state_management.enabled":true}}',
    )
    for (const command of ['plan', 'init']) {
      const { code, notes, verdict } = await run(command, 3600)
      expect([command, code]).toEqual([command, 0])
      expect(notes.join() + verdict).toContain('ISM is switched off')
    }
    await enabled(true)
    expect((await run('verify', 3600)).code).toBe(0)
  })
})

describe('whoever has not the rights with which ISM would act', () => {
  it('is refused with the name of the missing right, before anything is written', async () => {
    const half = { username: 'half', password: 'kT7-velvet-Orbit-93' }
    await admin('PUT', '/_plugins/_security/api/roles/half', {
      cluster_permissions: ['*'],
      index_permissions: [{ index_patterns: ['*'], allowed_actions: ['crud', 'create_index', 'indices:admin/delete'] }],
    })
    await admin('PUT', '/_plugins/_security/api/internalusers/half', {
      password: half.password,
      opendistro_security_roles: ['half', 'security_rest_api_access'],
    })
    await admin('PUT', '/_plugins/_security/api/rolesmapping/security_rest_api_access', { users: ['half'] })
    stack.clear()
    const refused = await run('init', 900, half)
    expect(refused.code).toBe(4)
    expect(refused.error?.message).toContain(
      'half lacks the right [indices:admin/opensearch/ism/managedindex] on filebeat*, openvidu-logs*',
    )
    expect(stack.writes()).toEqual([])
  })
})

describeBesideOpenVidu(() => ({
  stack,
  installation,
  flags: [],
  jobs: async () => {
    await stack.ism?.runJobs(2)
  },
  policyOf: async (index) => {
    await becomes(async () => (await explain(index)).policy_id !== undefined, 3)
    return (await explain(index)).policy_id
  },
}))

it("a Kurento line has our fields, whatever OpenVidu's own pipeline does", async () => {
  const message = '0:00:00.272736914     1 0x55d0c3a8f2a0 INFO    KurentoMediaServer main.cpp:255:main() started'
  const path = '/filebeat-kurento-2021.03.03/_doc/1'
  await admin('PUT', `${path}?pipeline=kurento-pipeline`, { '@timestamp': '2021-03-03T11:49:37.070Z', message })
  expect((await admin('GET', '/_ingest/pipeline/kurento-pipeline')).body).toMatchObject({
    'kurento-pipeline': { description: "OpenVidu's own" },
  })
  expect((await admin('GET', path)).body).toMatchObject({ _source: { message: 'started', log: { level: 'INFO' } } })
})
