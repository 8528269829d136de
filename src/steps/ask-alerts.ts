import type { Alert } from '../alerts/alert.js'
import { askAlerts } from '../alerts/ask.js'
import { unknown, type AlertResult } from '../alerts/result.js'
import { counted } from '../counted.js'
import { ElkctlError } from '../errors.js'
import type { Settings } from '../settings/settings.js'
import { connectToSearch } from './connect.js'
import { detectStack } from './detect-stack.js'
import { atAnsweringNode } from './find-node.js'
import type { Run } from './run.js'

/** How it stands with each alert, as the user who signs in sees it. A stack that does not answer leaves all of them unknown. @throws ElkctlError (usage, interrupted) */
export async function askStack(
  alerts: Alert[],
  { settings, end }: { settings: Settings; end: number },
  run: Run,
): Promise<AlertResult[]> {
  try {
    const answering = await atAnsweringNode(settings, run)
    const stack = await detectStack(answering, run)
    const step = run.screen.step('Asking')
    try {
      const caller = { settings: answering, as: settings.admin, identity: stack.identity, signal: run.signal }
      const engine = await connectToSearch(caller, run)
      const results = await askAlerts(alerts, {
        reader: stack.search,
        search: (lines) => engine.bulk('/_msearch', lines),
        end,
      })
      step.done(`for ${counted(alerts.length, 'alert')}`)
      return results
    } catch (error) {
      step.fail()
      throw error
    }
  } catch (error) {
    if (!(error instanceof ElkctlError) || ['usage', 'interrupted'].includes(error.exit)) throw error
    return alerts.map((alert) => unknown(alert, error))
  }
}
