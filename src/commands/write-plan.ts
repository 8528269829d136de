import { applyPlan } from '../engine/apply.js'
import type { Plan } from '../engine/plan.js'
import type { Report } from '../report.js'
import type { Writers } from '../stack/stack.js'
import type { Run } from './run.js'

/** Step 7: carries out the plan, and shows kind after kind. What was done is in the report, also when it ends with an error. */
export async function writePlan(plan: Plan, writers: Writers, password: string | undefined, run: Run): Promise<void> {
  const { screen, report } = run
  let step: ReturnType<typeof screen.step> | undefined
  let names: string[] = []
  let said = 'written and read back'
  const finish = (failed?: string) => {
    if (failed === undefined) step?.done(names.length <= 3 ? names.join(', ') : `${names.length} ${said}`)
    else step?.fail(failed)
    step = undefined
    names = []
  }
  try {
    await applyPlan(plan, writers, {
      secret: { password },
      signal: run.signal,
      onKind: (kind, changes) => {
        finish()
        const removing = changes.every(({ action }) => action === 'remove')
        said = removing ? 'removed' : 'written and read back'
        step = screen.step(`${removing ? 'Removing' : 'Writing'} ${kind.name}`)
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

export const everythingApplied = (report: Report): boolean =>
  report.outcomes.every(({ status }) => status === 'applied')
