import type { Outcome } from '../engine/apply.js'
import type { CheckResult } from '../engine/check.js'
import { pending, type Plan } from '../engine/plan.js'
import { InterruptedError } from '../errors.js'
import { holds, prepareHandOver, type HandOver } from '../files/hand-over.js'
import { generatePassword } from '../passwords/generate.js'
import type { HandedOver } from '../report/run-state.js'
import type { PasswordLacking } from '../report/verdict/installed.js'
import { verdictOf, type Verdict } from '../report/verdict/verdict.js'
import type { Settings } from '../settings/settings.js'
import type { Credentials } from '../stack/stack.js'
import { checkAccount, type Probes } from './check-account.js'
import { confirm } from './confirm.js'
import { destinationOf, replacedPassword, type DestinationOptions } from './destination.js'
import type { StackOptions } from './read-settings.js'
import { reindexAll, toReindex, type ReindexFlags } from './reindex.js'
import type { Run } from './run.js'
import { signsIn } from './signs-in.js'
import { undoUser } from './undo-user.js'
import { warn } from './warn.js'
import { finishHandOver, withPendingHandOver, type UserChange } from './unfinished-hand-over.js'
import { everythingApplied, writePlan } from './write-plan.js'

export interface InstallOptions extends StackOptions, DestinationOptions, ReindexFlags {
  /** the new user's password, from standard input */
  password?: string
}

export interface InstallDetails {
  /** the user who gave the password knows it: it need not be put anywhere */
  passwordIsKnown: boolean
  /** 'only sign in' where what the application's documents need is not installed by this command */
  probes: Probes
}

/** From a plan on: confirm → reindex → apply → check → hand over. */
export async function install(
  plan: Plan,
  options: InstallOptions,
  { passwordIsKnown, probes }: InstallDetails,
  settings: Settings,
  run: Run,
): Promise<Verdict> {
  const old = toReindex(plan, options)
  if (options.dryRun) return checksSkipped('a dry run writes nothing', run, { end: 'dry run', plan, old })
  const needsPassword = setsPassword(plan)
  noteUnused(options, settings, { needsPassword, reindexes: old.length > 0 }, run)
  if (pending(plan).length === 0 && old.length === 0) {
    const lacking = passwordLacking(plan, options, settings) ?? (await passwordRefused(plan, settings, run))
    return checksSkipped('nothing changed', run, { end: 'nothing to do', plan, lacking })
  }
  const replaced = needsPassword ? replacedPassword(options, settings) : undefined
  if (replaced !== undefined) warn(replaced, run)
  const destination = await confirm(
    { plan, old, needsDestination: needsPassword && !passwordIsKnown },
    options,
    settings,
    run,
  )
  const { plan: current, reindexed } = await reindexAll(old, plan, settings, run)
  const handOver =
    needsPassword && destination
      ? prepareHandOver(
          destination,
          settings.profile,
          `${settings.profile.title}'s account on ${settings.searchUrl}, made by elkctl`,
        )
      : undefined
  const account = needsPassword
    ? { username: settings.account.username, password: options.password ?? generatePassword() }
    : undefined
  run.redactor.add(account?.password)
  const done = await writeAndCheck({ plan: current, account, handOver, data: options.data, probes }, settings, run)
  const lacking = done.handedOver ? undefined : passwordLacking(current, options, settings)
  return verdictOf({ end: 'installed', plan: current, settings, reindexed, lacking, ...done })
}

function checksSkipped(why: string, run: Run, ending: Parameters<typeof verdictOf>[0]): Verdict {
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
    journal.note(`the password given was not used: ${settings.account.username} exists; --reset-password sets it`)
  if (options.reindex && !uses.reindexes)
    journal.note(
      `${options.spelled?.reindex ?? ''}: no index is older than its template, and there is nothing to reindex`,
    )
}

interface Work {
  plan: Plan
  /** the user whose password is set */
  account: Credentials | undefined
  handOver: HandOver | undefined
  data: string | undefined
  probes: Probes
}

interface Done {
  outcomes: Outcome[]
  checks: CheckResult[]
  checksSkipped: string | undefined
  handedOver: HandedOver | undefined
}

/** A user whose password was not handed over is of no use to anyone: it goes again, so that the next run starts clean. */
async function writeAndCheck(work: Work, settings: Settings, run: Run): Promise<Done> {
  const { account, handOver, data, probes } = work
  const change = userChange(work.plan)
  const plan = handOver && change ? withPendingHandOver(work.plan, change, handOver.file) : work.plan
  const done: Done = { outcomes: [], checks: [], checksSkipped: undefined, handedOver: undefined }
  try {
    done.outcomes = await writePlan(plan, settings, account?.password, run)
    if (run.signal.aborted) throw new InterruptedError()
    if (!everythingApplied(done.outcomes)) return done
    const checked = await checkAccount({ plan, outcomes: done.outcomes, settings, made: account, data, probes }, run)
    const passed = checked.checks.every(({ status }) => status !== 'fail')
    if (passed && handOver && account) {
      done.handedOver = handOver.commit(account)
      run.journal.add({ handedOver: done.handedOver })
      if (change) await finishHandOver(change, plan, settings, run)
      run.screen.print(whereItIs(done.handedOver, account))
    }
    return { ...done, ...checked }
  } finally {
    if (done.handedOver === undefined) {
      handOver?.discard()
      const written = userChange(plan)
      if (handOver && written) await undoUser(written, done.outcomes, plan, settings, run)
    }
  }
}

/** The user is there, its password is not where it was asked for, and elkctl does not know it. */
function passwordLacking(plan: Plan, options: InstallOptions, settings: Settings): PasswordLacking | undefined {
  const destination = destinationOf(options, settings)
  const { username } = settings.account
  if (!plan.stack.security || destination === undefined || holds(destination, settings.profile, username))
    return undefined
  return { file: destination.file, username, why: 'not named' }
}

/** Where nothing is written, nothing is tried as the account: only its password in the configuration is. */
async function passwordRefused({ stack }: Plan, settings: Settings, run: Run): Promise<PasswordLacking | undefined> {
  const { account, admin, envFile } = settings
  const { username, password } = account
  const isTried = admin?.username === username && admin.password === password
  if (!stack.security || password === undefined || isTried) return undefined
  if (await signsIn(settings, { username, password }, run)) return undefined
  return { file: envFile ?? 'the environment', username, why: 'refused' }
}

const whereItIs = ({ file, backup }: HandedOver, { username }: Credentials): string =>
  `${username} and its password are in ${file}${backup === undefined ? '' : ` (the file as it was, without the password: ${backup})`}`

const userChange = (plan: Plan): UserChange | undefined =>
  pending(plan).find((change): change is UserChange => change.kind.name === 'user' && change.action !== 'remove')

function setsPassword(plan: Plan): boolean {
  const change = userChange(plan)
  return (
    change?.action === 'create' ||
    (change?.action === 'update' && change.differences.some(({ path }) => path === 'password'))
  )
}
