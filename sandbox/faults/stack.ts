import { startProxy, type AnswerFunction, type RequestToAnswer, type WholeAnswer } from '../proxy.js'
import { startSearchInMemory } from '../search-in-memory/index.js'
import { startStack } from '../stack.js'

export type ServerName = 'search' | 'dashboards'

/** A stack in memory on which each request can be disturbed. */
export interface FaultyStack {
  urls: Record<ServerName, string>
  admin: { username: string; password: string }
  /** takes requests to either server over, while it is set */
  answer: ((server: ServerName, request: RequestToAnswer) => ReturnType<AnswerFunction>) | undefined
  /** has the server itself carry it out */
  passOn: (server: ServerName, request: RequestToAnswer) => Promise<WholeAnswer>
  /** everything that elkctl could have made, as text that is equal for equal states */
  contents: () => Promise<string>
  /** a server tells nobody: then undefined */
  passwordOf: (username: string) => string | undefined
  signsIn: (account: { username: string; password: string }) => Promise<boolean>
  /** what was asked and no engine was recorded to answer, since the last call */
  unknown: () => string[]
  clear: () => void
  stop: () => Promise<void>
}

const types = ['index-pattern', 'search', 'visualization', 'dashboard']

export async function startFaultyStack(): Promise<FaultyStack> {
  const inMemory = await startSearchInMemory()
  const answerOf =
    (server: ServerName): AnswerFunction =>
    (request) =>
      faulty.answer?.(server, request)
  const stack = await startStack({ engine: 'elasticsearch-7.10', inMemory, answer: answerOf('search') })
  const behind = stack.dashboards
  if (behind === undefined) throw new Error('the stack was started without a dashboards server')
  const before = await startProxy({ target: behind.proxy.url, answer: answerOf('dashboards') })
  const targets: Record<ServerName, string> = { search: inMemory.url, dashboards: behind.proxy.url }
  const admin = { username: inMemory.username, password: inMemory.password }
  const saved = () => behind.double.objects.at('default')
  const faulty: FaultyStack = {
    admin,
    urls: { search: stack.search.url, dashboards: before.url },
    answer: undefined,
    passOn: async (server, { method, path, headers, body }) => {
      const names = ['authorization', 'content-type', 'kbn-xsrf']
      const sent = names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]))
      const init = { method, headers: Object.fromEntries(sent) as Record<string, string> }
      const answer = await ask(targets[server] + path, body === '' ? init : { ...init, body })
      return { status: answer.status, headers: { 'content-type': contentType(answer) }, body: await answer.text() }
    },
    contents: async () => {
      const authorization = basic(admin)
      const paths = ['/_cluster/state/metadata', '/_security/user', '/_security/role/openvidu-role']
      const answers = await Promise.all(
        paths.map(async (path) => (await ask(inMemory.url + path, { headers: { authorization } })).text()),
      )
      return [...answers, JSON.stringify(saved().ofTypes(types))].join('\n')
    },
    passwordOf: inMemory.passwordOf,
    signsIn: ({ username, password }) => Promise.resolve(inMemory.passwordOf(username) === password),
    unknown: () => inMemory.unknown.splice(0),
    clear: () => {
      faulty.answer = undefined
      for (const { type, id } of saved().ofTypes(types)) saved().delete(type, id)
      inMemory.clear()
    },
    stop: async () => {
      await before.stop()
      await stack.stop()
    },
  }
  return faulty
}

const basic = ({ username, password }: FaultyStack['admin']): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** A connection that was idle may be closed at the moment it is used again. */
const ask = (url: string, init: RequestInit): Promise<Response> => fetch(url, init).catch(() => fetch(url, init))

const contentType = (answer: Response): string => answer.headers.get('content-type') ?? 'text/plain'
