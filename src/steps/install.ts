import { counted } from '../counted.js'
import { pending, type Plan } from '../engine/plan.js'
import type { OldIndex } from '../lifecycle/old-index.js'
import { ElkctlError, InterruptedError, SettingsError } from '../errors.js'
import { generatePassword } from '../passwords/generate.js'
import { countChanges, type Report } from '../report/report.js'
import { holds, prepareHandOver, type Destination, type HandOver } from '../files/hand-over.js'
import type { Credentials } from '../stack/stack.js'
import type { Settings } from '../settings/settings.js'
import { checkAccount } from './check-account.js'
import { conclude, stopped } from './conclude.js'
import { chooseDestination, destinationOf, withoutDestination, type DestinationOptions } from './destination.js'
import { connect } from './connect.js'
import type { PrepareOptions } from './prepare.js'
import { reindexAll, toReindex, type ReindexFlags } from './reindex.js'
import type { Run } from './run.js'
import { undoUser } from './undo-user.js'
import { finishHandOver, withPasswordOnItsWay, type UserChange } from './unfinished-hand-over.js'
import { warn } from './warn.js'
import { everythingApplied, writePlan } from './write-plan.js'

export interface InstallOptions extends PrepareOptions, DestinationOptions, ReindexFlags {
  /** the new user's password, from standard input */
  password?: string
}

export interface InstallDetails {
  /** whoever gave the password knows it: it need not be put anywhere */
  passwordIsKnown: boolean
  /** false: only sign in, where what the application's documents need is not installed by this command */
  writeProbes: boolean
}

/** From a plan on: confirm → apply → check → hand over. */
export async function install(
  given: Plan,
  options: InstallOptions,
  details: InstallDetails,
  settings: Settings,
  run: Run,
): Promise<Report> {
  const old = toReindex(given, options)
  if (options.dryRun) return dryRun(given, old, run.report)
  const needsPassword = setsPassword(given)
  if (options.password !== undefined && !needsPassword)
    run.report.notes.push(
      `the password given was not used: ${settings.account.username} exists; --reset-password sets it`,
    )
  if (options.reindexEvents && old.length === 0)
    run.report.notes.push('--reindex-events: no index is older than its template, and there is nothing to reindex')
  if (pending(given).length === 0 && old.length === 0) return nothingToDo(given, options, settings, run)
  const needsPlace = needsPassword && !details.passwordIsKnown
  const destination = await confirm(given, needsPlace, options, settings, run)
  await reindexAll(old, given, settings, run)
  const handOver =
    needsPassword && destination
      ? prepareHandOver(
          destination,
          settings.profile.keys,
          `${settings.profile.title}'s account on ${settings.searchUrl}, made by elkctl`,
        )
      : undefined
  const account = needsPassword
    ? { username: settings.account.username, password: options.password ?? generatePassword() }
    : undefined
  run.redactor.add(account?.password)
  const change = userChange(given)
  const plan = handOver && destination && change ? withPasswordOnItsWay(given, change, destination.file) : given
  try {
    await writePlan(plan, await connect(settings, settings.admin, run, run.signal), account?.password, run)
    if (run.signal.aborted) throw new InterruptedError()
    if (everythingApplied(run.report))
      await checkAccount(plan, settings, account, options.data, run, details.writeProbes)
    if (everythingApplied(run.report) && checksPassed(run.report) && handOver && account)
      await handOverTo(handOver, account, given, settings, run)
    return notHandedOver(plan, options, settings, conclude(plan, settings, run))
  } finally {
    if (run.report.handedOver === undefined) await takeBack(plan, settings, handOver, run)
  }
}

function dryRun(plan: Plan, old: OldIndex[], report: Report): Report {
  const changes = pending(plan).length + old.length
  report.checksSkipped = 'a dry run writes nothing'
  report.exit = changes === 0 ? 'done' : 'pending'
  report.verdict = `Dry run, nothing was written: ${countChanges(plan)}${old.map(({ index }) => `, ${index} to reindex`).join('')}.`
  return report
}

