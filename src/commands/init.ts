import type { Report } from '../report/report.js'
import { needRights, orAsAdministrator } from '../steps/administrator.js'
import { checkDestination } from '../steps/destination.js'
import { install, type InstallOptions } from '../steps/install.js'
import { checkPassword } from '../steps/new-password.js'
import { compare } from '../steps/make-plan.js'
import { checkCompatibility, detect, settle } from '../steps/prepare.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { warnOfOldIndices, type ReindexFlags } from '../steps/reindex.js'

export type InitOptions = InstallOptions & ReindexFlags

/** `elkctl init`: settings → stack → compatibility → definitions → plan → confirm → apply → check → hand over. */
export const init = (given: InitOptions, run: Run): Promise<Report> =>
  orAsAdministrator(given, run, (options) => makeReady(options, run))

async function makeReady(options: InitOptions, run: Run): Promise<Report> {
  const settings = await settle(options, run)
  checkDestination(options, settings)
  const stack = await detect(settings, run)
  checkCompatibility(settings, stack, options.force ?? false, run)
  checkPassword(options.password, settings.account.username, stack)
  const plan = await compare(settings, stack, options, run)
  showPlan(plan, run)
  needRights(plan, settings)
  stopIfBlocked(plan)
  if (!options.reindexEvents) warnOfOldIndices(plan, settings, run)
  return install(plan, options, { passwordIsKnown: false, writeProbes: true }, settings, run)
}
