import { applyPlan } from '../engine/apply.js'
import type { Change } from '../engine/change.js'
import { pending, type Plan } from '../engine/plan.js'
import { ElkctlError, InterruptedError, SettingsError } from '../errors.js'
import { generatePassword } from '../password.js'
import { countChanges, type Report } from '../report.js'
import { holds, prepareHandOver, type Destination, type HandOver } from '../settings/hand-over.js'
import type { Settings } from '../settings/settings.js'
import type { Writers } from '../stack/stack.js'
import { checkAccount } from './check-account.js'
import { checkCompatibility, connect, detect, plan as makePlan, settle, type PrepareOptions } from './prepare.js'
import type { Run } from './run.js'
import { showPlan, stopIfBlocked } from './show-plan.js'
import { undoUser } from './undo-user.js'

export interface InitOptions extends PrepareOptions {
  dryRun?: boolean
  yes?: boolean
  writeEnv?: boolean
  credentialsFile?: string
  /** the new user's password, from standard input */
  password?: string
}

/** `elkctl init`: settings → stack → compatibility → definitions → plan → confirm → apply → check → hand over. */
export async function init(options: InitOptions, run: Run): Promise<Report> {
  const settings = await settle(options, run)
  refuseLostPassword(options, settings)
  const stack = await detect(settings, run)
  checkCompatibility(settings, stack, options.force ?? false, run)
  const plan = await makePlan(settings, stack, options, run)
  showPlan(plan, run)
  stopIfBlocked(plan)
  if (options.dryRun) return dryRun(plan, run.report)
  if (pending(plan).length === 0) return nothingToDo(plan, options, settings, run)

  const needsPassword = setsPassword(plan)
  const destination = await confirm(plan, needsPassword, options, settings, run)
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
  try {
    await apply(plan, await connect(settings, settings.admin, run, run.signal), account?.password, run)
    if (run.signal.aborted) throw new InterruptedError()
    if (everythingApplied(run.report)) await checkAccount(plan, settings, account, options.data, run)
    if (everythingApplied(run.report) && checksPassed(run.report) && handOver && account)
      run.report.handedOver = handOver.commit(account)
    return notHandedOver(plan, options, settings, conclude(plan, settings, run))
  } finally {
    if (run.report.handedOver === undefined) await takeBack(plan, settings, handOver, run)
  }
}

/** `--yes` asks nothing: without a place for the password of a user that it may have to make, it would be lost. */
function refuseLostPassword(options: InitOptions, settings: Settings): void {
  if (options.writeEnv && options.credentialsFile !== undefined)
    throw new SettingsError([
      { where: '--write-env, --credentials-file', message: 'the password ends up in one place: choose one of them' },
    ])
  if (options.writeEnv && settings.envFile === undefined)
    throw new SettingsError([
      { where: '--write-env', message: `there is no file to write to: name it with --env-file` },
    ])
  const mayMakeUser = settings.admin !== undefined && settings.admin.username !== settings.account.username
  if (options.yes && !options.dryRun && mayMakeUser && destinationOf(options, settings) === undefined)
    throw withoutDestination()
}

const withoutDestination = () =>
  new SettingsError(
    [{ where: '--yes', message: 'there is no place for the password of the new user' }],
    'Add --write-env (into the configuration file) or --credentials-file FILE (a new file of mode 600).',
  )

function destinationOf(options: InitOptions, settings: Settings): Destination | undefined {
  if (options.credentialsFile !== undefined) return { kind: 'credentials file', file: options.credentialsFile }
  return options.writeEnv && settings.envFile !== undefined ? { kind: 'env', file: settings.envFile } : undefined
}

function dryRun(plan: Plan, report: Report): Report {
  const changes = pending(plan).length
  report.checksSkipped = 'a dry run writes nothing'
  report.exit = changes === 0 ? 'done' : 'pending'
  report.verdict = `Dry run, nothing was written: ${countChanges(plan)}.`
  return report
}

/** The second run ends here: without a single write request. */
function nothingToDo(plan: Plan, options: InitOptions, settings: Settings, run: Run): Report {
  const { report } = run
  report.checksSkipped = 'nothing changed'
  report.exit = 'done'
  report.verdict = `Nothing to do: ${countChanges(plan)}.`
  return notHandedOver(plan, options, settings, report)
}

/** The user is there, its password is not where it was asked for, and elkctl does not know it: that is not done. */
function notHandedOver(plan: Plan, options: InitOptions, settings: Settings, report: Report): Report {
  const destination = destinationOf(options, settings)
  const { username } = settings.account
  if (report.exit !== 'done' || !plan.stack.security || destination === undefined || report.handedOver !== undefined)
    return report
  if (holds(destination, settings.profile.keys, username)) return report
  report.exit = 'partial'
  report.verdict += ` But ${destination.file} does not name ${username}, whose password elkctl does not know: --reset-password sets a new one and writes it there.`
  return report
}

