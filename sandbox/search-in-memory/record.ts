import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startKibanaDouble } from '../dashboards/index.js'
import { startEngine } from '../engine.js'
import { makeInstallation } from '../installation.js'
import { startProxy, type AnswerFunction } from '../proxy.js'
import { runElkctl } from '../run-elkctl.js'
import { recordingFile, type Exchange, type RecordedEngine } from './exchange.js'

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
  const dashboards = await startKibanaDouble({ engineUrl: search.url, account })
  const at = makeInstallation({ searchUrl: search.url, dashboardsUrl: dashboards.url, ...account })
  const env = { ELKCTL_ADMIN_USERNAME: account.username, ELKCTL_ADMIN_PASSWORD: account.password }
  const run = async (title: string, args: string[], more: Record<string, string> = {}) => {
    during = title
    const { code, stderr } = await runElkctl([...args, '--env-file', at.envFile], { env: more })
    if (code !== 0) throw new Error(`${title} ended with ${String(code)}: ${stderr}`)
  }
  try {
    await run('init', ['init', '--yes', '--write-env'])
    await run('init again', ['init', '--yes', '--write-env'])
    await run('plan by an administrator', ['plan'], env)
    await run('verify', ['verify', '--write-probe'])
    await run('rotate-password by itself', ['rotate-password', '--yes'])
    await run('rotate-password by an administrator', ['rotate-password', '--yes'], env)
    await run('create-user that is there', ['create-user', '--yes'], env)
    await run('delete-user', ['delete-user', '--yes'], env)
    await run('create-user', ['create-user', '--yes', '--write-env'], env)
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

const decoded = (authorization: string): string =>
  Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8').replace(/:.*$/s, '')

function parsed(text: string): unknown {
  return /^\s*[[{]/.test(text) ? JSON.parse(text) : text
}

/** The engine is gone, but a password in a file is always looked at twice. */
const withoutPasswords = (text: string): string =>
  text.replaceAll(/("(?:current_)?password":)"[^"]*"/g, '$1"(made up)"')

await record('elasticsearch-7.10')
