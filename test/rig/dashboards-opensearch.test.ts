import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startOpenSearchDashboardsDouble, type DashboardsDouble } from '../../sandbox/dashboards/index.js'
import { leaseEngine } from '../../sandbox/engine-lease.js'
import type { Engine } from '../../sandbox/engine.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import { comparable, recordingsOf, replay, type Recording } from './dashboards-replay.js'

const recordings = recordingsOf('opensearch-dashboards-2.19.2')

/** Recordings that are not replayed, by number: first, last, why. */
const leftOut: [number, number, string][] = [
  [80, 80, 'the recorded answer is cut; its own test is below'],
  [147, 148, 'the double has no browser sessions'],
  [149, 150, 'the double keeps saved objects in memory, not in indices of the engine'],
  [223, 223, 'the double keeps saved objects in memory, not in indices of the engine'],
  [252, 256, 'the double has no browser sessions'],
  [
    270,
    282,
    'Dashboards without its security plugin in front of an engine that has it: the double does as its engine does',
  ],
  [320, 320, 'the recorded request is cut; its own test is below'],
  [324, 327, 'rewriteBasePath: false; the double rewrites'],
]

const numberOf = ({ name }: Recording): number => Number(name.slice(0, 3))
const isLeftOut = (recording: Recording): boolean =>
  leftOut.some(([first, last]) => first <= numberOf(recording) && numberOf(recording) <= last)
const replayed = recordings.filter((recording) => !isLeftOut(recording))

const tenantRole = (action: string) => ({
  tenant_permissions: [{ tenant_patterns: ['global_tenant', 'ov_tenant'], allowed_actions: [action] }],
})

/** What the recorded engine had beyond its defaults. Each user has a password besides. */
const setUp: [path: string, body: object][] = [
  ['tenants/ov_tenant', { description: 'OpenVidu rig tenant' }],
  ['roles/ov_tenant_rw', tenantRole('kibana_all_write')],
  ['roles/ov_tenant_ro', tenantRole('kibana_all_read')],
  [
    'roles/ov_index',
    {
      cluster_permissions: ['cluster_composite_ops'],
      index_permissions: [{ index_patterns: ['openvidu*'], allowed_actions: ['crud'] }],
    },
  ],
  ['internalusers/ovrw', { backend_roles: ['kibanauser'], opendistro_security_roles: ['ov_tenant_rw', 'ov_index'] }],
  ['internalusers/ovro', { backend_roles: ['kibanauser'], opendistro_security_roles: ['ov_tenant_ro'] }],
  ['internalusers/ovtenantonly', { opendistro_security_roles: ['ov_tenant_rw'] }],
  ['internalusers/ovkibanauser', { backend_roles: ['kibanauser'] }],
  ['internalusers/ovnone', {}],
  ['internalusers/ovindex', { opendistro_security_roles: ['ov_index'] }],
  ['internalusers/ovreadonly', { backend_roles: ['kibanauser'], opendistro_security_roles: ['kibana_read_only'] }],
]

