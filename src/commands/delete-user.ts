import { counted } from '../counted.js'
import { everythingApplied } from '../engine/apply.js'
import { pending, type Plan } from '../engine/plan.js'
import { planRemoval } from '../engine/removal.js'
import { InterruptedError, SettingsError } from '../errors.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { credentialsIn } from '../files/hand-over.js'
import type { Settings } from '../settings/settings.js'
import { expectSameCluster } from '../stack/same-cluster.js'
import { orAsAdministrator, withRights } from '../steps/administrator.js'
import { backUp, type BackupOptions } from '../steps/back-up.js'
import { noTerminal, notConfirmed } from '../steps/confirm.js'
import { detectStack } from '../steps/detect-stack.js'
import { noteRemovedAccount } from '../steps/note-removed-account.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import { requireSecurity } from '../steps/require-security.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { noteAtOnce, warn } from '../steps/warn.js'
import { writePlan } from '../steps/write-plan.js'

export interface DeleteUserOptions extends StackOptions, BackupOptions {
  dryRun?: boolean
  yes?: boolean
}

/** `elkctl delete-user`: undoes create-user. settings → stack → what would go → confirm → remove. */
export const deleteUser = (given: DeleteUserOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => planAndRemove(options, run))

async function planAndRemove(options: DeleteUserOptions, run: Run): Promise<Verdict> {
  const settings = await readSettings(options, run, { needsRelease: false })
  if (isVerdict(settings)) return settings
  const stack = await detectStack(settings, run)
  requireSecurity(stack)
  const { username } = settings.account
  if (options.username === undefined) noteAtOnce(`no user is named: this removes the service account ${username}`, run)
  const plan = await withRights(`removing the user ${username}`, settings, stack, () =>
    planRemoval(stack, { username, role: options.role, adopt: options.adopt ?? false }),
  )
  if (pending(plan).length > 0) await expectSameCluster(stack)
  run.journal.add({ checksSkipped: 'there is nothing to check' })
  const inUse = warnIfInUse(plan, settings, run)
  showPlan(plan, settings, run)
  stopIfBlocked(plan)
  return remove({ plan, inUse, settings }, options, run)
}

/** Whether the application signs in as this user. */
function warnIfInUse(plan: Plan, settings: Settings, run: Run): boolean {
  const { profile, envFile, account } = settings
  const goes = pending(plan).some(({ kind }) => kind.name === 'user')
  if (!goes || credentialsIn(envFile, profile).username !== account.username) return false
  warn(
    `${String(envFile)} names ${account.username}: without this user ${profile.title} can no longer sign in, and what it sends is lost`,
    run,
  )
  return true
}

interface Removal {
  plan: Plan
  /** the application signs in as this user */
  inUse: boolean
  settings: Settings
}

async function remove(removal: Removal, options: DeleteUserOptions, run: Run): Promise<Verdict> {
  const { plan, settings } = removal
  if (pending(plan).length === 0) return verdictOf({ end: 'no such user', username: settings.account.username })
  if (options.dryRun) return verdictOf({ end: 'removal shown', plan })
  await confirmRemoval(removal, options, run)
  backUp(plan, settings, options, run)
  const outcomes = await writePlan(plan, settings, undefined, run)
  noteRemovedAccount(outcomes, settings, run)
  if (run.signal.aborted && !everythingApplied(outcomes)) throw new InterruptedError()
  return verdictOf({ end: 'removed', outcomes })
}

async function confirmRemoval({ plan, inUse, settings }: Removal, options: DeleteUserOptions, run: Run): Promise<void> {
  if (options.yes) return
  const { username } = settings.account
  if (inUse)
    throw new SettingsError(
      [{ where: String(settings.envFile), message: `it names ${username}, which is in use` }],
      'Put another user there first (elkctl create-user NAME --write-env), or add --yes.',
    )
  if (run.prompts === undefined) throw noTerminal(counted(pending(plan).length, 'removal'), 'Add --yes.')
  if (!(await run.prompts.confirm(`Remove this from ${settings.searchUrl}?`))) throw notConfirmed()
}
