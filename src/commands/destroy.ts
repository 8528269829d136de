import { counted } from '../counted.js'
import { everythingApplied } from '../engine/apply.js'
import { addressOf } from '../engine/plan-destruction.js'
import { pending, type Plan } from '../engine/plan.js'
import { InterruptedError, SettingsError } from '../errors.js'
import { credentialsIn } from '../files/hand-over.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'
import { AdministratorNeeded, needRights, orAsAdministrator } from '../steps/administrator.js'
import { backUp } from '../steps/back-up.js'
import { noTerminal, notConfirmed } from '../steps/confirm.js'
import { detectGrafana } from '../steps/detect-grafana.js'
import { detectStack } from '../steps/detect-stack.js'
import { makeDestruction, type DestructionOptions } from '../steps/make-destruction.js'
import { makePlan } from '../steps/make-plan.js'
import { noteRemovedAccount } from '../steps/note-removed-account.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { askStateAhead } from '../steps/state-ahead.js'
import { warn } from '../steps/warn.js'
import { writePlan } from '../steps/write-plan.js'

export interface DestroyOptions extends StackOptions, DestructionOptions {
  dryRun?: boolean
  /** the profile's name; true: --yes without it */
  yes?: string | true
}

/** `elkctl destroy`: undoes init. settings → stack → what elkctl made → confirm by the profile's name → remove. */
export const destroy = (given: DestroyOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => planAndDestroy(options, run))

const scope = { removes: true, needsRelease: false }

async function planAndDestroy(options: DestroyOptions, run: Run): Promise<Verdict> {
  const settings = await readSettings(options, run, scope)
  if (isVerdict(settings)) return settings
  expectName(options.yes, settings)
  const ahead = askStateAhead({ settings, scope }, options, run)
  const stack = await detectGrafana(await detectStack(settings, run, ahead), settings, run)
  expectAnother(stack, settings)
  const found = await makePlan({ settings, stack, scope, ahead }, { ...options, adopt: true }, run)
  stopIfUnread(found, settings)
  const plan = await makeDestruction(found, options, settings)
  run.journal.add({ checksSkipped: 'there is nothing to check' })
  noteKept(plan, options.also ?? [], run)
  if (stack.dashboards === undefined)
    run.journal.note('no dashboards server was looked at: dashboards that elkctl made there stay')
  noteAccount(plan, settings, run)
  showPlan(plan, settings, run)
  if (pending(plan).length === 0) return verdictOf({ end: 'nothing to take away', plan, settings })
  if (options.dryRun) return verdictOf({ end: 'removal shown', plan })
  await confirmByName(plan, options, settings, run)
  backUp(plan, settings, { ...options, by: 'destroy' }, run)
  const outcomes = await writePlan(plan, settings, undefined, run)
  noteRemovedAccount(outcomes, settings, run)
  if (run.signal.aborted && !everythingApplied(outcomes)) throw new InterruptedError()
  return verdictOf({ end: 'taken away', plan, outcomes })
}

/** @throws SettingsError --yes names no profile, or another one */
function expectName(yes: DestroyOptions['yes'], { profile: { name } }: Settings): void {
  if (yes === undefined || yes === name) return
  const message = yes === true ? 'it needs the name of the profile here' : `the profile is ${name}, not ${yes}`
  throw new SettingsError([{ where: '--yes', message }], `To take away what elkctl made for it: --yes ${name}.`)
}

function expectAnother({ identity }: Stack, { account: { username } }: Settings): void {
  if (identity?.username === username)
    throw new AdministratorNeeded(`${username} is signed in, and cannot remove itself: an administrator is needed.`)
}

/** What the signed-in user may not read may be there, and would be left behind unseen. @throws ElkctlError */
function stopIfUnread(plan: Plan, settings: Settings): void {
  const unread = plan.changes.filter((change) => change.action === 'blocked' && change.exit !== 'conflict')
  needRights({ ...plan, changes: unread }, settings)
  stopIfBlocked({ ...plan, changes: unread })
}

function noteKept({ changes }: Plan, also: string[], { journal }: Run): void {
  const unknown = also.filter((one) => !changes.some((change) => addressOf(change) === one))
  journal.note(...unknown.map((one) => `--also ${one}: there is nothing of that name, or elkctl does not know it`))
  const isKept = changes.some((change) => change.action === 'skipped')
  if (isKept) journal.note('--also KIND/NAME takes away what is kept, too: --also index-template/NAME')
}

/** Whether the application signs in as a user that goes. */
function noteAccount(plan: Plan, { profile, envFile, account: { username } }: Settings, run: Run): void {
  const goes = pending(plan).some(({ kind, name }) => kind.name === 'user' && name === username)
  if (!goes || credentialsIn(envFile, profile).username !== username) return
  warn(`${String(envFile)} names ${username}: ${profile.title} can no longer sign in, and what it sends is lost`, run)
}

async function confirmByName(plan: Plan, { yes }: DestroyOptions, settings: Settings, run: Run): Promise<void> {
  if (yes !== undefined) return
  const { name } = settings.profile
  const what = counted(pending(plan).length, 'removal')
  if (run.prompts === undefined) throw noTerminal(what, `Add --yes ${name}.`)
  const answer = await run.prompts.ask(`Type ${name} to make ${what} on ${settings.searchUrl}:`)
  if (answer.trim() !== name) throw notConfirmed()
}
