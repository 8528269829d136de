import type { Find } from './find.js'
import { valid, validated, type Validated } from './validated.js'
import { parseTruth } from './values.js'

/** What the command line says of alerts. */
export interface AlertOptions {
  alerts?: boolean
  /** name of a connector of Kibana that is there already */
  connector?: string
}

export const alertsKey = 'ELKCTL_ALERTS'

/** Whether init, plan and verify are about alerts, too. */
export function wantsAlerts({ alerts }: AlertOptions, find: Find): Validated<boolean> {
  const setting = find(alertsKey)
  if (alerts !== undefined || setting === undefined) return valid(alerts ?? false)
  const truth = parseTruth(setting.value)
  if (truth !== undefined) return valid(truth)
  const message = `${alertsKey}: "${setting.value.trim()}" is not true or false`
  return validated(false, [{ where: setting.where, message }])
}
