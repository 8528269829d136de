import { randomBytes } from 'node:crypto'
import { listen, type Answer, type Request } from '../dashboards/http.js'
import { isObject, type JsonObject } from '../dashboards/json.js'
import { Accounts } from './accounts.js'
import { exchangesOf, type Exchange } from './exchange.js'
import { NamedObjects } from './named-objects.js'
import { Probes } from './probes.js'
import { refuse, type Asked, type Reply } from './reply.js'

/**
 * Elasticsearch 7.10 as far as elkctl asks it, in memory: for tests of elkctl that need an engine's answers and not the engine. It answers as a real
 * one was recorded to answer (test/fixtures/recordings/elasticsearch-7.10.2), and a test holds it to that. To anything else it answers 500, and
 * `unknown` names it.
 */
export interface SearchInMemory {
  name: 'elasticsearch-7.10'
  version: string
  url: string
  port: number
  username: string
  password: string
  /** the password with which this user can sign in */
  passwordOf: (name: string) => string | undefined
  /** what was asked and is not known */
  unknown: string[]
  /** as it was after its start; what a dashboards server registered then stays */
  clear: () => void
  stop: () => Promise<void>
}

export async function startSearchInMemory(): Promise<SearchInMemory> {
  const exchanges = exchangesOf('elasticsearch-7.10')
  const administrator = { username: 'elastic', password: randomBytes(16).toString('hex') }
  const accounts = new Accounts(builtInUsers(exchanges), administrator)
  const [objects, probes] = [new NamedObjects(), new Probes(exchanges)]
  const greeting = recordedAnswer(exchanges, '/') as { version: { number: string } } & JsonObject
  const unknown: string[] = []

  const route = (asked: Asked): Reply => {
    const { method, path, query } = asked
    if (path.startsWith('/_security/')) return accounts.answer(asked)
    if (method === 'GET' && path === '/')
      return {
        status: 200,
        body: query.has('filter_path') ? recordedAnswer(exchanges, '/?filter_path=cluster_uuid') : greeting,
      }
    // The part of Elasticsearch that has ILM is in no public Maven repository: this is how 7.10 without it answers.
    if (method === 'GET' && path === '/_ilm/policy') return { status: 405, body: recordedAnswer(exchanges, path) }
    if (method === 'GET' && path === '/_cluster/state/metadata')
      return {
        status: 200,
        body: { metadata: { ...objects.metadata(), indices: indicesOf(exchanges, probes.names()) } },
      }
    return objects.answer(asked) ?? probes.answer(asked) ?? refuse(asked)
  }
  const answer = (request: Request): Promise<Answer> => {
    const path = decodeURI(request.path)
    const user = accounts.signIn(request.headers.authorization, path)
    if (typeof user !== 'string') return Promise.resolve(user)
    try {
      const body = request.body.length > 0 ? (JSON.parse(request.body.toString('utf8')) as JsonObject) : {}
      return Promise.resolve(route({ method: request.method, path: request.path, query: request.query, body, user }))
    } catch (error) {
      unknown.push(error instanceof Error ? error.message : String(error))
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const listener = await listen(0, answer)
  return {
    name: 'elasticsearch-7.10',
    version: greeting.version.number,
    url: `http://127.0.0.1:${listener.port}`,
    ...listener,
    ...administrator,
    passwordOf: (name) => accounts.passwordOf(name),
    unknown,
    clear: () => {
      for (const part of [accounts, objects, probes]) part.clear()
      unknown.length = 0
    },
  }
}

function recordedAnswer(exchanges: Exchange[], path: string): JsonObject {
  const found = exchanges.find((exchange) => exchange.method === 'GET' && exchange.path === path)
  if (!isObject(found?.answer as JsonObject)) throw new Error(`GET ${path} was not recorded`)
  return found?.answer as JsonObject
}

function builtInUsers(exchanges: Exchange[]): JsonObject {
  const users = Object.entries(recordedAnswer(exchanges, '/_security/user'))
  return Object.fromEntries(
    users.filter(([, user]) => isObject(user) && isObject(user['metadata']) && user['metadata']['_reserved'] === true),
  )
}

/** The cluster state of indices: that of security always, the others once a probe was written; one of a probe looks like the index of events. */
function indicesOf(exchanges: Exchange[], names: string[]): JsonObject {
  const states = exchanges.filter(({ path }) => path.startsWith('/_cluster/state/metadata'))
  const all = Object.assign(
    {},
    ...states.map(({ answer }) => (answer as { metadata: { indices: JsonObject } }).metadata.indices),
  ) as JsonObject
  const { openvidu = {}, ...always } = all
  return { ...always, ...Object.fromEntries(names.map((name) => [name, openvidu])) }
}
