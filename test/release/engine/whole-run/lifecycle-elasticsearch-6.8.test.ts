import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { account, type Account } from '../../../support/account.js'
import { describeBesideOpenVidu } from '../../../engine/whole-run/beside-openvidu.js'
import { becomes, dataInSeconds, seconds, type DataFolder } from '../../../engine/whole-run/data-in-seconds.js'
import { report } from '../../../support/json-report.js'

let stack: LocalStack
let installation: Installation
let data: DataFolder
let admin: Account
let oldSince: number
let youngSince: number
const [old, young, theirs] = ['filebeat-nginx-old', 'filebeat-nginx-young', 'openvidu-logs-theirs']
/** Seconds: long enough to plan, to apply and for ILM to look twice. What is tried before it takes most of the time that the old index needs. */
const short = 20

beforeAll(async () => {
  stack = await startStack({ engine: 'elasticsearch-6.8', dashboards: false })
  const { engine } = stack
  admin = account(engine.url, engine.username, engine.password)
  data = dataInSeconds()
  installation = makeInstallation({
    searchUrl: stack.search.url,
    username: engine.username,
    password: engine.password,
  })
  await admin('PUT', '/_cluster/settings', { transient: { 'indices.lifecycle.poll_interval': '1s' } })
  await admin('PUT', '/_ilm/policy/theirs', { policy: { phases: { hot: { min_age: '0ms', actions: {} } } } })
  const settings = { number_of_replicas: 0 }
  for (const name of [old, 'server-metrics-2021-03', 'openvidu', 'somebody-else'])
    await admin('PUT', `/${name}`, { settings })
  await admin('PUT', `/${theirs}`, { settings: { ...settings, 'index.lifecycle.name': 'theirs' } })
  oldSince = Date.now()
}, 120_000)

afterAll(async () => {
  data.remove()
  installation.remove()
  await stack.stop()
})

/** The retention counts in seconds. */
const run = (command: string, retention: number, ...more: string[]) =>
  report(
    [
      command,
      '--env-file',
      installation.envFile,
      '--force',
      '--data',
      data.folder,
      '--max-days-delete',
      String(retention),
      '--admin-username',
      stack.engine.username,
      ...more,
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } },
  )
const init = (retention: number) => run('init', retention, '--yes', '--write-env')
const exists = async (index: string) => (await admin('HEAD', `/${index}`)).status === 200
const policyOf = async (index: string) => {
  const { body } = await admin('GET', `/${index}/_settings?flat_settings=true`)
  return (body[index] as { settings: Record<string, string> }).settings['index.lifecycle.name']
}

