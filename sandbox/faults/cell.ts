import { readdirSync } from 'node:fs'
import { makeInstallation, type Installation } from '../installation.js'
import type { RequestToAnswer } from '../proxy.js'
import { runElkctl, type Result } from '../run-elkctl.js'
import { faults, type FaultName } from './fault.js'
import { runInProcess } from './in-process.js'
import type { FaultyStack, ServerName } from './stack.js'
import { wrongIn } from './wrong.js'

export const commands = ['init', 'rotate-password', 'rotate-password as an administrator', 'destroy'] as const
export type CommandName = (typeof commands)[number]

/** One request of a run: requests that go out together arrive in any order, so each is known by what it asks and how many alike came before. */
export interface NumberedRequest {
  server: ServerName
  /** "PUT /path", without what is different in each run */
  request: string
  /** 0: the first */
  alike: number
}

export interface Cell extends NumberedRequest {
  command: CommandName
  fault: FaultName
}

/** How it went. */
export interface CellResult {
  /** of the run that met the fault; null: it was killed */
  exit: number | null
  /** of the same command, once more */
  again: number | null
  /** what should not be so; empty: all is well */
  wrong: string[]
}

const requestOf = ({ method, path }: RequestToAnswer): string =>
  `${method} ${decodeURIComponent(path.replace(/\?.*$/s, '')).replaceAll(/(elkctl-check)-[0-9a-f]{8}\b/g, '$1-RANDOM')}`

/** What each command needs, as an operator types it; who has taken the account away, or changes its password for it, signs in as an administrator. */
const lines: Record<CommandName | 'plan', { args: string[]; asAdministrator?: true; withoutData?: true }> = {
  init: { args: ['init', '--yes', '--write-env'] },
  'rotate-password': { args: ['rotate-password', '--yes'], withoutData: true },
  'rotate-password as an administrator': {
    args: ['rotate-password', '--yes'],
    withoutData: true,
    asAdministrator: true,
  },
  destroy: { args: ['destroy', '--yes', 'openvidu'], asAdministrator: true },
  plan: { args: ['plan'] },
}

/** @param data the folder for `--data` */
export function situationOn(stack: FaultyStack, data: string) {
  const lineOf = (command: CommandName | 'plan', at: Installation, asAdministrator: boolean): string[] => [
    ...lines[command].args,
    ...['--env-file', at.envFile],
    ...(lines[command].withoutData ? [] : ['--data', data]),
    ...(asAdministrator ? ['--admin-username', stack.admin.username] : []),
  ]
  const passwordFor = (asAdministrator: boolean) => ({
    ELKCTL_ADMIN_PASSWORD: asAdministrator ? stack.admin.password : '',
  })
  const run = (
    command: CommandName | 'plan',
    at: Installation,
    asAdministrator = lines[command].asAdministrator === true,
  ): Promise<Result> => {
    Object.assign(process.env, passwordFor(asAdministrator))
    return runInProcess(lineOf(command, at, asAdministrator))
  }
  const installation = () =>
    makeInstallation({ searchUrl: stack.urls.search, dashboardsUrl: stack.urls.dashboards, ...stack.admin })

  async function expectDone(command: CommandName | 'plan', at: Installation): Promise<void> {
    const { code, stdout, stderr } = await run(command, at)
    if (code !== 0) throw new Error(`${command} before the fault ended with ${String(code)}:\n${stdout}${stderr}`)
  }

  /** An installation on an empty stack, ready for the command. */
  async function start(command: CommandName): Promise<Installation> {
    stack.clear()
    const at = installation()
    if (command !== 'init') await expectDone('init', at)
    return at
  }

  /** Every request of a run without a fault. */
  async function requests(command: CommandName): Promise<NumberedRequest[]> {
    const at = await start(command)
    const seen: NumberedRequest[] = []
    stack.answer = (server, asked) => {
      const request = requestOf(asked)
      const alike = seen.filter((one) => one.server === server && one.request === request).length
      seen.push({ server, request, alike })
      return undefined
    }
    await expectDone(command, at)
    stack.answer = undefined
    at.remove()
    return seen
  }

  async function disturbed(cell: Cell, at: Installation): Promise<Result & { isMet: boolean }> {
    const { command } = cell
    const fault = faults[cell.fault]
    let [before, met] = [0, 0]
    let kill = (): unknown => undefined
    stack.answer = (server, asked) => {
      if (server !== cell.server || requestOf(asked) !== cell.request) return undefined
      if (before++ < cell.alike || met >= (fault.times ?? 1)) return undefined
      met += 1
      return Promise.resolve(fault.answer(() => stack.passOn(server, asked))).finally(() => kill())
    }
    const asAdministrator = lines[command].asAdministrator === true
    const result = fault.kills
      ? await runElkctl(lineOf(command, at, asAdministrator), {
          env: passwordFor(asAdministrator),
          onStart: (child) => {
            kill = () => child.kill('SIGKILL')
          },
        })
      : await run(command, at)
    stack.answer = undefined
    return { ...result, isMet: met > 0 }
  }

  /** The fault, then the same command, then a plan. */
  async function meet(cell: Cell): Promise<CellResult> {
    const at = await start(cell.command)
    const empty = cell.command === 'destroy' ? emptied : undefined
    const secrets = new Set([stack.admin.password])
    const learn = () => {
      for (const secret of [at.value('ELASTICSEARCH_PASSWORD'), stack.passwordOf('openvidu')])
        if (secret !== undefined) secrets.add(secret)
    }
    learn()
    const first = await disturbed(cell, at)
    learn()
    const again = await run(cell.command, at)
    learn()
    const plan = await run('plan', at, cell.command === 'destroy')
    const results = { first, again, plan }
    const wrong = [
      ...(first.isMet ? [] : ['the request was not made']),
      ...wrongIn(results, { command: cell.command, secrets }),
      ...(empty === undefined ? await signsIn(at) : await leftFrom(empty)),
      ...leftBeside(at),
      ...stack.unknown().map((request) => `the engine in memory does not know ${request}`),
    ]
    at.remove()
    return { exit: first.code, again: again.code, wrong }
  }

  const signsIn = async (at: Installation): Promise<string[]> => {
    const [username, password] = [at.value('ELASTICSEARCH_USERNAME'), String(at.value('ELASTICSEARCH_PASSWORD'))]
    return username === 'openvidu' && (await stack.signsIn({ username, password }))
      ? []
      : ['the account in .env does not sign in']
  }

  const leftFrom = async (empty: string): Promise<string[]> =>
    (await stack.contents()) === empty ? [] : ['not everything was taken away']

  let emptied = ''
  return {
    requests,
    meet,
    begin: async () => {
      stack.clear()
      emptied = await stack.contents()
    },
  }
}

/** What elkctl must not leave beside the configuration file. */
const leftBeside = ({ folder }: Installation): string[] =>
  readdirSync(folder)
    .filter((name) => /^\.elkctl-|\.elkctl-rotation$/.test(name))
    .map((name) => `${name} was left beside .env`)
