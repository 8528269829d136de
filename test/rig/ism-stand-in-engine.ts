import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StandInIndex {
  settings: Record<string, string>
  aliases: string[]
  state: 'open' | 'close'
}

export interface StandInRole {
  cluster_permissions: string[]
  index_permissions: { index_patterns: string[]; allowed_actions: string[] }[]
}

/** An OpenSearch with the security plugin; without this it is one without. */
export interface StandInSecurity {
  users: Record<string, { password: string; roles: string[]; backendRoles: string[] }>
  roles: Record<string, StandInRole>
  actionGroups: Record<string, { allowed_actions: string[] }>
}

export interface StandInEngine {
  url: string
  create(name: string, o?: { aliases?: string[]; settings?: Record<string, string>; state?: 'open' | 'close' }): void
  stop(): Promise<void>
}

type Reply = [status: number, body: unknown, headers?: Record<string, string>]

/**
 * Plays, in memory, the few routes of a plain OpenSearch that the double asks or that recordings call in between: who signs
 * in, roles, cluster state, and making and deleting indices. Everything else is 501.
 */
export async function standInEngine(o: { now: () => number; security?: StandInSecurity }): Promise<StandInEngine> {
  const indices = new Map<string, StandInIndex>()
  const streams = new Map<string, string[]>()
  let made = 0

  const create: StandInEngine['create'] = (name, { aliases = [], settings = {}, state = 'open' } = {}) => {
    made += 1
    const own = { 'index.uuid': `stand-in-${made}`, 'index.creation_date': String(o.now()) }
    indices.set(name, { settings: { ...settings, ...own }, aliases, state })
  }

  const routes: [method: string, path: RegExp, reply: (name: string, body: unknown) => Reply][] = [
    ['GET', /^\/_plugins\/_security\/api\/(roles|actiongroups)$/, (what) => [200, securityOf(o.security, what)]],
    ['GET', /^\/_cluster\/state\/metadata$/, () => [200, clusterState(indices, streams)]],
    ['PUT', /^\/(?:_index_template|_template)\/([^/]+)$/, () => [200, { acknowledged: true }]],
    [
      'PUT',
      /^\/_data_stream\/([^/]+)$/,
      (name) => {
        streams.set(name, [`.ds-${name}-000001`])
        create(`.ds-${name}-000001`, { settings: { 'index.hidden': 'true' } })
        return [200, { acknowledged: true }]
      },
    ],
    ['PUT', /^\/([^_/][^/]*)\/_settings$/, () => [200, { acknowledged: true }]],
    [
      'PUT',
      /^\/([^_/][^/]*)$/,
      (index, body) => {
        const { settings = {}, aliases = {} } = (body ?? {}) as Record<string, Record<string, unknown>>
        const flat = Object.entries(settings).map(([key, value]) => [key, String(value)])
        create(index, { aliases: Object.keys(aliases), settings: Object.fromEntries(flat) as Record<string, string> })
        return [200, { acknowledged: true, shards_acknowledged: true, index }]
      },
    ],
    ['DELETE', /^\/([^_/][^/]*)$/, (name) => [200, { acknowledged: indices.delete(name) }]],
  ]

  const answer = (incoming: IncomingMessage, body: string): Reply => {
    const path = decodeURIComponent((incoming.url ?? '').replace(/\?.*$/, ''))
    const { security } = o
    const signedIn = security && userOf(security, incoming.headers.authorization)
    if (security && signedIn === undefined) {
      return [401, 'Unauthorized', { 'WWW-Authenticate': 'Basic realm="OpenSearch Security"' }]
    }
    if (path === '/_plugins/_security/authinfo') {
      return signedIn ? [200, signedIn] : [400, { error: `no handler found for uri [${path}] and method [GET]` }]
    }
    for (const [method, pattern, reply] of routes) {
      const found = method === incoming.method ? pattern.exec(path) : null
      if (found) return reply(found[1] ?? '', body === '' ? undefined : JSON.parse(body))
    }
    return [501, { error: 'the stand-in engine does not play this' }]
  }

  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (text += chunk))
    incoming.on('end', () => {
      const [status, body, headers = {}] = answer(incoming, text)
      const type = typeof body === 'string' ? 'text/plain; charset=UTF-8' : 'application/json; charset=UTF-8'
      response.writeHead(status, { 'content-type': type, ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    create,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function securityOf(security: StandInSecurity | undefined, what: string): unknown {
  return what === 'roles' ? security?.roles : security?.actionGroups
}

function userOf(security: StandInSecurity, authorization = ''): object | undefined {
  const encoded = /^Basic (.+)$/.exec(authorization)?.[1] ?? ''
  const [name = '', password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const user = security.users[name]
  if (!user || user.password !== password) return undefined
  const described = `User [name=${name}, backend_roles=[${user.backendRoles.join(', ')}], requestedTenant=null]`
  return { user: described, user_name: name, backend_roles: user.backendRoles, roles: user.roles }
}

function clusterState(indices: Map<string, StandInIndex>, streams: Map<string, string[]>): object {
  const data_stream = Object.fromEntries(
    [...streams].map(([name, backing]) => [name, { indices: backing.map((index_name) => ({ index_name })) }]),
  )
  return { metadata: { indices: Object.fromEntries(indices), data_stream: { data_stream } } }
}