describe('indices that are there before elkctl, under the real ILM of Elasticsearch 6.8', () => {
  it('are planned by name: ours get the policy, those of others are left alone', async () => {
    const plan = await run('plan', 3600)
    const indices = plan.plan.filter(({ kind }) => kind === 'managed index')
    expect(indices.map(({ action, name, reason }) => [name, action, reason]).sort()).toEqual([
      [old, 'update', undefined],
      [theirs, 'skipped', 'managed by another policy (theirs)'],
      ['server-metrics-2021-03', 'update', undefined],
    ])
    expect(indices.find(({ name }) => name === old)?.differences).toEqual([
      { path: 'policy', before: null, after: 'openvidu_daily_cleanup_policy' },
      { path: 'deleted after', before: 'never', after: '1 hour' },
    ])
    expect(plan.notes.join()).not.toContain('at once')
    // Made without its template it would fail the checks of init.
    await admin('DELETE', '/openvidu')
  })

  it('are attached, and nothing else is: not the index of events', async () => {
    const first = await init(3600)
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    await admin('PUT', '/openvidu')
    expect(await policyOf(old)).toBe('openvidu_daily_cleanup_policy')
    expect(await policyOf('server-metrics-2021-03')).toBe('openvidu_monthly_cleanup_policy')
    expect(await policyOf(theirs)).toBe('theirs')
    expect(await policyOf('openvidu')).toBeUndefined()
    expect(await policyOf('somebody-else')).toBeUndefined()
    expect(first.verdict).toContain(
      `lifecycle of 1 index: ${old} deleted after 1 hour instead of never; they get the policy openvidu_daily_cleanup_policy`,
    )
  })

  it('are as they should be in the second run: 0 writes, at most 11 requests', async () => {
    stack.clear()
    const second = await init(3600)
    expect(second.code).toBe(0)
    expect(second.outcomes).toEqual([])
    expect(stack.writes()).toEqual([])
    expect(stack.requests().length).toBeLessThanOrEqual(11)
  })

  it('are reported with phase and age', async () => {
    expect(
      await becomes(async () => {
        const { lifecycle } = await run('verify', 3600)
        return lifecycle.some(({ index, phase }) => index === old && phase === 'hot')
      }, 20),
    ).toBe(true)
    const verified = await run('verify', 3600)
    expect(verified.code).toBe(0)
    const found = verified.lifecycle.find(({ index }) => index === old)
    expect(found).toMatchObject({ managedBy: 'openvidu_daily_cleanup_policy', error: null, atOnce: false })
    const age = (Date.now() - oldSince) / 86_400_000
    expect(found?.ageDays).toBeGreaterThan(0)
    expect(found?.ageDays).toBeLessThan(age + 0.0005)
  })
})

describe('an index that cannot be changed', () => {
  it('keeps no other from its policy, and is named with what takes its block off', async () => {
    const [blocked, free] = ['openvidu-logs-blocked', 'openvidu-logs-free']
    for (const name of [blocked, free]) {
      await admin('PUT', `/${name}`, { settings: { number_of_replicas: 0 } })
      await admin('POST', `/${name}/_ilm/remove`)
    }
    // As Elasticsearch does it itself when the disk is nearly full; before 7.4 it does not take it back.
    await admin('PUT', `/${blocked}/_settings`, { 'index.blocks.read_only_allow_delete': true })
    const found = await init(3600)
    const outcomes = found.outcomes.filter(({ kind }) => kind === 'managed index')
    expect(outcomes.map(({ name, status }) => [name, status]).sort()).toEqual([
      [blocked, 'failed'],
      [free, 'applied'],
    ])
    expect(await policyOf(free)).toBe('openvidu_daily_cleanup_policy')
    expect(found.code).toBe(8)
    expect(found.error?.message).toMatch(`The index ${blocked} cannot be changed while it is blocked: 403`)
    expect(found.error?.hint).toContain(
      `PUT /${blocked}/_settings {"index.blocks.read_only_allow_delete":null}, then run the command again`,
    )
    await admin('PUT', `/${blocked}/_settings`, { 'index.blocks.read_only_allow_delete': null })
    expect((await init(3600)).code).toBe(0)
    expect(await policyOf(blocked)).toBe('openvidu_daily_cleanup_policy')
    for (const name of [blocked, free]) await admin('DELETE', `/${name}`)
  })
})

describe('ILM that was stopped', () => {
  it('is found, with the request that starts it; everything else is as it should be', async () => {
    expect((await run('verify', 3600)).code).toBe(0)
    await admin('POST', '/_ilm/stop')
    const verified = await run('verify', 3600)
    expect(verified.code).toBe(1)
    expect(verified.verdict).toMatch(
      /ILM is stopped \(operation_mode STOPP(ED|ING)\): it deletes nothing until it is started: POST \/_ilm\/start/,
    )
    for (const { code, notes, verdict } of [await run('plan', 3600), await init(3600)]) {
      expect(code).toBe(0)
      expect(notes.join() + verdict).toContain('ILM is stopped')
    }
    await admin('POST', '/_ilm/start')
    expect((await run('verify', 3600)).code).toBe(0)
  })
})

