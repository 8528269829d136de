import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ismDouble, type IsmDouble } from '../../sandbox/ism/double.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import { leftOut } from './ism-left-out.js'
import { recordingsIn, VolatileValues, withSortedFailures, type Recording } from './ism-recordings.js'
import { standInEngine, type StandInEngine, type StandInSecurity } from './ism-stand-in-engine.js'

const recordings = recordingsIn('opensearch-ism-2.19.4')
/** Of an instance of its own, whose job interval was one minute. */
const completed = recordingsIn('opensearch-ism-completed')

/** The instances of the recordings: each had indices and policies of its own. */
type Instance = 'plain' | 'security' | 'disabled' | 'completed'

const instanceOf = (recording: Recording): Instance =>
  completed.includes(recording) ? 'completed' : instanceNamed(recording)

const instanceNamed = ({ name }: Recording): Instance =>
  name.includes('-security-') ? 'security' : /-(disabled|enable)-/.test(name) ? 'disabled' : 'plain'

const password = 'not-a-secret'
const ism = 'cluster:admin/opendistro/ism'
const onIndices = (patterns: string[], actions: string[]) => ({ index_patterns: patterns, allowed_actions: actions })
const ownIndices = onIndices(['openvidu*', 'rigsec*'], ['crud', 'create_index'])
const manage = 'indices:admin/opensearch/ism/managedindex'

/** The users of the recordings, as their README describes them. */
const security: StandInSecurity = {
  users: {
    admin: { password, roles: ['own_index', 'all_access'], backendRoles: ['admin'] },
    ismfull: { password, roles: ['index_management_full_access', 'idx_openvidu', 'own_index'], backendRoles: [] },
    ismcluster: { password, roles: ['ism_cluster', 'idx_openvidu', 'own_index'], backendRoles: [] },
    ismread: { password, roles: ['ism_read', 'own_index'], backendRoles: [] },
    ismnone: { password, roles: ['idx_openvidu', 'own_index'], backendRoles: [] },
    ismmin: { password, roles: ['ism_min', 'own_index'], backendRoles: [] },
    ismnomanage: { password, roles: ['ism_nomanage', 'own_index'], backendRoles: [] },
  },
  roles: {
    all_access: { cluster_permissions: ['*'], index_permissions: [onIndices(['*'], ['*'])] },
    own_index: {
      cluster_permissions: ['cluster_composite_ops'],
      index_permissions: [onIndices(['${user_name}'], ['indices_all'])],
    },
    idx_openvidu: { cluster_permissions: [], index_permissions: [ownIndices] },
    index_management_full_access: {
      cluster_permissions: [`${ism}/*`],
      index_permissions: [onIndices(['*'], ['indices:admin/opensearch/ism/*'])],
    },
    ism_cluster: { cluster_permissions: [`${ism}/*`], index_permissions: [] },
    ism_read: {
      cluster_permissions: [`${ism}/policy/get`, `${ism}/policy/search`, `${ism}/managedindex/explain`],
      index_permissions: [],
    },
    ism_min: {
      cluster_permissions: [`${ism}/policy/write`, `${ism}/policy/get`],
      index_permissions: [onIndices(['openvidu*'], [manage, 'indices:admin/delete'])],
    },
    ism_nomanage: {
      cluster_permissions: [`${ism}/policy/write`, `${ism}/policy/get`],
      index_permissions: [onIndices(['openvidu*'], ['indices:admin/delete'])],
    },
  },
  actionGroups: {
    cluster_composite_ops: { allowed_actions: ['indices:data/write/bulk', 'indices:data/read/*'] },
    indices_all: { allowed_actions: ['indices:*'] },
    crud: { allowed_actions: ['indices:data/*'] },
    create_index: { allowed_actions: ['indices:admin/create'] },
  },
}

interface Rig {
  engine: StandInEngine
  double: IsmDouble
  proxy: Proxy
  values: VolatileValues
}

const clock = { now: 1_800_000_000_000 }
const now = (): number => clock.now
const rigs = new Map<Instance, Rig>()

async function startRig(instance: Instance): Promise<Rig> {
  const engine = await standInEngine({ now, ...(instance === 'security' ? { security } : {}) })
  const access = { url: engine.url, ...(instance === 'security' ? { admin: { username: 'admin', password } } : {}) }
  const double = ismDouble({ now, engine: access, enabled: instance !== 'disabled' })
  const proxy = await startProxy({ target: engine.url, answer: double })
  return { engine, double, proxy, values: new VolatileValues() }
}

