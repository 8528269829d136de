import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { account, type Account } from '../../support/account.js'
import { report } from '../../support/json-report.js'

export interface Situation {
  stack: LocalStack
  admin: Account
  envFile: string
  /** runs elkctl as the administrator of the stack */
  run: (command: string, ...more: string[]) => ReturnType<typeof report>
  stop: () => Promise<void>
}

type Engine = 'elasticsearch-6.8' | 'elasticsearch-7.10' | 'opensearch-2.19'

/** A stack, and settings of the ISP platform as it documents them, but for what a case changes. */
export async function ispOn(engine: Engine, more: Record<string, string> = {}, data?: string): Promise<Situation> {
  const stack = await startStack({ engine, dashboards: engine !== 'elasticsearch-6.8' })
  const { username, password, url } = stack.engine
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-isp-'))
  const envFile = join(folder, '.env')
  const values: Record<string, string> = {
    ELASTICSEARCH_ENABLED: 'true',
    ELASTICSEARCH_HOSTS: stack.search.url,
    ELASTICSEARCH_USERNAME: '',
    ELASTICSEARCH_PASSWORD: '',
    ELASTICSEARCH_INDEX_DATE_FORMAT: '%Y.%m.%d',
    ...more,
  }
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(envFile, lines.join(''), { mode: 0o640 })
  const dashboards = stack.dashboards === undefined ? [] : ['--dashboards-url', stack.dashboards.url]
  const options = ['--profile', 'isp', '--env-file', envFile, '--admin-username', username, ...dashboards]
  return {
    stack,
    admin: account(url, username, password),
    envFile,
    run: (command, ...further) =>
      report([...command.split(' '), ...options, ...(data === undefined ? [] : ['--data', data]), ...further], {
        env: { ELKCTL_ADMIN_PASSWORD: password },
      }),
    stop: async () => {
      rmSync(folder, { recursive: true, force: true })
      await stack.stop()
    },
  }
}

/** What the platform sends, by the index that it goes to (see the README beside the samples). */
export const samples: Record<string, Record<string, unknown>[]> = Object.fromEntries(
  [
    ['isp-logs-2026.11.26', 'isp-logs-sync'],
    ['isp-metrics-2026.11.26', 'isp-metrics-sync'],
    ['isp-metrics', 'isp-metrics-collector'],
  ].map(([index = '', file = '']) => [
    index,
    readFileSync(join(packageFolder(), 'test/fixtures/isp', `${file}.ndjson`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  ]),
)

interface BulkAnswer {
  items: { index: { status: number; error?: { reason: string; caused_by?: { reason: string } } } }[]
}

/** Sends documents in one request, as the platform does. @returns why documents were refused, each reason once */
export async function send(
  { stack: { engine } }: Situation,
  index: string,
  documents: object[],
): Promise<{ taken: number; refusals: string[] }> {
  const action = JSON.stringify({ index: { _index: index } })
  const answer = await fetch(`${engine.url}/_bulk?refresh=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Basic ${Buffer.from(`${engine.username}:${engine.password}`).toString('base64')}`,
    },
    body: documents.map((document) => `${action}\n${JSON.stringify(document)}\n`).join(''),
  })
  const { items } = (await answer.json()) as BulkAnswer
  const refused = items.flatMap(({ index: { status, error } }) =>
    status < 300 ? [] : [`${status} ${String(error?.reason)}: ${String(error?.caused_by?.reason)}`],
  )
  return { taken: items.length - refused.length, refusals: [...new Set(refused)] }
}
