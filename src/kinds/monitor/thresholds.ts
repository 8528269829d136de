import type { Alert } from '../../alerts/alert.js'

/** One threshold of an alert: a trigger. */
export interface Threshold {
  state: 'warning' | 'critical'
  value: number
  /** as OpenSearch counts it: 1 is the highest of five */
  severity: string
}

const severities = { critical: '1', warning: '3', info: '5' }

/** The worst first. Where there is only one, the alert says how bad it is. */
export function thresholdsOf({ warn, critical, severity }: Alert): Threshold[] {
  const isOne = warn === undefined || critical === undefined
  const threshold = (state: Threshold['state'], value: number | undefined): Threshold[] =>
    value === undefined ? [] : [{ state, value, severity: severities[isOne ? severity : state] }]
  return [...threshold('critical', critical), ...threshold('warning', warn)]
}