const wait = (milliseconds: number) => (): Promise<void> => {
  clock.now += milliseconds
  return Promise.resolve()
}

const jobRuns =
  (runs: number) =>
  async ({ double }: Rig): Promise<void> => {
    for (let run = 0; run < runs; run++) {
      clock.now += 60_000
      await double.runJobs()
    }
  }

/** What happened between recordings: waiting, job runs, and indices whose making was not recorded. */
const before: Record<string, (rig: Rig) => Promise<void>> = {
  '04': ({ engine }) => {
    for (const name of ['rec-a', 'rec-b']) engine.create(name)
    return Promise.resolve()
  },
  '08': wait(1000),
  '09': jobRuns(3),
  '13': jobRuns(2),
  '17': jobRuns(2),
  '089': wait(400),
  '090': wait(1000),
  '091': wait(1500),
  '129': wait(3000),
  '173': jobRuns(1),
  '208': jobRuns(2),
  '239': wait(2000),
  '263': wait(3000),
  '270': ({ engine }) => {
    engine.create('rigclosed-1', { state: 'close' })
    engine.create('rigplain-000001', { aliases: ['rigplain'] })
    return Promise.resolve()
  },
  '282': wait(3000),
  '283': wait(2500),
  '295': wait(3000),
  '297': wait(2000),
  '311': async (rig) => {
    clock.now += 300_000
    await rig.double.sweep()
    await jobRuns(1)(rig)
  },
  '324': ({ engine }) => {
    for (const name of ['rigal-1', 'rigal-2']) engine.create(name, { aliases: ['rigal'] })
    return Promise.resolve()
  },
  '328': wait(2000),
  '335': ({ engine }) => {
    for (const name of ['openvidu-min-1', 'openvidu-nomanage-1', 'rigseccluster-1']) engine.create(name)
    return wait(2000)()
  },
  '339': jobRuns(2),
}

interface Reply {
  status: number
  headers: Headers
  body: unknown
}

/** Repeats a recorded request. */
async function send({ request, as }: Recording, { proxy, values }: Rig): Promise<Reply> {
  const headers: Record<string, string> = { ...request.headers }
  // Recorded without its password.
  delete headers['Authorization']
  if (as !== undefined && as !== 'nobody') {
    headers['authorization'] = `Basic ${Buffer.from(`${as}:${password}`).toString('base64')}`
  }
  const { body } = request
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(values.inBody(body))
  const response = await fetch(proxy.url + values.inPath(request.path), {
    method: request.method,
    headers,
    ...(text === undefined ? {} : { body: text }),
  })
  const answer = await response.text()
  const json = answer !== '' && response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(answer) : answer }
}

beforeAll(async () => {
  for (const instance of ['plain', 'security', 'disabled', 'completed'] as const)
    rigs.set(instance, await startRig(instance))
})

afterAll(async () => {
  for (const { proxy, engine } of rigs.values()) {
    await proxy.stop()
    await engine.stop()
  }
})

async function replay(recording: Recording): Promise<{ came: unknown; wanted: unknown }> {
  const rig = rigs.get(instanceOf(recording))
  if (!rig) throw new Error('no rig')
  clock.now += 20
  await before[recording.number]?.(rig)
  const { status, headers, body } = await send(recording, rig)
  const came = withSortedFailures(body)
  const answer = rig.values.inAnswer(withSortedFailures(recording.response.body), came)
  const named = ['Location', 'Allow', 'WWW-Authenticate'].filter((name) => name in (recording.response.headers ?? {}))
  return {
    came: { status, headers: named.map((name) => headers.get(name)), body: came },
    wanted: {
      status: recording.response.status,
      headers: named.map((name) => recording.response.headers?.[name]),
      body: answer,
    },
  }
}

describe('the double answers as recorded', () => {
  for (const recording of [...recordings, ...completed]) {
    const reason = leftOut.get(recording.number)
    if (reason === undefined) {
      it(recording.name, async () => {
        const { came, wanted } = await replay(recording)
        expect(came).toEqual(wanted)
      })
    } else {
      it(`${recording.name}: not stood for (${reason})`, async () => {
        const { came, wanted } = await replay(recording)
        expect(came).not.toEqual(wanted)
      })
    }
  }
})

describe('the table of what is left out', () => {
  it('names recordings only, and most recordings are not in it', () => {
    const numbers = recordings.map(({ number }) => number)
    expect([...leftOut.keys()].filter((number) => !numbers.includes(number))).toEqual([])
    expect(recordings.length).toBe(336)
    expect(leftOut.size).toBeLessThan(60)
  })
})
