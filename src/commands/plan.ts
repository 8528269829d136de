import { pending } from '../engine/plan.js'
import { countChanges, type Report } from '../report/report.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { compare } from '../steps/make-plan.js'
import { checkCompatibility, detect, settle, type PrepareOptions } from '../steps/prepare.js'
import { warnOfOldIndices } from '../steps/reindex.js'
import type { Run } from '../steps/run.js'

/** `elkctl plan`: what init would do. Writes nothing. */
export async function plan(options: PrepareOptions, run: Run): Promise<Report> {
  const settings = await settle(options, run)
  const stack = await detect(settings, run)
  checkCompatibility(settings, stack, options.force ?? false, run)
  const made = await compare(settings, stack, options, run)
  showPlan(made, run)
  stopIfBlocked(made)
  warnOfOldIndices(made, settings, run)
  run.report.checksSkipped = 'a plan writes nothing'
  const changes = pending(made).length
  run.report.exit = changes === 0 ? 'done' : 'pending'
  run.report.verdict = `${changes === 0 ? 'Nothing to do' : 'Changes pending'}: ${countChanges(made)}.`
  return run.report
}
