import { alertOf, type Alert } from '../../alerts/alert.js'
import { objectIn, type JsonObject } from '../../json.js'
import type { DataFile, Installation } from '../kind.js'

/** One threshold of an alert: what a rule can have. */
export interface Threshold {
  alert: Alert
  severity: Alert['severity']
  value: number
  /** of the rule: what people see */
  title: string
}

/** A rule has one threshold: an alert with two becomes two rules. */
export function rulesOf(files: DataFile[], { profile }: Pick<Installation, 'profile'>): DataFile[] {
  const definitions = files.map(({ name, file, body }) => alertOf(name, file, body))
  return definitions.flatMap((alert) =>
    thresholdsOf(alert).map((threshold): DataFile => ({
      name: `${profile}/${alert.name}/${threshold.severity}`,
      file: alert.file,
      body: { threshold: threshold as unknown as JsonObject },
    })),
  )
}

/** What `rulesOf` made. */
export const thresholdIn = (body: JsonObject): Threshold => objectIn(body, 'threshold') as unknown as Threshold

function thresholdsOf(alert: Alert): Threshold[] {
  const { warn, critical, title, severity } = alert
  if (warn === undefined || critical === undefined)
    return [warn, critical].flatMap((value) => (value === undefined ? [] : [{ alert, severity, value, title }]))
  return [
    { alert, severity: 'warning', value: warn, title: `${title} (warning)` },
    { alert, severity: 'critical', value: critical, title: `${title} (critical)` },
  ]
}
