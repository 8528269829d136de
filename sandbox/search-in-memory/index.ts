import { randomBytes } from 'node:crypto'
import { listen, type Answer, type Request } from '../dashboards/http.js'
import type { JsonObject } from '../dashboards/json.js'
import type { Accounts, Administrator } from './accounts.js'
import { elasticsearch } from './elasticsearch.js'
import { exchangesOf, recordedAnswer, type Exchange, type RecordedEngine } from './exchange.js'
import { opensearch } from './opensearch.js'
import type { Asked, Reply } from './reply.js'

/**
 * An engine as far as elkctl asks it, in memory: for tests of elkctl that need an engine's answers and not the engine. Elasticsearch 7.10, and the
 * accounts of OpenSearch 2.19. It answers as a real one was recorded to answer (test/fixtures/recordings), and a test holds it to that. To anything
 * else it answers 500, and `unknown` names it.
 */
export interface SearchInMemory {
  name: RecordedEngine
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

/** What is behind the port. */
export interface EngineInMemory {
  accounts: Accounts
  /** to somebody who has signed in */
  answer: (asked: Asked) => Reply
  clear: () => void
}

const engines: Record<
  RecordedEngine,
  { username: string; open: (exchanges: Exchange[], administrator: Administrator) => EngineInMemory }
> = {
  'elasticsearch-7.10': { username: 'elastic', open: elasticsearch },
  'opensearch-2.19': { username: 'admin', open: opensearch },
}

export async function startSearchInMemory(name: RecordedEngine = 'elasticsearch-7.10'): Promise<SearchInMemory> {
  const exchanges = exchangesOf(name)
  const { username, open } = engines[name]
  const administrator = { username, password: randomBytes(16).toString('hex') }
  const engine = open(exchanges, administrator)
  const { version } = recordedAnswer(exchanges, '/') as { version: { number: string } } & JsonObject
  const unknown: string[] = []

  const answer = (request: Request): Promise<Answer> => {
    const path = decodeURI(request.path)
    const user = engine.accounts.signIn(request.headers.authorization, path)
    if (typeof user !== 'string') return Promise.resolve(user)
    try {
      const body = request.body.length > 0 ? (JSON.parse(request.body.toString('utf8')) as JsonObject) : {}
      const { method, path, query } = request
      return Promise.resolve(engine.answer({ method, path, query, body, user }))
    } catch (error) {
      unknown.push(error instanceof Error ? error.message : String(error))
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const listener = await listen(0, answer)
  return {
    name,
    version: version.number,
    url: `http://127.0.0.1:${listener.port}`,
    ...listener,
    ...administrator,
    passwordOf: (user) => engine.accounts.passwordOf(user),
    unknown,
    clear: () => {
      engine.clear()
      unknown.length = 0
    },
  }
}
