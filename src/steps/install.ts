import { pending, type Plan } from '../engine/plan.js'
import { holds, type Destination } from '../files/hand-over.js'
import type { PasswordLacking } from '../report/verdict/installed.js'
import { verdictOf, type Ending, type Verdict } from '../report/verdict/verdict.js'
import { accountLines } from '../settings/account-lines.js'
import type { Settings } from '../settings/settings.js'
import type { Probes } from './check-account.js'
import { backUp, type BackupOptions } from './back-up.js'
import { confirm } from './confirm.js'
import { correctSettings } from './correct-settings.js'
import { chooseDestination, destinationOf, replacedPassword, type DestinationOptions } from './destination.js'
import type { StackOptions } from './read-settings.js'
import { warnOfOtherNodes } from './other-nodes.js'
import { reindexAll, toReindex, type ReindexFlags } from './reindex.js'
import type { Run } from './run.js'
import { signsIn } from './signs-in.js'
import { userChange } from './unfinished-hand-over.js'
import { warn } from './warn.js'
import { preparePassword, writeAndCheck } from './write-and-check.js'

export interface InstallOptions extends StackOptions, DestinationOptions, ReindexFlags, BackupOptions {
  /** the new user's password, from standard input */
  password?: string
}

export interface ToInstall {
  plan: Plan
  settings: Settings
  /** the user who gave the password knows it: it need not be put anywhere */
  passwordIsKnown: boolean
  /** 'only sign in' where what the application's documents need is not installed by this command */
  probes: Probes
}

/** From a plan on: where a new password goes → confirm → correct settings → reindex → apply → check → hand over. */
export async function install(
  { plan, settings, passwordIsKnown, probes }: ToInstall,
  options: InstallOptions,
  run: Run,
): Promise<Verdict> {
  const old = toReindex(plan, options)
  if (options.dryRun) return checksSkipped('a dry run writes nothing', run, { end: 'dry run', plan, old })
  const needsPassword = setsPassword(plan)
  noteUnused(options, settings, { needsPassword, reindexes: old.length > 0 }, run)
  const given = destinationOf(options, settings)
  if (pending(plan).length === 0 && old.length === 0) {
    const lacking = passwordLacking(plan, given, settings) ?? (await passwordRefused(plan, settings, run))
    return checksSkipped('nothing changed', run, { end: 'nothing to do', plan, lacking })
  }
  const replaced = needsPassword ? replacedPassword(given, options, settings) : undefined
  if (replaced !== undefined) warn(replaced, run)
  if (options.resetPassword && needsPassword && resetsServiceAccount(plan, settings))
    warnOfOtherNodes(settings.account.username, settings, run)
  const needsDestination = needsPassword && !passwordIsKnown
  const destination = given ?? (needsDestination ? await chooseDestination(options, settings, run) : undefined)
  const lacksDestination = needsDestination && destination === undefined
  await confirm({ plan, old, lacksDestination }, options, settings, run)
  backUp(plan, settings, options, run)
  const { plan: others, outcomes: corrected, backup } = correctSettings(plan, settings, run)
  const { plan: current, reindexed } = await reindexAll(old, others, settings, run)
  const newPassword = needsPassword
    ? preparePassword(options.password, destination && { ...destination, backup }, settings, run)
    : undefined
  const done = await writeAndCheck({ plan: current, newPassword, data: options.data, probes }, settings, run)
  const lacking = done.isByAnother
    ? passwordOfAnother(destination, settings)
    : done.handedOver
      ? undefined
      : passwordLacking(current, given, settings)
  const outcomes = [...corrected, ...done.outcomes]
  return verdictOf({ end: 'installed', plan: current, settings, reindexed, lacking, ...done, outcomes })
}

function checksSkipped(why: string, run: Run, ending: Ending): Verdict {
  run.journal.add({ checksSkipped: why })
  return verdictOf(ending)
}

/** What was given and is of no use in this run. */
function noteUnused(
  options: InstallOptions,
  settings: Settings,
  uses: { needsPassword: boolean; reindexes: boolean },
  { journal }: Run,
): void {
  if (options.password !== undefined && !uses.needsPassword)
    journal.note(
      `the password given was not used: ${settings.account.username} exists; --reset-password sets it${settings.profile.alsoIn === undefined ? '' : ', and stops nodes that have the present one'}`,
    )
  if (options.reindex && !uses.reindexes)
    journal.note(
      `${options.spelled?.reindex ?? ''}: no index is older than its template, and there is nothing to reindex`,
    )
}

/** The user is there, its password is not where it was asked for, and elkctl does not know it. */
function passwordLacking(
  { stack }: Plan,
  destination: Destination | undefined,
  settings: Settings,
): PasswordLacking | undefined {
  const { username } = settings.account
  if (!stack.security || destination === undefined || holds(destination, settings.profile, username)) return undefined
  return { file: destination.file, username, why: 'not named', lines: accountLines(settings.profile) }
}

const passwordOfAnother = (
  destination: Destination | undefined,
  { account: { username }, profile }: Settings,
): PasswordLacking | undefined =>
  destination && { file: destination.file, username, why: 'by another', lines: accountLines(profile) }

/** Where nothing is written, nothing is tried as the account: only its password in the configuration is. */
async function passwordRefused({ stack }: Plan, settings: Settings, run: Run): Promise<PasswordLacking | undefined> {
  const { account, admin, envFile } = settings
  const { username, password } = account
  const isTried = admin?.username === username && admin.password === password
  if (!stack.security || password === undefined || isTried) return undefined
  if (await signsIn(settings, { username, password }, run)) return undefined
  return { file: envFile ?? 'the environment', username, why: 'refused', lines: accountLines(settings.profile) }
}

/** The accounts of people and of jobs are in nobody else's configuration. */
const resetsServiceAccount = (plan: Plan, { account, profile }: Settings): boolean =>
  userChange(plan)?.action === 'update' && account.role === profile.roles.service

function setsPassword(plan: Plan): boolean {
  const change = userChange(plan)
  return (
    change?.action === 'create' ||
    (change?.action === 'update' && change.differences.some(({ path }) => path === 'password'))
  )
}
