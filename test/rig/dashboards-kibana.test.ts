import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startKibanaDouble, type DashboardsDouble } from '../../sandbox/dashboards/index.js'
import { leaseEngine } from '../../sandbox/engine-lease.js'
import type { Engine } from '../../sandbox/engine.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import { comparable, recordingsOf, replay, type Recording } from './dashboards-replay.js'

const recordings = recordingsOf('kibana-7.12.1')

const leftOut: Record<string, string> = {
  '070-export-by-type-400':
    'an artefact of the Elasticsearch that was recorded (7.8, no point in time); a 7.12 exports by type',
  '132-login-200': 'the double has no browser sessions',
  '133-login-401': 'the double has no browser sessions',
}

/** The users of the recordings and their roles; the roles themselves are made by the recorded requests. */
const rolesOf: Record<string, string[]> = {
  openvidu: ['openvidu-role'],
  noroles: [],
  esonly: ['ingest_admin'],
  rouser: ['ro-role'],
  dbuser: ['db-role'],
}

describe('The Kibana double answers as Kibana 7.12.1 did', () => {
  const password = randomBytes(12).toString('base64url')
  let engine: Engine
  let connection: Proxy
  let engineIsGone = false
  let kibana: DashboardsDouble
  let kibanaBelowPath: DashboardsDouble

  const asElastic = async (method: string, path: string, body: object) => {
    const authorization = `Basic ${Buffer.from(`elastic:${engine.password}`).toString('base64')}`
    const headers = { authorization, 'content-type': 'application/json' }
    const response = await fetch(`${engine.url}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  }

  beforeAll(async () => {
    engine = await leaseEngine({ name: 'elasticsearch-7.10' })
    connection = await startProxy({ target: engine.url, answer: () => (engineIsGone ? 'drop' : undefined) })
    for (const [user, roles] of Object.entries(rolesOf))
      await asElastic('PUT', `/_security/user/${user}`, { password, roles })
    const options = {
      engineUrl: connection.url,
      version: '7.12.1-SNAPSHOT',
      account: { username: 'elastic', password: engine.password },
    }
    kibana = await startKibanaDouble(options)
    kibanaBelowPath = await startKibanaDouble({ ...options, basePath: '/kibana', objects: kibana.objects })
  }, 240_000)

  afterAll(async () => {
    await kibana.stop()
    await kibanaBelowPath.stop()
    await connection.stop()
    await engine.stop()
  })

  /** What happened to the recorded servers between two requests. */
  const before: Record<string, () => void | Promise<void>> = {
    '001-status-kibana-not-ready-503': () => {
      kibana.setState('starting')
    },
    '003-status-auth-200': () => {
      kibana.setState('ready')
    },
    '135-es-down-1s-status-401': () => {
      engineIsGone = true
    },
    '136-es-down-7s-status-503': () => setTimeout(3100),
    '141-es-back-status-200': () => {
      engineIsGone = false
    },
    '142-basepath-status-200': () => setTimeout(1100),
    '151-starting-json-503': () => {
      kibanaBelowPath.setState('unlicensed')
    },
  }

  const serverOf = ({ note, request, name }: Recording): string => {
    if (note?.startsWith('Elasticsearch itself')) return engine.url
    const isBelowPath = name.includes('basepath') || request.path.startsWith('/kibana')
    return `http://127.0.0.1:${(isBelowPath ? kibanaBelowPath : kibana).port}`
  }

  const replayed = recordings.filter(({ name }) => !(name in leftOut))

  it.each(replayed.map((recording): [string, Recording] => [recording.name, recording]))(
    '%s',
    async (name, recording) => {
      await before[name]?.()
      const answer = await replay(recording, serverOf(recording), 'elastic', (user) =>
        user === 'elastic' ? engine.password : password,
      )
      expect(comparable(answer, recording.response)).toEqual(comparable(recording.response, recording.response))
    },
  )

  it('has a reason for every recording that is left out', () => {
    const names = recordings.map(({ name }) => name)
    expect(Object.keys(leftOut).filter((name) => !names.includes(name))).toEqual([])
    expect(Object.keys(before).filter((name) => !replayed.some((recording) => recording.name === name))).toEqual([])
  })

  it('stores the privilege on a space in Elasticsearch as Kibana does', async () => {
    const response = await fetch(`${engine.url}/_security/role/space-role`, {
      headers: { authorization: `Basic ${Buffer.from(`elastic:${engine.password}`).toString('base64')}` },
    })
    expect(await response.json()).toMatchObject({
      'space-role': {
        applications: [{ application: 'kibana-.kibana', privileges: ['space_all'], resources: ['space:nospace'] }],
      },
    })
  })

  it('gives a page of what it finds and the number of all', async () => {
    const found = async (page: number) => {
      const url = `${kibana.url}/api/saved_objects/_find?type=dashboard&type=index-pattern&fields=title&per_page=2&page=${page}`
      const authorization = `Basic ${Buffer.from(`elastic:${engine.password}`).toString('base64')}`
      const response = await fetch(url, { headers: { authorization } })
      return (await response.json()) as {
        page: number
        per_page: number
        total: number
        saved_objects: { id: string }[]
      }
    }
    const [first, second, beyond] = [await found(1), await found(2), await found(9)]
    expect([first.page, second.page, first.per_page]).toEqual([1, 2, 2])
    expect(first.total).toBeGreaterThan(4)
    expect(new Set([...first.saved_objects, ...second.saved_objects].map(({ id }) => id)).size).toBe(4)
    expect([beyond.total, beyond.saved_objects]).toEqual([first.total, []])
  })

  it('tells the id of the cluster that it stands in front of', async () => {
    const headers = { authorization: `Basic ${Buffer.from(`elastic:${engine.password}`).toString('base64')}` }
    const idAt = async (url: string) =>
      ((await (await fetch(url, { headers })).json()) as { cluster_uuid: unknown }).cluster_uuid
    const told = await idAt(`${kibana.url}/api/stats?extended=true&exclude_usage=true`)
    expect(told).toMatch(/^\S{22}$/)
    expect(told).toBe(await idAt(engine.url))
  })
})
