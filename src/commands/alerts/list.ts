import { kinds } from '../../kinds/index.js'
import { alertListLines } from '../../report/text/alerts.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { readToList } from '../../steps/read-alerts.js'
import type { StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'

/** `elkctl alerts list`: the alerts of an application, with the thresholds of this run, and where each runs. Asks nothing of a stack. */
export async function listAlerts(options: StackOptions, run: Run): Promise<Verdict> {
  const { profile, alerts, without } = await readToList(options, run)
  const alertList = alerts.map((alert) => ({
    alert,
    runsIn: ['elkctl alerts check', ...kinds.flatMap(({ runs }) => runs?.(alert) ?? [])],
  }))
  run.journal.add({ alertList })
  run.screen.print(alertListLines(alertList).join('\n'))
  return verdictOf({ end: 'alerts listed', alerts: alertList.length, title: profile.title, without })
}
