import type { Answer } from '../proxy.js'

/** A request that the plugin refuses; carries the whole answer. */
export class Refusal extends Error {
  constructor(readonly answer: Exclude<Answer, string>) {
    super(`refused with ${answer.status}: ${JSON.stringify(answer.body)}`)
    this.name = 'Refusal'
  }
}

/** The error body of OpenSearch; `more` stands in the cause as well, `outer` only around it. */
export function refusal(status: number, type: string, reason: string, more: object = {}, outer: object = {}): Refusal {
  const cause = { type, reason, ...more }
  return new Refusal({ status, body: { error: { root_cause: [cause], ...cause, ...outer }, status } })
}

export const illegalArgument = (reason: string): Refusal => refusal(400, 'illegal_argument_exception', reason)

export const invalidField = (field: string, place: string): Refusal =>
  illegalArgument(`Invalid field: [${field}] found in ${place}.`)

export const notFound = (reason: string): Refusal => refusal(404, 'status_exception', reason)

export const noDocuments = (): Refusal =>
  refusal(400, 'action_request_validation_exception', 'Validation Failed: 1: no documents to get;')

export const bodyRequired = (): Refusal => refusal(400, 'parse_exception', 'request body is required')

/** Refusals that come from checks across policies are wrapped once more than those of the parser. */
export const managementRefusal = (reason: string, causeClass: string): Refusal =>
  refusal(
    400,
    'index_management_exception',
    reason,
    {},
    { caused_by: { type: 'exception', reason: `${causeClass}: ${reason}` } },
  )

export const indexNotFound = (index: string, resourceType: 'index_expression' | 'index_or_alias'): Refusal =>
  refusal(404, 'index_not_found_exception', `no such index [${index}]`, {
    index,
    'resource.id': index,
    'resource.type': resourceType,
    index_uuid: '_na_',
  })
