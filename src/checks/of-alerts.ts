import type { AlertResult } from '../alerts/result.js'
import { passed, problem, type Finding } from './finding.js'

/** One finding an alert. @param inShort its worst value, in a few words */
export const findingsOfAlerts = (results: AlertResult[], inShort: (result: AlertResult) => string): Finding[] =>
  results.map((result): Finding => {
    const { alert, state, error } = result
    const subject = alert.name
    if (error !== undefined)
      return problem('alert.unknown', error.message, { subject, hint: error.hint, exit: error.exit })
    const detail = `${alert.title}: ${inShort(result)}`
    if (state === 'ok') return passed('alert.fires', detail, { subject })
    const more = { subject, hint: alert.runbook }
    return problem(
      'alert.fires',
      `${detail}. ${alert.message}`,
      state === 'warning' ? { ...more, status: 'warn' } : more,
    )
  })
