import { alertsKey, channelKey } from './alert-keys.js'
import type { Find } from './find.js'
import type { AlertsWanted } from './settings.js'
import { valid, validated, type Validated } from './validated.js'
import { parseTruth } from './values.js'

/** What the command line says of alerts. */
export interface AlertOptions {
  alerts?: boolean
  /** name of a connector of Kibana that is there already */
  connector?: string
  /** id of a channel of OpenSearch (a destination before 2.0) that is there already */
  channel?: string
}

/** Whether init, plan and verify are about alerts, too. */
export function wantsAlerts({ alerts, connector, channel }: AlertOptions, find: Find): Validated<boolean> {
  const wanted = isWanted(alerts, find)
  if (wanted.value || wanted.problems.length > 0) return wanted
  const message = `it is for alerts, and they are off: add --alerts, or set ${alertsKey}=true`
  return validated(false, [
    ...(connector === undefined ? [] : [{ where: '--connector', message }]),
    ...(channel === undefined ? [] : [{ where: '--channel', message }]),
  ])
}

function isWanted(alerts: boolean | undefined, find: Find): Validated<boolean> {
  const setting = find(alertsKey)
  if (alerts !== undefined || setting === undefined) return valid(alerts ?? false)
  const truth = parseTruth(setting.value)
  if (truth !== undefined) return valid(truth)
  const message = `${alertsKey}: "${setting.value.trim()}" is not true or false`
  return validated(false, [{ where: setting.where, message }])
}

/** How people are told of them. */
export function alertsWanted({ connector, channel }: AlertOptions, find: Find): AlertsWanted {
  const found = channel ?? find(channelKey)?.value.trim()
  return {
    ...(connector !== undefined && { connector }),
    ...(found !== undefined && found !== '' && { channel: found }),
  }
}
