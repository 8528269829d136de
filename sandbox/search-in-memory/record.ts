import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startKibanaDouble, startOpenSearchDashboardsDouble } from '../dashboards/index.js'
import { startEngine } from '../engine.js'
import { makeInstallation } from '../installation.js'
import { startProxy, type AnswerFunction } from '../proxy.js'
import { runElkctl } from '../run-elkctl.js'
import { recorded, recordingFile, type Exchange, type RecordedEngine } from './exchange.js'

/** What elkctl does: a title, its arguments, and whether the administrator signs in. */
type Scenario = [title: string, args: string[], as?: 'an administrator'][]

const accounts: Scenario = [
  ['rotate-password by itself', ['rotate-password', '--yes']],
  ['rotate-password by an administrator', ['rotate-password', '--yes'], 'an administrator'],
  ['create-user that is there', ['create-user', '--yes'], 'an administrator'],
  ['delete-user', ['delete-user', '--yes'], 'an administrator'],
  ['create-user', ['create-user', '--yes', '--write-env'], 'an administrator'],
]

const scenarios: Record<RecordedEngine, Scenario> = {
  'elasticsearch-7.10': [
    ['init', ['init', '--yes', '--write-env']],
    ['init again', ['init', '--yes', '--write-env']],
    ['plan by an administrator', ['plan'], 'an administrator'],
    ['verify', ['verify', '--write-probe']],
    ...accounts,
  ],
  // Accounts alone: the part of OpenSearch that has ISM is in no public Maven repository.
  'opensearch-2.19': [['first create-user', ['create-user', '--yes', '--write-env']], ...accounts],
}

const usersOf: Record<RecordedEngine, string> = {
  'elasticsearch-7.10': '/_security/user',
  'opensearch-2.19': '/_plugins/_security/api/internalusers',
}

/** Writes down again what a real engine answers to elkctl: `npm run record` after `elkctl` asks something new. */
async function record(name: RecordedEngine): Promise<void> {
  const engine = await startEngine({ name, onProgress: console.log })
  const exchanges: Exchange[] = []
  let during = 'start of the dashboards server'
  const keep: AnswerFunction = async ({ method, path, headers, body }) => {
    const { authorization, 'content-type': type } = headers
    const response = await fetch(engine.url + path, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(type !== undefined && { 'content-type': type }),
      },
      ...(body !== '' && { body }),
    })
    const text = await response.text()
    const user = authorization?.startsWith('Basic ') === true ? decoded(authorization) : undefined
    const exchange: Exchange = {
      during,
      method,
      path,
      ...(user !== undefined && { user }),
      ...(body !== '' && { request: parsed(body) }),
      status: response.status,
      answer: parsed(text),
    }
    if (!isRepeated(exchange, exchanges)) exchanges.push(exchange)
    return {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? '' },
      body: text,
    }
  }
  const account = { username: engine.username, password: engine.password }
  const search = await startProxy({ target: engine.url, answer: keep })
  const dashboards = name.startsWith('opensearch')
    ? await startOpenSearchDashboardsDouble({ engineUrl: search.url })
    : await startKibanaDouble({ engineUrl: search.url, account })
  const at = makeInstallation({ searchUrl: search.url, dashboardsUrl: dashboards.url, ...account })
  const env = { ELKCTL_ADMIN_USERNAME: account.username, ELKCTL_ADMIN_PASSWORD: account.password }
  try {
    for (const [title, args, as] of scenarios[name]) {
      during = title
      const { code, stderr } = await runElkctl([...args, '--env-file', at.envFile], { env: as ? env : {} })
      if (code !== 0) throw new Error(`${title} ended with ${String(code)}: ${stderr}`)
    }
    during = 'a user that is not there'
    const asAdministrator = { authorization: basic(account) }
    await fetch(search.url, { headers: { authorization: basic({ username: 'nobody', password: 'none' }) } })
    await fetch(`${search.url}${usersOf[name]}/nobody`, { method: 'DELETE', headers: asAdministrator })
  } finally {
    await dashboards.stop()
    await search.stop()
    await engine.stop()
    at.remove()
  }
  mkdirSync(dirname(recordingFile(name)), { recursive: true })
  writeFileSync(
    recordingFile(name),
    `[\n${exchanges.map((exchange) => withoutPasswords(JSON.stringify(exchange))).join(',\n')}\n]\n`,
  )
}

/** A question that was answered in the same way since the last write. */
function isRepeated(exchange: Exchange, exchanges: Exchange[]): boolean {
  const lastWrite = exchanges.findLastIndex(({ method }) => method === 'PUT' || method === 'DELETE')
  const text = JSON.stringify(exchange)
  return exchanges.slice(lastWrite + 1).some((earlier) => JSON.stringify(earlier) === text)
}

const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const decoded = (authorization: string): string =>
  Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8').replace(/:.*$/s, '')

function parsed(text: string): unknown {
  return /^\s*[[{]/.test(text) ? JSON.parse(text) : text
}

/** The engine is gone, but a password in a file is always looked at twice. */
const withoutPasswords = (text: string): string =>
  text.replaceAll(/("(?:current_)?password":)"[^"]*"/g, '$1"(made up)"')

for (const name of Object.keys(recorded) as RecordedEngine[]) await record(name)
