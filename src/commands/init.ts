import { isVerdict, type Verdict } from '../report/verdict/verdict.js'
import { needRights, orAsAdministrator } from '../steps/administrator.js'
import { planCorrections, type CorrectionFlags } from '../steps/correct-settings.js'
import { askAboutEdits } from '../steps/ask-about-edits.js'
import { checkDestination } from '../steps/destination.js'
import { install, type InstallOptions } from '../steps/install.js'
import { makePlan } from '../steps/make-plan.js'
import { checkPassword } from '../steps/new-password.js'
import { checkRoleName } from '../steps/check-role-name.js'
import { checkCompatibility } from '../steps/check-compatibility.js'
import { detectGrafana } from '../steps/detect-grafana.js'
import { detectStack } from '../steps/detect-stack.js'
import { readSettings } from '../steps/read-settings.js'
import { warnOfOldIndices, type ReindexFlags } from '../steps/reindex.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfNeededIsBlocked } from '../steps/show-plan.js'
import { askStateAhead } from '../steps/state-ahead.js'

export type InitOptions = InstallOptions & ReindexFlags & CorrectionFlags

/** `elkctl init`: settings → stack → compatibility → definitions → plan → confirm → apply → check → hand over. */
export const init = (given: InitOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => makeReady(options, run))

async function makeReady(options: InitOptions, run: Run): Promise<Verdict> {
  const settings = await readSettings(options, run)
  if (isVerdict(settings)) return settings
  checkRoleName(options.role, 'service', settings.profile)
  const corrections = planCorrections(settings, options, run)
  checkDestination(options, settings)
  const ahead = askStateAhead({ settings }, options, run)
  const detected = await detectStack(settings, run, ahead)
  checkCompatibility(settings, detected, options, run)
  const stack = await detectGrafana(detected, settings, run)
  checkPassword(options.password, settings.account.username, stack)
  const compared = await makePlan({ settings, stack, ahead }, options, run)
  const plan = { ...compared, changes: [...corrections, ...compared.changes] }
  showPlan(plan, settings, run)
  needRights(plan, settings)
  stopIfNeededIsBlocked(plan, run)
  if (!options.reindex) warnOfOldIndices(plan, settings, run)
  const asked = await askAboutEdits(plan, options, run)
  return install({ plan: asked, settings, passwordIsKnown: false, probes: 'write' }, options, run)
}
