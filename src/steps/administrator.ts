import { capitalized } from '../capitalized.js'
import { canBeLeftAlone, isBlocked } from '../engine/blocked.js'
import type { Plan } from '../engine/plan.js'
import { ApiError, ElkctlError } from '../errors.js'
import type { Verdict } from '../report/verdict/verdict.js'
import { administratorRole } from '../http/answer.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'
import type { StackOptions } from './read-settings.js'
import type { Run } from './run.js'

/** The user in the configuration file may not do this; an administrator may. */
export class AdministratorNeeded extends ElkctlError {
  constructor(message: string) {
    super(message, {
      exit: 'access',
      hint: 'Sign in as an administrator: --admin-username NAME --admin-password-stdin, or ELKCTL_ADMIN_USERNAME and ELKCTL_ADMIN_PASSWORD.',
    })
  }
}

/** On a terminal: asks for an administrator where one is needed, and starts over with those credentials. */
export async function orAsAdministrator<Options extends StackOptions & { yes?: boolean | string }>(
  options: Options,
  run: Run,
  command: (options: Options) => Promise<Verdict>,
): Promise<Verdict> {
  try {
    return await command(options)
  } catch (error) {
    if (!(error instanceof AdministratorNeeded) || run.prompts === undefined || options.yes) throw error
    run.screen.complain(error.message)
    const adminUsername = (await run.prompts.ask('Name of an administrator:')).trim()
    run.journal.startOver()
    // Their password is asked for as that of any user who has none: when the settings are read.
    return command({ ...options, adminUsername })
  }
}

/** Signed in with what the configuration file says, and with nothing that was given for this run. */
const isFromFile = ({ admin, fileAccount }: Settings): boolean =>
  fileAccount !== undefined && admin?.username === fileAccount.username && admin.password === fileAccount.password

/** @throws AdministratorNeeded when users and roles may not even be read */
export function needRights({ changes, stack }: Plan, settings: Settings): void {
  const blocked = changes.filter(isBlocked).filter((change) => !canBeLeftAlone(change))
  const [first] = blocked
  if (first === undefined || !isFromFile(settings) || administratorRole(stack.identity) !== undefined) return
  if (!blocked.every(({ kind, exit }) => kind.needs === 'security' && exit === 'access')) return
  const names = blocked.map(({ kind, name }) => `the ${kind.name} ${name}`)
  throw new AdministratorNeeded(needed(names, settings, first.reason))
}

/** What is refused to the configuration file's user is worth another try as an administrator. */
export async function withRights<T>(
  what: string,
  settings: Settings,
  { identity }: Stack,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof ApiError) || error.exit !== 'access' || error.status === 401) throw error
    if (!isFromFile(settings) || administratorRole(identity) !== undefined) throw error
    throw new AdministratorNeeded(needed([what], settings, error.message))
  }
}

function needed(names: string[], { envFile, admin }: Settings, reason: string): string {
  const list = names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}`
  const text = `${list} ${names.length === 1 ? 'needs' : 'need'} an administrator, and ${envFile ?? 'the environment'} names ${String(admin?.username)}: ${reason.replace(/\.$/, '')}.`
  return capitalized(text)
}
