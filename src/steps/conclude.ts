import type { Plan } from '../engine/plan.js'
import { counted } from '../counted.js'
import { changedLines } from '../report/text/lifecycle.js'
import { stateOf } from '../report/text/old-index.js'
import type { Report } from '../report/report.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

/** One verdict for everything that was done. */
export function conclude(plan: Plan, settings: Settings, run: Run): Report {
  const { report, screen } = run
  const applied = report.outcomes.filter(({ status }) => status === 'applied').length
  const passed = report.checks.filter(({ status }) => status === 'pass').length
  const notPassed = report.checks.filter(({ status }) => status === 'fail')
  if (failedIn(report, applied)) return report
  const lifecycle = changedLines(plan)
  if (notPassed.length > 0) {
    report.exit = 'partial'
    report.verdict = `Done in part: ${counted(applied, 'change')} made, but ${notPassed.length} of ${counted(report.checks.length, 'check')} failed. ${settings.envFile ?? 'The configuration'} was left as it is.`
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
      ? `${counted(passed, 'check')} passed as ${settings.account.username}`
      : `checks skipped: ${report.checksSkipped}`
  const next = handedOver?.backup === undefined ? '' : ` Next: ${settings.profile.restart} in its folder.`
  const reindexed = (report.reindexed ?? []).map(
    ({ index, documents }) => ` The index ${index} was reindexed: ${counted(documents ?? 0, 'document')}.`,
  )
  const left = plan.oldIndices.map((old) => ` The index ${old.index} is ${stateOf(old)}: see the warning above.`)
  report.verdict = `Done: ${counted(applied, 'change')} made, ${plan.changes.filter(({ action }) => action === 'unchanged').length} unchanged; ${checked}.${lifecycle.map((line) => ` Now ${line}.`).join('')}${[...reindexed, ...left].join('')}${stopped(plan)}${next}`
  return report
}

/** Nothing that was done takes effect before that. */
export const stopped = ({ lifecycleStopped }: Plan): string =>
  lifecycleStopped === undefined ? '' : ` But ${lifecycleStopped}.`

/** Whether a change failed; then the verdict says so. */
export function failedIn(report: Report, applied: number): boolean {
  const failed = report.outcomes.find((outcome) => outcome.status === 'failed')
  if (failed?.status !== 'failed') return false
  report.exit = applied > 0 ? 'partial' : failed.error.exit
  report.error = failed.error
  report.verdict = `${applied > 0 ? 'Done in part' : 'Failed'}: ${applied} of ${counted(report.outcomes.length, 'change')} made. Run the same command again when the cause is gone: it goes on from here.`
  return true
}
