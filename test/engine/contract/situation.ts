import { statSync } from 'node:fs'
import { afterAll, beforeAll } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { account, type Account } from '../../support/account.js'
import { report, type JsonReport } from '../../support/json-report.js'
import { withoutModules, type DataFolder } from './data-folder.js'
import type { ContractStack } from './stacks.js'

export type Result = JsonReport & { code: number | null; stderr: string }

/** A stack on which the contract runs, and an OpenVidu installation that names it. */
export interface Situation {
  contract: ContractStack
  /** false: without what is alike on each version of a product */
  isWhole: boolean
  hasSecurity: boolean
  isOpenSearch: boolean
  stack: LocalStack
  installation: Installation
  /** `.env` before the first run */
  envBefore: { text: string; mode: number }
  /** as its administrator, where elkctl asks it */
  search: Account
  dashboards: Account
  /** whoever signs in with this, where elkctl asks */
  as: (username: string, password: string | undefined) => Account
  /** with the credentials in `.env` */
  elkctl: (command: string, ...args: string[]) => Promise<Result>
  /** as the administrator, who is no longer in `.env` after init */
  asAdmin: (command: string, ...args: string[]) => Promise<Result>
  /** `init` that makes what is pending, as the administrator */
  initAsAdmin: (...args: string[]) => Promise<Result>
  /** that every command needs on this stack, but for those that remove */
  flags: (command: string) => string[]
  /** objects of others under our names, as a plan names them: made before the first run */
  takenOver: string[]
  /** where the security API of this product lives */
  securityPath: string
}

/** One stack for a test file. */
export function onContractStack(contract: ContractStack, isWhole: boolean): Situation {
  const { options, args = [], release } = contract
  const hasSecurity = options.security !== false
  const isOpenSearch = options.engine.startsWith('opensearch')
  const situation = { contract, isWhole, hasSecurity, isOpenSearch } as Situation
  let data: DataFolder | undefined
  beforeAll(async () => {
    const stack = await startStack(options)
    const { username, password } = stack.engine
    const credentials = hasSecurity ? { username, password } : {}
    const dashboardsUrl = stack.dashboards?.url
    const installation = makeInstallation({
      searchUrl: stack.search.url,
      ...(dashboardsUrl !== undefined && { dashboardsUrl }),
      ...credentials,
      ...(release !== undefined && { release }),
    })
    data = contract.withoutModules ? withoutModules() : undefined
    const always = ['--env-file', installation.envFile]
    // Those that remove do so on any version.
    const flagsFor = (command: string) => [
      ...(['delete-user', 'destroy'].includes(command) ? [] : args),
      ...(data && command !== 'delete-user' ? ['--data', data.folder] : []),
    ]
    const run = (given: string[], env: Record<string, string>, ownProcess = false) =>
      report([...given, ...always, ...flagsFor(String(given[0]))], { env, ownProcess })
    const asAdmin: Record<string, string> = hasSecurity
      ? { ELKCTL_ADMIN_USERNAME: username, ELKCTL_ADMIN_PASSWORD: password }
      : {}
    const as = (name?: string, secret?: string) => account(stack.search.url, name, secret)
    Object.assign(situation, {
      stack,
      installation,
      envBefore: { text: installation.env(), mode: statSync(installation.envFile).mode },
      search: as(credentials.username, credentials.password),
      dashboards: account(
        String(dashboardsUrl),
        credentials.username,
        credentials.password,
        isOpenSearch && hasSecurity ? { securitytenant: 'global' } : {},
      ),
      as,
      flags: flagsFor,
      takenOver: [],
      // the first run on each stack is the program itself
      elkctl: (...given: string[]) => run(given, {}, given[0] === 'init'),
      asAdmin: (...given: string[]) => run(given, asAdmin),
      initAsAdmin: (...given: string[]) =>
        run(['init', '--yes', ...(hasSecurity ? ['--write-env'] : []), ...given], asAdmin),
      securityPath: isOpenSearch ? `${contract.pluginPath ?? '/_plugins'}/_security/api` : '/_security',
    } satisfies Partial<Situation>)
  }, 400_000)
  afterAll(async () => {
    data?.remove()
    situation.installation.remove()
    await situation.stack.stop()
  })
  return situation
}

/** "role openvidu-role" of everything in the plan with one of these actions. */
export const planned = ({ plan }: Result, ...actions: string[]): string[] =>
  plan.filter(({ action }) => actions.includes(action)).map(({ kind, name }) => `${kind} ${name}`)

export const applied = ({ outcomes }: Result): string[] =>
  outcomes.filter(({ status }) => status === 'applied').map(({ kind, name }) => `${kind} ${name}`)
