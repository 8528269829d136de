import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { makePlan } from '../steps/make-plan.js'
import { checkRoleName } from '../steps/check-role-name.js'
import { checkCompatibility } from '../steps/check-compatibility.js'
import { planCorrections, type CorrectionFlags } from '../steps/correct-settings.js'
import { detectGrafana } from '../steps/detect-grafana.js'
import { detectStack } from '../steps/detect-stack.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import { warnOfOldIndices } from '../steps/reindex.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfNeededIsBlocked } from '../steps/show-plan.js'
import { askStateAhead } from '../steps/state-ahead.js'

export type PlanOptions = StackOptions & CorrectionFlags

/** `elkctl plan`: what init would do. Writes nothing. */
export async function plan(options: PlanOptions, run: Run): Promise<Verdict> {
  const settings = await readSettings(options, run)
  if (isVerdict(settings)) return settings
  checkRoleName(options.role, 'service', settings.profile)
  const corrections = planCorrections(settings, options, run)
  const ahead = askStateAhead({ settings }, options, run)
  const detected = await detectStack(settings, run, ahead)
  checkCompatibility(settings, detected, options, run)
  const stack = await detectGrafana(detected, settings, run)
  const compared = await makePlan({ settings, stack, ahead }, options, run)
  const plan = { ...compared, changes: [...corrections, ...compared.changes] }
  showPlan(plan, settings, run)
  stopIfNeededIsBlocked(plan, run)
  warnOfOldIndices(plan, settings, run)
  run.journal.add({ checksSkipped: 'a plan writes nothing' })
  return verdictOf({ end: 'planned', plan })
}
