import { createServer, type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { makeInstallation, type Installation, type InstallationOptions } from '../../sandbox/installation.js'
import { startProxy, type Answer, type AnswerFunction, type RequestToAnswer } from '../../sandbox/proxy.js'
import { startSearchInMemory } from '../../sandbox/search-in-memory/index.js'
import { startStack, type LocalStack } from '../../sandbox/stack.js'

/** Long enough for an engine that has to be downloaded first. */
export const patience = 300_000

/** `null` leaves a key out of `.env`. */
export type BedInstallationOptions = { [Key in keyof InstallationOptions]: InstallationOptions[Key] | null }

/** One stack for all tests of a file: each test finds it empty, and may answer in its place. */
export interface Testbed {
  stack: LocalStack
  admin: { username: string; password: string }
  searchUrl: string
  kibanaUrl: string
  /** takes a request to Elasticsearch over; `reset` takes it away */
  onSearch: AnswerFunction | undefined
  /** the same for Kibana; the path has the base path */
  onKibana: AnswerFunction | undefined
  setKibana: (state: 'ready' | 'starting' | 'unauthorized') => void
  /** an OpenVidu folder that leads to this stack as its administrator, unless told otherwise */
  installation: (options?: BedInstallationOptions) => Installation
  /** asks Elasticsearch itself, past the proxy */
  asAdmin: (method: string, path: string, body?: object) => Promise<{ status: number; body: unknown }>
  /** the probes that are left, in any index */
  probes: () => Promise<unknown[]>
  /** passes a request on and gives the answer back, so that a test can change or withhold it */
  passOn: (server: 'search' | 'kibana', request: RequestToAnswer) => Promise<Exclude<Answer, string>>
  /** "PUT /_ingest/pipeline/x" */
  requests: () => string[]
  writes: () => string[]
  /** an empty stack, no record, no answers in its place */
  reset: () => Promise<void>
  stop: () => Promise<void>
}

export const basePath = '/kibana'

type Options = { engine?: 'real' | 'in memory' }

/** A testbed for the tests of a file; each finds it empty. */
export function onTestbed(options: Options = {}): Testbed {
  const bed = {} as Testbed
  beforeAll(() => startTestbed(bed, options), patience)
  afterEach(() => bed.reset())
  afterAll(() => bed.stop())
  return bed
}

/** @param engine in memory, for what tries elkctl and not the engine; a test in `engine/` has one such case on a real one */
async function startTestbed(bed: Testbed, { engine = 'in memory' }: Options): Promise<void> {
  const inMemory = engine === 'in memory' ? await startSearchInMemory() : undefined
  const stack = await startStack({
    engine: 'elasticsearch-7.10',
    ...(inMemory && { inMemory }),
    basePath,
    answer: (request) => bed.onSearch?.(request),
  })
  const behind = stack.dashboards
  if (behind === undefined) throw new Error('the stack was started without a dashboards server')
  const kibana = await startProxy({ target: behind.proxy.url, answer: (request) => bed.onKibana?.(request) })
  const admin = { username: stack.engine.username, password: stack.engine.password }
  const installations: Installation[] = []
  const asAdmin: Testbed['asAdmin'] = async (method, path, body) =>
    answerTo(`${stack.engine.url}${path}`, {
      method,
      headers: { authorization: basic(admin), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const all = () => [...stack.search.requests, ...kibana.requests]
  Object.assign(bed, {
    stack,
    admin,
    searchUrl: stack.search.url,
    kibanaUrl: `${kibana.url}${basePath}`,
    onSearch: undefined,
    onKibana: undefined,
    setKibana: (state) => {
      behind.double.setState(state)
    },
    installation: (options = {}) => {
      const made = makeInstallation(
        withoutNull({ searchUrl: bed.searchUrl, dashboardsUrl: bed.kibanaUrl, ...admin, ...options }),
      )
      installations.push(made)
      return made
    },
    asAdmin,
    probes: async () => {
      const { body } = await asAdmin(
        'GET',
        '/*/_search?size=100&allow_no_indices=true&q=%22elkctl-check%22&lenient=true',
      )
      return (body as { hits: { hits: unknown[] } }).hits.hits
    },
    passOn: (server, { method, path, headers, body }) => {
      const { authorization = '', 'content-type': type = 'application/json', 'kbn-xsrf': xsrf = '' } = headers
      return answerTo(`${server === 'search' ? stack.engine.url : behind.proxy.url}${path}`, {
        method,
        headers: { authorization, 'content-type': type, ...(xsrf !== '' && { 'kbn-xsrf': String(xsrf) }) },
        ...(method !== 'GET' && method !== 'HEAD' && { body }),
      })
    },
    requests: () => all().map(({ method, path }) => `${method} ${path}`),
    writes: () =>
      all()
        .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
        .map(({ method, path }) => `${method} ${path}`),
    reset: async () => {
      bed.onSearch = bed.onKibana = undefined
      behind.double.setState('ready')
      const objects = behind.double.objects.at('default')
      for (const { type, id } of objects.ofTypes(['index-pattern', 'search', 'visualization', 'dashboard']))
        objects.delete(type, id)
      const unknown = [...(inMemory?.unknown ?? [])]
      if (inMemory) inMemory.clear()
      else await empty(asAdmin)
      stack.clear()
      kibana.clear()
      installations.splice(0).forEach((installation) => {
        installation.remove()
      })
      if (unknown.length > 0) throw new Error(`the engine in memory does not know: ${unknown.join('; ')}`)
    },
    stop: async () => {
      installations.forEach((installation) => {
        installation.remove()
      })
      await kibana.stop()
      await stack.stop()
    },
  } satisfies Testbed)
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export const loginPage =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n'
export const html = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: loginPage,
} satisfies Answer

const indices = ['openvidu*', 'filebeat*', 'metricbeat*', 'server-metrics*', 'session-metrics*', 'loadtest*']

/** Takes everything away that elkctl or a test may have put on the engine. */
async function empty(asAdmin: Testbed['asAdmin']): Promise<void> {
  for (const kind of ['user', 'role']) {
    const { body } = await asAdmin('GET', `/_security/${kind}`)
    for (const [name, { metadata }] of Object.entries(body as Record<string, { metadata?: { _reserved?: boolean } }>))
      if (metadata?._reserved !== true) await asAdmin('DELETE', `/_security/${kind}/${encodeURIComponent(name)}`)
  }
  const pipelines = ['/_ingest/pipeline/openvidu*', '/_ingest/pipeline/kurento-pipeline']
  for (const path of ['/_index_template/openvidu*', '/_template/openvidu*', ...pipelines]) await asAdmin('DELETE', path)
  await asAdmin('DELETE', `/${indices.join(',')}`)
}

export const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

async function answerTo(url: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, init)
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== ''
  return { status: answer.status, body: isJson ? JSON.parse(text) : text }
}

function withoutNull(options: BedInstallationOptions): InstallationOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
}