describe('The OpenSearch Dashboards double answers as OpenSearch Dashboards 2.19.2 did', () => {
  const password = `${randomBytes(12).toString('base64url')}-Aa1`
  let engine: Engine
  let connection: Proxy
  let engineIsGone = false
  let dashboards: DashboardsDouble
  let withoutMultitenancy: DashboardsDouble
  let belowPath: DashboardsDouble

  const asAdmin = () => `Basic ${Buffer.from(`admin:${engine.password}`).toString('base64')}`

  beforeAll(async () => {
    engine = await leaseEngine({ name: 'opensearch-2.19' })
    connection = await startProxy({ target: engine.url, answer: () => (engineIsGone ? 'drop' : undefined) })
    for (const [path, body] of setUp) {
      const sent = path.startsWith('internalusers/') ? { ...body, password } : body
      const headers = { authorization: asAdmin(), 'content-type': 'application/json' }
      const url = `${engine.url}/_plugins/_security/api/${path}`
      const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(sent) })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    }
    const engineUrl = connection.url
    dashboards = await startOpenSearchDashboardsDouble({ engineUrl })
    const { objects } = dashboards
    withoutMultitenancy = await startOpenSearchDashboardsDouble({ engineUrl, objects, multitenancy: false })
    belowPath = await startOpenSearchDashboardsDouble({
      engineUrl,
      objects,
      basePath: '/_dashboards',
      preferredTenants: [],
    })
  }, 240_000)

  afterAll(async () => {
    await Promise.all([dashboards.stop(), withoutMultitenancy.stop(), belowPath.stop()])
    await connection.stop()
    await engine.stop()
  })

  /** What happened to the recorded servers before a request, by number. */
  const before: Record<number, () => void | Promise<void>> = {
    1: () => {
      dashboards.setState('starting')
    },
    3: () => {
      dashboards.setState('ready')
    },
    224: () => {
      dashboards.setState('starting')
    },
    228: () => {
      dashboards.setState('ready')
    },
    261: () => {
      engineIsGone = true
    },
    269: () => {
      engineIsGone = false
    },
    283: () => setTimeout(1100),
    321: () => {
      dashboards.setState('starting')
    },
  }

  const serverOf = ({ note = '', name }: Recording): string => {
    if (note.startsWith('OpenSearch itself')) return engine.url
    const isBelowPath = note.includes('server.basePath')
    const double = isBelowPath ? belowPath : name.includes('-nomt-import-') ? withoutMultitenancy : dashboards
    return `http://127.0.0.1:${double.port}`
  }

  it.each(replayed.map((recording): [string, Recording] => [recording.name, recording]))(
    '%s',
    async (_name, recording) => {
      await before[numberOf(recording)]?.()
      const answer = await replay(recording, serverOf(recording), 'admin', (user) =>
        user === 'admin' ? engine.password : password,
      )
      expect(comparable(answer, recording.response)).toEqual(comparable(recording.response, recording.response))
    },
  )

  it('leaves out no more than its list says', () => {
    const leftOutByList = leftOut.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    )
    expect(leftOutByList.filter((number) => !recordings.some((recording) => numberOf(recording) === number))).toEqual(
      [],
    )
    expect(replayed.length + leftOutByList.length).toBe(recordings.length)
  })

  const send = async (path: string, headers: Record<string, string>, body: FormData | string) => {
    dashboards.setState('ready')
    const response = await fetch(`${dashboards.url}/api/saved_objects/${path}`, {
      method: 'POST',
      headers: { authorization: asAdmin(), 'osd-xsrf': 'true', ...headers },
      body,
    })
    return { status: response.status, text: await response.text() }
  }

  it('080: exports by type, by id, with the details last', async () => {
    const body = JSON.stringify({ type: 'dashboard' })
    const { status, text } = await send(
      '_export',
      { 'content-type': 'application/json', securitytenant: 'ov_tenant' },
      body,
    )
    const lines = text.split('\n').map((line) => JSON.parse(line) as { id?: string; exportedCount?: number })
    expect(status).toBe(200)
    expect(lines.map(({ id }) => id)).toEqual(['ov-dash', 'ov-dash-newrefs', 'ov-dash-nm', undefined])
    expect(lines.at(-1)).toMatchObject({ exportedCount: 3, missingRefCount: 0 })
  })

  it('320: refuses a file with more than 10000 objects', async () => {
    const recorded = recordings.find((recording) => numberOf(recording) === 320)
    const objects = Array.from({ length: 10_001 }, (_, index) =>
      JSON.stringify({ type: 'search', id: String(index), attributes: {} }),
    )
    const form = new FormData()
    form.append('file', new Blob([objects.join('\n')]), 'export.ndjson')
    const { status, text } = await send('_import', { securitytenant: 'private' }, form)
    expect([status, JSON.parse(text)]).toEqual([recorded?.response.status, recorded?.response.body])
  })

  it('tells the id of the cluster that it stands in front of', async () => {
    dashboards.setState('ready')
    const headers = { authorization: asAdmin() }
    const idAt = async (url: string) =>
      ((await (await fetch(url, { headers })).json()) as { cluster_uuid: unknown }).cluster_uuid
    const told = await idAt(`${dashboards.url}/api/stats?extended=true&exclude_usage=true`)
    expect(told).toMatch(/^\S{22}$/)
    expect(told).toBe(await idAt(engine.url))
  })
})
