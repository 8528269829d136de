import { objectIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { isFrom, kibanaVersion } from './api.js'

/** How a rule ran last, as Kibana tells it. */
export interface LastRun {
  /** "ok", "active", "pending": it has not run yet */
  status: string
  /** why it failed, and what to do */
  problem?: { message: string; hint: string }
}

/** Whether Kibana says how rules ran (elastic/kibana#75553). */
export const tellsRuns = (stack: Stack): boolean => isFrom(kibanaVersion(stack), '7.10')

/** @param body of a rule, as it was read */
export function lastRunOf(body: JsonObject): LastRun {
  const { status = 'unknown', error = null } = objectIn(body, 'execution_status')
  if (status !== 'error') return { status: String(status) }
  const { reason, message } = objectIn({ error }, 'error')
  return {
    status: 'error',
    problem: { message: `${String(reason)}: ${String(message)}`, hint: hints[String(reason)] ?? otherHint },
  }
}

const hints: Record<string, string> = {
  decrypt:
    'Kibana has another encryption key than when the rule was written: save the rule once in Kibana, without a change.',
  license: 'The licence does not have this rule any more: elkctl alerts check runs it.',
}

const otherHint =
  'Look at its index, and whether the user who last saved the rule may read it. To give the rule your own rights, save it in Kibana without a change.'
