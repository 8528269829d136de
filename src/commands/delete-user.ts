import { pending, type Plan } from '../engine/plan.js'
import { planRemoval } from '../engine/removal.js'
import { SettingsError } from '../errors.js'
import { countChanges, type Report } from '../report/report.js'
import { credentialsIn } from '../files/hand-over.js'
import type { Settings } from '../settings/settings.js'
import { expectSameCluster } from '../stack/same-cluster.js'
import { failedIn } from '../steps/conclude.js'
import { orAsAdministrator, withRights } from '../steps/administrator.js'
import { notConfirmed } from '../steps/install.js'
import { connect } from '../steps/connect.js'
import { detect, settle, type PrepareOptions } from '../steps/prepare.js'
import { requireSecurity } from '../steps/require-security.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { warn } from '../steps/warn.js'
import { writePlan } from '../steps/write-plan.js'

export interface DeleteUserOptions extends PrepareOptions {
  dryRun?: boolean
  yes?: boolean
}

/** `elkctl delete-user`: undoes create-user. settings → stack → what would go → confirm → remove. */
export const deleteUser = (given: DeleteUserOptions, run: Run): Promise<Report> =>
  orAsAdministrator(given, run, (options) => planAndRemove(options, run))

async function planAndRemove(options: DeleteUserOptions, run: Run): Promise<Report> {
  const settings = await settle({ ...options, needsRelease: false }, run)
  const stack = await detect(settings, run)
  requireSecurity(stack)
  const { username } = settings.account
  const plan = await withRights(`removing the user ${username}`, settings, () =>
    planRemoval(stack, { username, role: options.role, adopt: options.adopt ?? false }),
  )
  if (pending(plan).length > 0) await expectSameCluster(stack)
  run.report.plan = plan
  run.report.checksSkipped = 'there is nothing to check'
  const inUse = warnIfInUse(plan, settings, run)
  showPlan(plan, run)
  stopIfBlocked(plan)
  return remove(plan, inUse, options, settings, run)
}

/** Whether the application signs in as this user. */
function warnIfInUse(plan: Plan, settings: Settings, run: Run): boolean {
  const { profile, envFile, account } = settings
  const goes = pending(plan).some(({ kind }) => kind.name === 'user')
  if (!goes || credentialsIn(envFile, profile.keys).username !== account.username) return false
  warn(
    `${String(envFile)} names ${account.username}: without this user ${profile.title} cannot sign in any more, and loses what it would send`,
    run,
  )
  return true
}

async function remove(
  plan: Plan,
  inUse: boolean,
  options: DeleteUserOptions,
  settings: Settings,
  run: Run,
): Promise<Report> {
  const { report } = run
  const count = pending(plan).length
  if (count === 0) {
    report.verdict = `Nothing to do: there is no user ${settings.account.username}.`
    report.exit = 'done'
    return report
  }
  if (options.dryRun) {
    report.verdict = `Dry run, nothing was removed: ${countChanges(plan)}.`
    report.exit = 'pending'
    return report
  }
  await confirm(count, inUse, options, settings, run)
  await writePlan(plan, await connect(settings, settings.admin, run, run.signal), undefined, run)
  const applied = report.outcomes.filter(({ status }) => status === 'applied').length
  if (failedIn(report, applied)) return report
  report.exit = 'done'
  report.verdict = `Done: ${report.outcomes.map(({ change }) => said(change.action, change.kind.name, change.name)).join('; ')}.`
  return report
}

const said = (action: string, kind: string, name: string): string =>
  `${kind} ${name} ${action === 'remove' ? 'removed' : 'changed'}`

async function confirm(
  count: number,
  inUse: boolean,
  options: DeleteUserOptions,
  settings: Settings,
  run: Run,
): Promise<void> {
  if (options.yes) return
  const { username } = settings.account
  if (inUse)
    throw new SettingsError(
      [{ where: String(settings.envFile), message: `it names ${username}, who is in use` }],
      'Put another user there first (elkctl create-user NAME --write-env), or add --yes.',
    )
  if (run.questions === undefined)
    throw new SettingsError(
      [{ where: 'terminal', message: `${count} removals are to be confirmed, and there is nobody to ask` }],
      'Add --yes.',
    )
  if (!(await run.questions.confirm(`Remove this from ${settings.searchUrl}?`))) throw notConfirmed()
}
