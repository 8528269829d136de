import { types } from 'node:util'

const { isNativeError } = types

/** Node's code, wherever in the error it is. */
export function errorCode(error: unknown): string {
  for (const inner of errorsIn(error))
    if ('code' in inner && typeof inner.code === 'string' && inner.code !== 'ERR_NETWORK') return inner.code
  const { message, name } = deepest(error)
  const inMessage = /\b(E[A-Z]{4,}|HPE_[A-Z_]+)\b/.exec(message)?.[1]
  return inMessage ?? codesByText.find(([text]) => text.test(message))?.[1] ?? name
}

/** The error and its causes, the outermost first. */
export function errorsIn(error: unknown): Error[] {
  return isNativeError(error) ? [error, ...errorsIn(causeOf(error))] : []
}

/** The cause of all. */
export const deepest = (error: unknown): Error => errorsIn(error).at(-1) ?? new Error(String(error))

/** The Elasticsearch client keeps the cause in `meta.meta`-less errors as `cause`, AggregateError (both of IPv4 and IPv6 failed) in `errors`. */
const causeOf = (error: Error): unknown =>
  'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause

/** The Elasticsearch client keeps only the text of an error, not its code: these are the texts of OpenSSL, Node and the client. */
const codesByText: [RegExp, string][] = [
  [/alert certificate required|alert handshake failure|alert bad certificate|alert unknown ca/, 'CERTIFICATE_WANTED'],
  [/SSL routines/, 'EPROTO'],
  [/Expected HTTP\//, 'HPE_INVALID_CONSTANT'],
  [/socket hang up|Connection closed while reading the body/, 'ECONNRESET'],
]
