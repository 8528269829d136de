import { refusal, type Refusal } from '../ism/refusals.js'

/** Every refusal of the plugin is wrapped: its reason in words for people, and in the cause which exception it was (AlertingException.wrap). */
export const alertingException = (status: number, reason: string, exception: string, message = reason): Refusal =>
  refusal(
    status,
    'alerting_exception',
    reason,
    {},
    { caused_by: { type: 'exception', reason: `${exception}: ${message}` } },
  )

export const indexMissing = (index: string): Refusal =>
  alertingException(
    404,
    `Configured indices are not found: [${index}]`,
    'org.opensearch.index.IndexNotFoundException',
    `no such index [${index}]`,
  )

export const monitorMissing = (reason: string): Refusal =>
  alertingException(404, reason, 'org.opensearch.OpenSearchStatusException')
