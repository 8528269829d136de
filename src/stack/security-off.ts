import { reasonIn } from '../http/answer.js'
import { isNotOffered } from '../http/explain/aws.js'
import type { Reply } from './stack.js'

/**
 * Whether the answer to "whose credentials are these?" says that the server does not ask for credentials. Nothing else may mean that: taken for a stack
 * without security, one with it would be left without role and user.
 */
export function saysSecurityIsOff(reply: Reply): boolean {
  const { status, body } = reply
  const words = reasonIn(reply)
  // Elasticsearch 7 with the basic licence, as it is delivered, answers this with 500.
  if (/Security must be explicitly enabled/.test(words)) return true
  // A domain of AWS without fine-grained access control does not offer what it does not have.
  if (isNotOffered(words)) return true
  if (![400, 404, 405].includes(status) || typeof body !== 'object' || body === null) return false
  const { error } = body as { error?: unknown }
  // The route is not there: 400, or 405 by Elasticsearch 7, which takes it for one about documents (no-security engines of the test suite).
  if (typeof error === 'string') return /^(no handler found for uri|Incorrect HTTP method for uri)/.test(error)
  // Before, it was taken for the name of an index.
  const { type } = (error ?? {}) as { type?: unknown }
  return type === 'invalid_index_name_exception' || type === 'index_not_found_exception'
}
