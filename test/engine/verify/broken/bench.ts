import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fewObjects } from '../../../../sandbox/faults/few-objects.js'
import { runInProcess } from '../../../../sandbox/faults/in-process.js'
import { makeInstallation } from '../../../../sandbox/installation.js'
import { startProxy, type Answer, type AnswerFunction } from '../../../../sandbox/proxy.js'
import type { Result } from '../../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import type { ReportDocument } from '../../../../src/report/document.js'
import { account, type Account, type Answer as Answered } from '../../../support/account.js'
import { readJson } from '../../../unit/fixtures.js'
import { succeed } from '../accounts.js'

export type Flavor = 'elasticsearch' | 'opensearch'
export type Mend = () => unknown

/** A real engine with what init makes, on which one thing after the other is broken and mended. */
export interface Bench {
  stack: LocalStack
  admin: { username: string; password: string }
  /** a request as the administrator, which must succeed */
  ask: (method: string, path: string, body?: unknown) => Promise<Answered['body']>
  askDashboards: (method: string, path: string, body?: unknown) => Promise<Answered['body']>
  /** `.env` as init left it */
  envFile: string
  /** settings of the ISP platform */
  ispFile: string
  /** of the account, as `init` wrote it there */
  secret: () => string
  /** the document that elkctl writes to try it */
  probe: () => unknown
  /** what ISM tells of an index */
  alterIsm: (change: (entry: Record<string, unknown>) => unknown) => Mend
  /** the folder for --data */
  data: string
  edit: (file: string, change: (text: string) => string) => Mend
  /** answers in place of a server */
  answer: (server: Server, answer: AnswerFunction) => Mend
  /** the server's own answer to a GET of such a path, with a change */
  alter: (server: Server, path: RegExp, change: (body: never) => unknown) => Mend
  /** runs have this file for --ca-file, until `reset` */
  trust: (authority: string) => void
  /** done by `reset`: of what has to stay until the fault was seen mended */
  later: (undo: Mend) => void
  run: (line: string[], options?: { isAdministrator?: boolean }) => Promise<Result>
  /** no answers in place of a server */
  reset: () => Promise<void>
  stop: () => Promise<void>
}

type Server = 'search' | 'dashboards'

/** It is there before init: ISM takes up by itself only what is younger than a policy. */
export const oldIndex = 'openvidu-logs-2026.01.01'

const engines = { elasticsearch: 'elasticsearch-7.10', opensearch: 'opensearch-2.19' } as const

export async function startBench(flavor: Flavor): Promise<Bench> {
  const answers = new Map<Server, AnswerFunction>()
  const undo: Mend[] = []
  let trusted: string[] = []
  const stack = await startStack({ engine: engines[flavor], answer: (request) => answers.get('search')?.(request) })
  const behind = stack.dashboards
  if (behind === undefined) throw new Error('the stack was started without a dashboards server')
  const before = await startProxy({
    target: behind.proxy.url,
    answer: (request) => answers.get('dashboards')?.(request),
  })
  const { username, password, url } = stack.engine
  const admin = { username, password }
  const [asAdmin, ofDashboards] = [stack.search.url, before.url].map((at) => account(at, username, password)) as [
    Account,
    Account,
  ]
  const data = fewObjects()
  const installation = makeInstallation({ searchUrl: stack.search.url, dashboardsUrl: before.url, ...admin })
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-broken-'))
  const ispFile = join(folder, '.env')
  writeFileSync(
    ispFile,
    `ELASTICSEARCH_ENABLED=true\nELASTICSEARCH_HOSTS=${stack.search.url}\nELASTICSEARCH_USERNAME=\nELASTICSEARCH_PASSWORD=\nELASTICSEARCH_INDEX_DATE_FORMAT=%Y.%m.%d\n`,
  )
  const bench: Bench = {
    ...{ stack, admin, envFile: installation.envFile, ispFile, data: data.folder },
    secret: () => String(installation.value('ELASTICSEARCH_PASSWORD')),
    probe: () => readJson<{ document: unknown }>(join(data.folder, 'templates/openvidu/checks/openvidu.json')).document,
    alterIsm: (change) =>
      bench.answer('search', async (request) => {
        if (!request.path.startsWith('/_plugins/_ism/explain/')) return undefined
        const answer = await stack.ism?.(request)
        if (answer === undefined || typeof answer === 'string') return answer
        const entries = Object.entries(answer.body as Record<string, unknown>)
        const changed = entries.map(([name, entry]) => [
          name,
          typeof entry === 'object' ? change(entry as Record<string, unknown>) : entry,
        ])
        return { ...answer, body: Object.fromEntries(changed) as unknown }
      }),
    ask: async (...request) => (await succeed(asAdmin(...request))).body,
    askDashboards: async (...request) => (await succeed(ofDashboards(...request))).body,
    edit: (file, change) => {
      const text = readFileSync(file, 'utf8')
      const changed = change(text)
      if (changed === text) throw new Error(`nothing was changed in ${file}`)
      writeFileSync(file, changed)
      return () => {
        writeFileSync(file, text)
      }
    },
    answer: (server, answer) => {
      answers.set(server, answer)
      return () => answers.delete(server)
    },
    alter: (server, path, change) =>
      bench.answer(server, async (request) => {
        if (request.method !== 'GET' || !path.test(request.path)) return undefined
        const { authorization = '' } = request.headers
        const target = server === 'search' ? url : behind.proxy.url
        const answer = await fetch(target + request.path, { headers: { authorization } })
        return { status: answer.status, body: change((await answer.json()) as never) } satisfies Answer
      }),
    trust: (authority) => {
      trusted = ['--ca-file', authority]
    },
    later: (one) => undo.push(one),
    run: (line, { isAdministrator = true } = {}) => {
      process.env['ELKCTL_ADMIN_PASSWORD'] = isAdministrator ? password : ''
      const isIsp = line.includes('isp')
      return runInProcess([
        ...line,
        ...trusted,
        ...(line.includes('--env-file') ? [] : ['--env-file', isIsp ? ispFile : installation.envFile]),
        ...(isIsp ? ['--dashboards-url', before.url] : ['--data', data.folder]),
        ...(isAdministrator ? ['--admin-username', username] : []),
      ])
    },
    reset: async () => {
      answers.clear()
      trusted = []
      behind.double.setAlerting?.(undefined)
      for (const one of undo.splice(0)) await one()
    },
    stop: async () => {
      delete process.env['ELKCTL_ADMIN_PASSWORD']
      installation.remove()
      data.remove()
      rmSync(folder, { recursive: true })
      await before.stop()
      await stack.stop()
    },
  }
  await bench.ask('PUT', `/${oldIndex}`, { settings: { number_of_replicas: 0 } })
  const { code, stdout, stderr } = await bench.run(['init', '--yes', '--write-env'], { isAdministrator: false })
  if (code !== 0) throw new Error(`init ended with ${String(code)}: ${stdout}${stderr}`)
  return bench
}

export function documentOf({ stdout, stderr }: Result): ReportDocument {
  if (!stdout.startsWith('{')) throw new Error(`no document: ${stdout}${stderr}`)
  return JSON.parse(stdout) as ReportDocument
}
