import type { Alert } from '../../alerts/alert.js'
import type { JsonObject } from '../../json.js'
import type { Threshold } from './thresholds.js'

/** Actions of other names are those of people, and stay. */
export const ownAction = 'elkctl'

/** While it lasts, people are told every hour: a monitor runs each minute. */
const minutesBetween = 60

/** Through a channel (a destination before OpenSearch 2.0) that people have made. */
export const actionOf = (alert: Alert, threshold: Threshold, channel: string): JsonObject => ({
  name: ownAction,
  destination_id: channel,
  subject_template: mustache(`{{ctx.monitor.name}} ({{ctx.trigger.name}})`),
  message_template: mustache(messageOf(alert, threshold)),
  throttle_enabled: true,
  throttle: { value: minutesBetween, unit: 'MINUTES' },
})

const mustache = (source: string): JsonObject => ({ source, lang: 'mustache' })

const sides = { '>': 'above', '>=': 'at or above', '<': 'below', '<=': 'at or below' }

function messageOf({ title, groupBy, comparator, unit, message, runbook }: Alert, { state, value }: Threshold): string {
  const threshold = [sides[comparator], value, unit].filter((word) => word !== undefined).join(' ')
  const who =
    groupBy &&
    `${plain(groupBy.field)}: {{#ctx.newAlerts}}{{bucket_keys}} {{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}{{bucket_keys}} {{/ctx.dedupedAlerts}}`
  return [`${plain(title)}: ${plain(threshold)} (${state})`, who, plain(message), plain(runbook)]
    .filter((line) => line !== undefined)
    .join('\n')
}

/** Text as it is: a command in it may have braces of its own, such as docker's --format '{{json .State}}'. */
const plain = (text: string): string => text.replaceAll('{{', '{{=<% %>=}}{{<%={{ }}=%>')