describe('a shorter retention', () => {
  it('is warned of by the names of what it deletes at once, before anything is written', async () => {
    await seconds(Math.max(0, short - (Date.now() - oldSince) / 1000))
    await admin('PUT', `/${young}`, { settings: { number_of_replicas: 0 } })
    youngSince = Date.now()
    stack.clear()
    const plan = await run('plan', short)
    expect(stack.writes()).toEqual([])
    expect(plan.lifecycle.filter(({ atOnce }) => atOnce).map(({ index }) => index)).toEqual([old])
    expect(plan.notes).toContain(
      `1 index older than the retention is deleted at once by this plan, with all data: ${old}`,
    )
    expect(await exists(old)).toBe(true)
  })

  it('really deletes the old index and keeps the young one', async () => {
    const shortened = await init(short)
    expect(shortened.code).toBe(0)
    expect(shortened.verdict).toContain(`deleted after ${short} seconds instead of 1 hour; 1 of them at once (${old})`)
    expect(await becomes(async () => !(await exists(old)), 20)).toBe(true)
    const age = (Date.now() - youngSince) / 1000
    expect(await exists(young)).toBe(true)
    // Else the next assertion would prove nothing.
    expect(age).toBeLessThan(short)
    for (const index of [theirs, 'openvidu', 'somebody-else']) expect(await exists(index)).toBe(true)
  })

  it('0 keeps everything, also what is there already', async () => {
    const kept = await init(0)
    expect(kept.code).toBe(0)
    expect(kept.verdict).toContain(`never deleted, instead of after ${short} seconds`)
    await seconds(Math.max(0, short + 3 - (Date.now() - youngSince) / 1000))
    expect(await exists(young)).toBe(true)
    stack.clear()
    expect((await init(0)).code).toBe(0)
    expect(stack.writes()).toEqual([])
  })
})

describe('an index at which ILM stops', () => {
  it('is found by verify, with the reason and how to make it go on', async () => {
    data.edit((text) => text.replace('"actions": {}', '"actions": { "rollover": { "max_age": "1d" } }'))
    expect((await init(3600)).code).toBe(0)
    await admin('PUT', '/filebeat-nginx-stuck', { settings: { number_of_replicas: 0 } })
    expect(
      await becomes(async () => (await run('verify', 3600)).lifecycle.some(({ error }) => error !== null), 30),
    ).toBe(true)
    const verified = await run('verify', 3600)
    expect(verified.code).toBe(1)
    expect(verified.verdict).toContain('filebeat-nginx-stuck')
    const stuck = verified.lifecycle.find(({ index }) => index === 'filebeat-nginx-stuck')
    expect(stuck?.error).toContain('rollover_alias')
    expect(stuck?.retry).toBe('POST /filebeat-nginx-stuck/_ilm/retry')
    await admin('DELETE', '/filebeat-nginx-stuck')
  })
})

it('a policy that an index still uses stays, even when destroy is asked to remove it: ILM itself refuses that', async () => {
  const policy = 'openvidu_monthly_cleanup_policy'
  const { plan } = await report(
    [
      ...['destroy', '--dry-run', '--env-file', installation.envFile, '--data', data.folder],
      ...['--also', `lifecycle-policy/${policy}`, '--admin-username', stack.engine.username],
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } },
  )
  expect(plan.find(({ name }) => name === policy)).toMatchObject({
    action: 'skipped',
    reason:
      'kept: index server-metrics-2021-03 needs it; ILM does not delete a policy that an index still uses: detach it first with POST /INDEX/_ilm/remove',
  })
  const { status, body } = await admin('DELETE', `/_ilm/policy/${policy}`)
  expect({ status, body: JSON.stringify(body) }).toEqual({
    status: 400,
    body: expect.stringContaining(`Cannot delete policy [${policy}]. It is in use by one or more indices`) as unknown,
  })
})

describeBesideOpenVidu(() => ({ stack, installation, flags: ['--force'], jobs: () => Promise.resolve(), policyOf }))
