import type { AlertResult } from '../../alerts/result.js'
import type { FailOn } from '../../checks/finding.js'
import { counted } from '../../counted.js'
import type { Exit } from '../../errors.js'
import type { Verdict } from './verdict.js'

export interface Alerted {
  results: AlertResult[]
  /** what counts as a failure */
  failOn: FailOn
}

/** What could not be asked never passes: it goes before what fires, since it may hide worse. */
export function alerted({ results, failOn }: Alerted): Verdict {
  const of = (state: AlertResult['state']) => results.filter((result) => result.state === state)
  const [critical, warning, unknown] = [of('critical'), of('warning'), of('unknown')]
  const exit: Exit =
    unknown[0]?.error?.exit ?? (critical.length > 0 || (failOn === 'warn' && warning.length > 0) ? 'failure' : 'done')
  const parts = [
    ...told(critical, 'critical'),
    ...told(warning, 'warning'),
    ...told(unknown, 'unknown'),
    ...(of('ok').length > 0 ? [`${of('ok').length} ok`] : []),
  ]
  const quiet = critical.length + warning.length + unknown.length === 0
  return { exit, verdict: quiet ? `Quiet: ${counted(results.length, 'alert')} ok.` : `Alerts: ${parts.join('; ')}.` }
}

const told = (results: AlertResult[], state: string): string[] =>
  results.length === 0 ? [] : [`${results.length} ${state} (${results.map(({ alert }) => alert.name).join(', ')})`]
