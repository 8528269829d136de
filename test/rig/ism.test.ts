import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ismDouble, type IsmDouble } from '../../sandbox/ism/double.js'
import { resolveIndices, type EngineIndex } from '../../sandbox/ism/engine-indices.js'
import { overlap } from '../../sandbox/ism/patterns.js'
import { milliseconds, timeValue } from '../../sandbox/ism/units.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import { standInEngine, type StandInEngine } from './ism-stand-in-engine.js'

const deleteAfter = (age: string, patterns: string[], priority = 100) => ({
  policy: {
    description: 'x',
    default_state: 'hot',
    states: [
      { name: 'hot', transitions: [{ state_name: 'delete', conditions: { min_index_age: age } }] },
      { name: 'delete', actions: [{ delete: {} }] },
    ],
    ism_template: { index_patterns: patterns, priority },
  },
})

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

let proxy: Proxy
let engine: StandInEngine | undefined

afterEach(async () => {
  await proxy.stop()
  await engine?.stop()
  engine = undefined
})

async function call(method: string, path: string, o: { body?: object; user?: string; password?: string } = {}) {
  const response = await fetch(proxy.url + path, {
    method,
    headers: o.user === undefined ? {} : { authorization: basic(o.user, o.password ?? 'right') },
    ...(o.body ? { body: JSON.stringify(o.body) } : {}),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') === true && text !== ''
  return { status: response.status, body: (json ? JSON.parse(text) : text) as unknown }
}

describe('without an engine', () => {
  const index = (name: string, created: number): EngineIndex => ({
    name,
    uuid: `uuid of ${name}`,
    created,
    open: true,
    hidden: false,
    aliases: [],
    autoManage: true,
  })
  let double: IsmDouble
  let now: number
  let indices: EngineIndex[]

  beforeEach(async () => {
    now = 1_000_000
    indices = []
    double = ismDouble({ now: () => now, indices: () => indices })
    proxy = await startProxy({ target: 'http://127.0.0.1:9', answer: double })
  })

  it('keeps the old copy of a changed policy until change_policy and two job runs', async () => {
    await call('PUT', '/_plugins/_ism/policies/p', { body: deleteAfter('15d', ['ov*']) })
    indices.push(index('ov-1', now + 1))
    now += 2000
    await double.runJobs()
    await call('PUT', '/_plugins/_ism/policies/p?if_seq_no=0&if_primary_term=1', { body: deleteAfter('30d', ['ov*']) })
    const age = async (): Promise<string> =>
      JSON.stringify((await call('GET', '/_plugins/_ism/explain/ov-1?show_policy=true')).body)
    await double.runJobs()
    expect(await age()).toContain('"min_index_age":"15d"')
    await call('POST', '/_plugins/_ism/change_policy/ov-1', { body: { policy_id: 'p' } })
    expect(await age()).toContain('"min_index_age":"15d"')
    await double.runJobs()
    expect(await age()).toContain('"min_index_age":"30d"')
  })

  it('shows its policies and managed indices to a test', async () => {
    await call('PUT', '/_plugins/_ism/policies/p', { body: deleteAfter('0', ['ov*']) })
    indices.push(index('ov-1', now + 1), index('other', now + 1))
    await call('GET', '/_plugins/_ism/explain/ov-1')
    expect([...double.policies.keys()]).toEqual(['p'])
    expect([...double.managed.values()].map(({ name, policyId }) => [name, policyId])).toEqual([['ov-1', 'p']])
    indices.length = 0
    await call('GET', '/_plugins/_ism/explain')
    expect([...double.managed.keys()]).toEqual([])
  })

  it('forgets the version of a deleted policy after a minute', async () => {
    const put = async () => (await call('PUT', '/_plugins/_ism/policies/p', { body: deleteAfter('1d', ['ov*']) })).body
    await put()
    await call('DELETE', '/_plugins/_ism/policies/p')
    expect(await put()).toMatchObject({ _version: 3 })
    await call('DELETE', '/_plugins/_ism/policies/p')
    now += 60_000
    expect(await put()).toMatchObject({ _version: 1 })
  })

  it('leaves other paths to the target', async () => {
    await expect(call('GET', '/_cluster/health')).rejects.toThrow()
    expect(proxy.requests[0]).not.toHaveProperty('status')
  })

  it('says so where it knows no answer', async () => {
    expect((await call('POST', '/_plugins/_ism/explain/x')).status).toBe(500)
  })
})

describe('in front of an engine with security', () => {
  const role = (...actions: string[]) => ({ cluster_permissions: actions, index_permissions: [] })
  const user = (...roles: string[]) => ({ password: 'right', roles, backendRoles: [] })
  const admin = { username: 'admin', password: 'right' }

  beforeEach(async () => {
    engine = await standInEngine({
      now: Date.now,
      security: {
        users: {
          admin: user('all_access'),
          group: user('by_group'),
          nested: user('by_nested_group'),
          monitor: user('monitor'),
          unknown: user('no_such_role'),
        },
        roles: {
          all_access: role('*'),
          by_group: role('cluster_all'),
          by_nested_group: role('mine'),
          monitor: role('cluster:monitor/*', 'indices:*', 'mine_too'),
        },
        actionGroups: {
          cluster_all: { allowed_actions: ['cluster:*'] },
          mine: { allowed_actions: ['mine_too', 'mine', 'cluster:admin/opendistro/ism/policy/*'] },
          mine_too: { allowed_actions: ['cluster:monitor/x'] },
        },
      },
    })
  })

  it.each([
    ['admin', 200],
    ['group', 200],
    ['nested', 200],
    ['monitor', 403],
    ['unknown', 403],
  ])('%s gets %d', async (name, status) => {
    const { url } = engine ?? { url: '' }
    proxy = await startProxy({ target: url, answer: ismDouble({ engine: { url, admin } }) })
    expect((await call('GET', '/_plugins/_ism/policies', { user: name })).status).toBe(status)
  })

  it('lets the engine refuse wrong credentials, also without an administrator to look up roles', async () => {
    const { url } = engine ?? { url: '' }
    proxy = await startProxy({ target: url, answer: ismDouble({ engine: { url } }) })
    const wrong = await call('GET', '/_plugins/_ism/policies', { user: 'admin', password: 'wrong' })
    expect(wrong).toEqual({ status: 401, body: 'Unauthorized' })
    expect((await call('GET', '/_plugins/_ism/policies', { user: 'monitor' })).status).toBe(200)
  })

  it('finds bad bodies before it asks for rights, as the server does', async () => {
    const { url } = engine ?? { url: '' }
    proxy = await startProxy({ target: url, answer: ismDouble({ engine: { url, admin } }) })
    const put = (body: object) => call('PUT', '/_plugins/_ism/policies/p', { user: 'monitor', body })
    expect((await put({ policy: { wrong: 1 } })).status).toBe(400)
    expect((await put(deleteAfter('1d', ['_bad']))).status).toBe(403)
  })

  it('cuts the connection when the engine is gone', async () => {
    const { url } = engine ?? { url: '' }
    proxy = await startProxy({ target: url, answer: ismDouble({ engine: { url, admin } }) })
    await engine?.stop()
    await expect(call('GET', '/_plugins/_ism/policies', { user: 'admin' })).rejects.toThrow('fetch failed')
  })
})

describe('small parts', () => {
  beforeEach(async () => {
    proxy = await startProxy({ target: 'http://127.0.0.1:9' })
  })

  it.each([
    [['openvidu*'], ['openvidu-logs*'], true],
    [['*-logs'], ['openvidu*'], true],
    [['a*b*c'], ['a*c*b'], false],
    [['a*b'], ['*ab'], true],
    [['abc'], ['abd', 'ab'], false],
    [['abc'], ['abd', 'ab*'], true],
    [['*'], [''], true],
    [['a.c'], ['abc'], false],
  ])('%j and %j have a name in common: %s', (some, others, expected) => {
    expect(overlap(some, others)).toBe(expected)
    expect(overlap(others, some)).toBe(expected)
  })

  it.each([
    ['0', '0ms', 0],
    ['1D', '1d', 86_400_000],
    ['007h', '7h', 25_200_000],
    ['90m', '90m', 5_400_000],
    ['250ms', '250ms', 250],
  ])('the time %s is %s', (text, stored, expected) => {
    expect(timeValue(text, 'x')).toBe(stored)
    expect(milliseconds(timeValue(text, 'x'))).toBe(expected)
  })

  it.each(['', '15', 'd', '-5d', '2w', '3M', '1.5d', 'fifteen', 'xd'])('the time %j is refused', (text) => {
    expect(() => timeValue(text, 'x')).toThrow('400')
  })

  it('resolves names, aliases, data streams and lists of them', () => {
    const make = (name: string, o: Partial<EngineIndex> = {}): EngineIndex => ({
      ...{ name, uuid: name, created: 0, open: true, hidden: false, aliases: [], autoManage: true },
      ...o,
    })
    const all = [make('b-1', { aliases: ['b'] }), make('a-1'), make('.ds-s-1', { dataStream: 's' })]
    const names = (expression: string) => resolveIndices(all, expression, 'pass over').map(({ name }) => name)
    expect(names('b,s')).toEqual(['.ds-s-1', 'b-1'])
    expect(names('*-1')).toEqual(['.ds-s-1', 'a-1', 'b-1'])
    expect(names('a-1,a-1,none')).toEqual(['a-1'])
    expect(() => resolveIndices(all, 'a-1,none', 'refuse')).toThrow('404')
    expect(resolveIndices(all, 'none*', 'refuse')).toEqual([])
  })
})