/** The second run ends here: without a single write request. */
function nothingToDo(plan: Plan, options: InstallOptions, settings: Settings, run: Run): Report {
  const { report } = run
  report.checksSkipped = 'nothing changed'
  report.exit = 'done'
  report.verdict = `Nothing to do: ${countChanges(plan)}.${stopped(plan)}`
  return notHandedOver(plan, options, settings, report)
}

/** The user is there, its password is not where it was asked for, and elkctl does not know it: that is not done. */
function notHandedOver(plan: Plan, options: InstallOptions, settings: Settings, report: Report): Report {
  const destination = destinationOf(options, settings)
  const { username } = settings.account
  if (report.exit !== 'done' || !plan.stack.security || destination === undefined || report.handedOver !== undefined)
    return report
  if (holds(destination, settings.profile.keys, username)) return report
  report.exit = 'partial'
  report.verdict += ` But ${destination.file} does not name ${username}, whose password elkctl does not know: --reset-password sets a new one and writes it there.`
  return report
}

async function handOverTo(
  handOver: HandOver,
  account: Credentials,
  plan: Plan,
  settings: Settings,
  run: Run,
): Promise<void> {
  run.report.handedOver = handOver.commit(account)
  const change = userChange(plan)
  if (change) await finishHandOver(change, plan, settings, run)
}

const userChange = (plan: Plan): UserChange | undefined =>
  pending(plan).find((change): change is UserChange => change.kind.name === 'user' && change.action !== 'remove')

function setsPassword(plan: Plan): boolean {
  const change = userChange(plan)
  return (
    change?.action === 'create' ||
    (change?.action === 'update' && change.differences.some(({ path }) => path === 'password'))
  )
}

/** The last moment to say no. Returns where a new password goes. */
async function confirm(
  plan: Plan,
  needsPlace: boolean,
  options: InstallOptions,
  settings: Settings,
  run: Run,
): Promise<Destination | undefined> {
  const count = pending(plan).length
  const old = toReindex(plan, options)
  let destination = destinationOf(options, settings)
  if (options.yes) {
    if (needsPlace && destination === undefined) throw withoutDestination()
    if (old.length > 0)
      warn(`--yes: ${settings.profile.title} is taken to be stopped while ${namesOf(old)} is reindexed`, run)
    return destination
  }
  if (run.questions === undefined)
    throw new SettingsError(
      [{ where: 'terminal', message: `nobody is there to confirm ${counted(count, 'change')}` }],
      'Add --yes, with --write-env or --credentials-file FILE for the password of the new user.',
    )
  if (needsPlace && destination === undefined) destination = await chooseDestination(settings, run)
  if (
    count > 0 &&
    !(await run.questions.confirm(
      `Make ${count === 1 ? 'this' : 'these'} ${counted(count, 'change')} on ${settings.searchUrl}?`,
    ))
  )
    throw notConfirmed()
  const stopped = `Is ${settings.profile.title} stopped on all nodes? Then ${namesOf(old)} will be reindexed now.`
  if (old.length > 0 && !(await run.questions.confirm(stopped))) throw notConfirmed()
  return destination
}

const namesOf = (old: OldIndex[]): string => old.map(({ index }) => index).join(', ')

export const notConfirmed = () =>
  new ElkctlError('Not confirmed: nothing was changed.', {
    exit: 'usage',
    hint: 'Run the command again when you are ready.',
  })

const checksPassed = (report: Report): boolean => report.checks.every(({ status }) => status !== 'fail')

/** A user whose password was not handed over is of no use to anyone: it goes again, so that the next run starts clean. */
async function takeBack(plan: Plan, settings: Settings, handOver: HandOver | undefined, run: Run): Promise<void> {
  handOver?.discard()
  const change = userChange(plan)
  if (handOver === undefined || change === undefined) return
  await undoUser(change, plan, settings, run)
}