const userChange = (plan: Plan): Change | undefined => pending(plan).find(({ kind }) => kind.name === 'user')

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
  needsPassword: boolean,
  options: InitOptions,
  settings: Settings,
  run: Run,
): Promise<Destination | undefined> {
  const count = pending(plan).length
  let destination = destinationOf(options, settings)
  if (options.yes) {
    if (needsPassword && destination === undefined) throw withoutDestination()
    return destination
  }
  if (run.questions === undefined)
    throw new SettingsError(
      [{ where: 'terminal', message: `${count} changes are to be confirmed, and there is nobody to ask` }],
      'Add --yes, with --write-env or --credentials-file FILE for the password of the new user.',
    )
  if (needsPassword && destination === undefined) destination = await chooseDestination(settings, run)
  if (!(await run.questions.confirm(`Make these ${count} changes on ${settings.searchUrl}?`)))
    throw new ElkctlError('Not confirmed: nothing was changed.', {
      exit: 'usage',
      hint: 'Run the command again when you are ready.',
    })
  return destination
}

async function chooseDestination(settings: Settings, run: Run): Promise<Destination> {
  const { questions } = run
  if (questions === undefined) throw withoutDestination()
  const inEnv =
    settings.envFile === undefined
      ? []
      : [{ name: `${settings.envFile} (a backup is kept beside it)`, value: 'env' as const }]
  const choice = await questions.choose(`Where does the password of ${settings.account.username} go?`, [
    ...inEnv,
    { name: 'a file of its own, mode 600', value: 'file' as const },
  ])
  if (choice === 'env' && settings.envFile !== undefined) return { kind: 'env', file: settings.envFile }
  return { kind: 'credentials file', file: (await questions.ask('Name of the new file:')).trim() }
}

async function apply(plan: Plan, writers: Writers, password: string | undefined, run: Run): Promise<void> {
  const { screen, report } = run
  let step: ReturnType<typeof screen.step> | undefined
  let names: string[] = []
  const finish = (failed?: string) => {
    if (failed === undefined) step?.done(names.length <= 3 ? names.join(', ') : `${names.length} written and read back`)
    else step?.fail(failed)
    step = undefined
    names = []
  }
  try {
    await applyPlan(plan, writers, {
      secret: { password },
      signal: run.signal,
      onKind: (kind) => {
        finish()
        step = screen.step(`Writing ${kind.name}`)
      },
      onOutcome: (outcome) => {
        report.outcomes.push(outcome)
        if (outcome.status === 'applied') names.push(outcome.change.name)
        if (outcome.status === 'failed') finish(`${outcome.change.name}: ${outcome.error.message}`)
      },
    })
    finish()
  } catch (error) {
    finish('stopped')
    throw error
  }
}

const everythingApplied = (report: Report): boolean => report.outcomes.every(({ status }) => status === 'applied')
const checksPassed = (report: Report): boolean => report.checks.every(({ status }) => status !== 'fail')

/** One verdict for everything that was done. */
function conclude(plan: Plan, settings: Settings, run: Run): Report {
  const { report, screen } = run
  const applied = report.outcomes.filter(({ status }) => status === 'applied').length
  const failed = report.outcomes.find((outcome) => outcome.status === 'failed')
  const passed = report.checks.filter(({ status }) => status === 'pass').length
  const notPassed = report.checks.filter(({ status }) => status === 'fail')
  if (failed?.status === 'failed') {
    report.exit = applied > 0 ? 'partial' : failed.error.exit
    report.error = failed.error
    report.verdict = `${applied > 0 ? 'Done in part' : 'Failed'}: ${applied} of ${report.outcomes.length} changes made. Run the same command again when the cause is gone: it goes on from here.`
    return report
  }
  if (notPassed.length > 0) {
    report.exit = 'partial'
    report.verdict = `Done in part: ${applied} changes made, but ${notPassed.length} of ${report.checks.length} checks failed. ${settings.envFile ?? 'The configuration'} was left as it is.`
    return report
  }
  const { handedOver } = report
  if (handedOver)
    screen.print(
      `${settings.account.username} and its password are in ${handedOver.file}${handedOver.backup === undefined ? '' : ` (the file as it was, without the password: ${handedOver.backup})`}`,
    )
  report.exit = 'done'
  const checked =
    report.checksSkipped === undefined
      ? `${passed} checks passed as ${settings.account.username}`
      : `checks skipped: ${report.checksSkipped}`
  const next = handedOver?.backup === undefined ? '' : ` Next: ${settings.profile.restart} in its folder.`
  report.verdict = `Done: ${applied} changes made, ${plan.changes.filter(({ action }) => action === 'unchanged').length} unchanged; ${checked}.${next}`
  return report
}

/** A user whose password was not handed over is of no use to anyone: it goes again, so that the next run starts clean. */
async function takeBack(plan: Plan, settings: Settings, handOver: HandOver | undefined, run: Run): Promise<void> {
  handOver?.discard()
  const change = userChange(plan)
  if (handOver === undefined || change === undefined) return
  await undoUser(change, plan, settings, run)
}
