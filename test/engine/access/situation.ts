import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { AnswerFunction } from '../../../sandbox/proxy.js'
import { runElkctl, type RunOptions } from '../../../sandbox/run-elkctl.js'
import { startSearchInMemory } from '../../../sandbox/search-in-memory/index.js'
import { startStack, type LocalStack, type LocalStackOptions } from '../../../sandbox/stack.js'
import { account, type Account } from '../../support/account.js'
import type { JsonReport } from '../../support/json-report.js'

export type SecureEngine = 'elasticsearch-7.10' | 'opensearch-2.19'

/** What `--json` prints of the commands for users. */
export interface AccessReport extends JsonReport {
  settings: { username: string; role: string }
  rotation?: { username: string; by?: string; works: string; keptIn: string | null }
}

export interface Situation {
  engineName: SecureEngine
  isElasticsearch: boolean
  stack: LocalStack
  /** names the administrator */
  installation: Installation
  /** the engine itself, as its administrator, past the proxy */
  admin: Account
  /** what the engine says to this user */
  as: (username: string, password: string | undefined) => Account
  /** whether this password is right */
  signsIn: (username: string, password: string | undefined) => Promise<boolean>
  /** the environment in which the administrator signs in */
  adminEnv: Record<string, string>
  /** answers in the place of the engine while it is set */
  hook: { answer: AnswerFunction | undefined }
}

/** One stack for a test file, with an installation whose `.env` names the administrator. */
export function onStack(engine: SecureEngine, options: Partial<LocalStackOptions> = {}): Situation {
  return situationOn(engine, (answer) => startStack({ engine, ...options, answer }))
}

/** The same with an engine in memory, for what tries elkctl and not the engine. */
export function inMemory(engine: SecureEngine): Situation {
  let unknown: string[] = []
  const situation = situationOn(engine, async (answer) => {
    const inMemory = await startSearchInMemory(engine)
    unknown = inMemory.unknown
    return startStack({ engine, inMemory, ism: false, answer })
  })
  afterEach(() => {
    expect(unknown.splice(0)).toEqual([])
  })
  return situation
}

function situationOn(engine: SecureEngine, start: (answer: AnswerFunction) => Promise<LocalStack>): Situation {
  const situation = { engineName: engine, isElasticsearch: engine.startsWith('elastic') } as Situation
  const hook: Situation['hook'] = { answer: undefined }
  beforeAll(async () => {
    const stack = await start((request) => hook.answer?.(request))
    const { username, password, url } = stack.engine
    Object.assign(situation, {
      stack,
      hook,
      installation: makeInstallation({
        searchUrl: stack.search.url,
        dashboardsUrl: String(stack.dashboards?.url),
        username,
        password,
      }),
      admin: account(url, username, password),
      as: (name: string, secret: string | undefined) => account(url, name, secret),
      signsIn: async (name: string, secret: string | undefined) =>
        (await account(url, name, secret)('GET', '/')).status !== 401,
      adminEnv: { ELKCTL_ADMIN_USERNAME: username, ELKCTL_ADMIN_PASSWORD: password },
    } satisfies Partial<Situation>)
  }, 120_000)
  afterAll(async () => {
    situation.installation.remove()
    await situation.stack.stop()
  })
  return situation
}

/** An installation of its own on the same stack; names the administrator unless told. */
export function installationOn(
  { stack }: Situation,
  credentials: { username?: string; password?: string } = stack.engine,
): Installation {
  return makeInstallation({
    searchUrl: stack.search.url,
    dashboardsUrl: String(stack.dashboards?.url),
    ...(credentials.username !== undefined && { username: credentials.username }),
    ...(credentials.password !== undefined && { password: credentials.password }),
  })
}

export async function run(
  installation: Installation,
  args: string[],
  options: RunOptions = {},
): Promise<AccessReport & { code: number | null; stderr: string }> {
  const [command = '', ...rest] = args
  const { code, stdout, stderr } = await runElkctl(
    [command, '--env-file', installation.envFile, ...rest, '--json'],
    options,
  )
  // A process that was killed says nothing.
  const report = (stdout === '' ? {} : JSON.parse(stdout)) as AccessReport
  return { ...report, code, stderr }
}

/** The outcomes in words: "role openvidu-role applied". */
export const outcomes = (report: AccessReport): string[] =>
  report.outcomes.map(({ kind, name, status }) => `${kind} ${name} ${status}`)

/** What elkctl must not leave beside the configuration file. */
export const leftovers = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /^\.elkctl-|\.elkctl-rotation$/.test(name))

/** The credentials in a file that elkctl wrote. */
export function credentialsOf(folder: string, name: string): { username: string; password: string } {
  const value = (key: string) =>
    new RegExp(`^${key}=(.*)$`, 'm').exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? ''
  return { username: value('ELASTICSEARCH_USERNAME'), password: value('ELASTICSEARCH_PASSWORD') }
}

/** The roles that the engine gives to a user, less those that every user of OpenSearch has. */
export async function rolesOf(
  { isElasticsearch, as }: Situation,
  username: string,
  password: string,
): Promise<string[]> {
  const path = isElasticsearch ? '/_security/_authenticate' : '/_plugins/_security/authinfo'
  const { body } = await as(username, password)('GET', path)
  return (body['roles'] as string[]).filter((role) => !['own_index', 'kibana_user'].includes(role)).sort()
}

const paths = {
  elasticsearch: { user: '/_security/user', role: '/_security/role' },
  opensearch: {
    user: '/_plugins/_security/api/internalusers',
    role: '/_plugins/_security/api/roles',
    mapping: '/_plugins/_security/api/rolesmapping',
  },
}

/** Where the engine keeps users, roles and (OpenSearch) role mappings. */
export const pathsOf = ({ isElasticsearch }: Situation): { user: string; role: string; mapping?: string } =>
  isElasticsearch ? paths.elasticsearch : paths.opensearch
