import { elasticsearch, type Flavor } from '../../src/stack/flavors.js'
import { selfHosted } from '../../src/stack/providers.js'
import type { Json } from '../../src/json.js'
import type { Reader, Reply, Stack, Writer } from '../../src/stack/stack.js'

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

/** A Reader that keeps what it was asked. It has nothing to write with. */
export interface RecordingReader extends Reader {
  requests: string[]
}

/**
 * A server by its answers. A list answers one after the other, and its last one for ever. What it has no answer for is an error of the test.
 */
export function readerOf(
  answers: Record<string, Answer | [Answer, ...Answer[]]>,
  url = 'http://127.0.0.1:9200',
): RecordingReader {
  const requests: string[] = []
  return {
    url,
    requests,
    get: (path) => {
      const asked = requests.filter((request) => request === `GET ${path}`).length
      requests.push(`GET ${path}`)
      const found = answers[path]
      const answer = Array.isArray(found) ? (found[asked] ?? found.at(-1)) : found
      // Lists come out of the cluster state where there is one, else as usual.
      if (answer === undefined && path.startsWith('/_cluster/state/'))
        return Promise.resolve(reply('GET', path, { status: 200, body: { metadata: {} } }))
      // Nobody has switched anything off.
      if (answer === undefined && /^\/_(cluster|nodes\/_local)\/settings\?/.test(path))
        return Promise.resolve(reply('GET', path, { status: 200, body: {} }))
      // Nobody has a legacy template.
      if (answer === undefined && path === '/_template')
        return Promise.resolve(reply('GET', path, { status: 200, body: {} }))
      if (answer === undefined) return Promise.reject(new Error(`the test has no answer for GET ${path}`))
      return Promise.resolve(reply('GET', path, answer))
    },
  }
}

export const reply = (method: string, path: string, { status, body, headers = {} }: Answer): Reply => ({
  method,
  path,
  status,
  headers,
  body,
})

export const ok = (body: unknown): Answer => ({ status: 200, body })

export const forbidden: Answer = {
  status: 403,
  body: { error: { type: 'security_exception', reason: 'action [x] is unauthorized for user [u]' }, status: 403 },
}

/** A stack with the search engine alone, security on, seen by an administrator; `parts` says what is different. */
export function stackOf(parts: Partial<Stack> = {}, flavor: Flavor = elasticsearch): Stack {
  return {
    flavor,
    provider: selfHosted,
    version: '7.10.2',
    equivalentVersion: '7.10.2',
    compatibilityMode: false,
    security: true,
    identity: { username: 'elastic', roles: ['superuser'] },
    search: readerOf({}),
    dashboards: undefined,
    missing: [],
    ...parts,
  }
}

/** An engine that keeps what is written to it: `GET /_ingest/pipeline` lists the bodies put under `/_ingest/pipeline/<name>`. */
export interface MemoryEngine {
  writer: Writer
  requests: string[]
  objects: Map<string, Json>
}

/** `interfere` may answer in the engine's place, or throw. */
export function memoryEngine(
  interfere: (method: string, path: string, body: Json | undefined) => Answer | undefined = () => undefined,
): MemoryEngine {
  const objects = new Map<string, Json>()
  const requests: string[] = []
  const exchange = async (method: string, path: string, body?: Json): Promise<Reply> => {
    requests.push(`${method} ${path}`)
    await Promise.resolve()
    const other = interfere(method, path, body)
    if (other !== undefined) return reply(method, path, other)
    if (method === 'PUT' && body !== undefined) {
      objects.set(decodeURIComponent(path), body)
      return reply(method, path, ok({ acknowledged: true }))
    }
    if (method !== 'GET') throw new Error(`the test has no answer for ${method} ${path}`)
    const listed = [...objects].filter(([name]) => name.startsWith(`${path}/`))
    return reply(
      method,
      path,
      ok(Object.fromEntries(listed.map(([name, value]) => [name.slice(path.length + 1), value]))),
    )
  }
  const writer: Writer = {
    url: 'http://127.0.0.1:9200',
    get: (path) => exchange('GET', path),
    put: (path, body) => exchange('PUT', path, body),
    post: (path, body) => exchange('POST', path, body),
    delete: (path) => exchange('DELETE', path),
    upload: (path) => exchange('POST', path),
    bulk: (path) => exchange('POST', path),
  }
  return { writer, requests, objects }
}
