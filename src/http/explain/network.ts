import { types } from 'node:util'
import { capitalized } from '../../capitalized.js'
import { UnreachableError } from '../../errors.js'

const { isNativeError } = types

/** TLS 1.3 has a name for it; before, servers said so in different ways. */
const certificateAlert = /_ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA)$/

/** Turns what Node, axios and the Elasticsearch client throw into one message with the next step. What has one already is passed on. */
export function explainNetworkError(error: unknown, endpoint: { url: string; title: string }): UnreachableError {
  const explainedBefore = explanationIn(error)
  if (explainedBefore) return explainedBefore
  const { url, title } = endpoint
  const { protocol, hostname, port } = new URL(url)
  const said = errorCode(error)
  const code = certificateAlert.test(said) ? 'CERTIFICATE_WANTED' : said
  const at = `${capitalized(title)} at ${url}`
  const explained = (message: string, hint: string) => new UnreachableError(message, { code, hint, cause: error })

  switch (code) {
    case 'ECONNREFUSED':
      return explained(
        `${at}: the connection was refused. Nothing listens on ${hostname} port ${port || defaultPort(protocol)}.`,
        `Check the port, and that ${title} is running.`,
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return explained(
        `${at}: the host name ${hostname} cannot be resolved (${code}).`,
        'Check its spelling and this machine’s DNS.',
      )
    case 'ETIMEDOUT':
    case 'ECONNABORTED':
    case 'TimeoutError':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return explained(`${at} does not answer (${code}).`, 'Check the host, the port and the firewall in between.')
    case 'CERTIFICATE_WANTED':
      return explained(
        `${at} broke off the TLS handshake: it requires a client certificate, or rejected yours.`,
        'Give one that its authority has issued: --client-cert FILE --client-key FILE.',
      )
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION':
    case 'ERR_SSL_NO_PROTOCOLS_AVAILABLE':
      return explained(
        `${at} speaks only TLS older than 1.2 (${code}).`,
        'Turn TLS 1.2 or newer on in the server; older ones are not safe, and Node no longer speaks them.',
      )
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return explained(
        `${at} does not speak TLS: the URL says https, the server answered something else.`,
        `If it is plain HTTP there, write http:// in the URL, or leave --tls out.`,
      )
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'HPE_INVALID_CONSTANT':
      return explained(
        `${at} closed the connection without an answer (${code}).`,
        protocol === 'http:'
          ? 'Look in its log. If it is https there, write https:// in the URL.'
          : 'A proxy or the server cut the connection: look in its log. If it demands a client certificate: --client-cert FILE.',
      )
    default:
      return explained(
        `${at} cannot be reached: ${deepest(error).message} (${code}).`,
        'Check the URL and the network.',
      )
  }
}

/** Plain HTTP was sent to a port that speaks TLS. */
export const tlsBehindHttp = ({ url, title }: { url: string; title: string }): UnreachableError =>
  new UnreachableError(`${capitalized(title)} at ${url} speaks TLS, but the URL says http.`, {
    code: 'TLS_BEHIND_HTTP',
    hint: 'Write https:// in the URL.',
  })

/** How servers that speak TLS answer plain HTTP in words: nginx, Tomcat and Jetty, Go. They do so with 400. */
export const saysTls = (text: string): boolean =>
  /plain HTTP request was sent to HTTPS port|combination of host and port requires TLS|HTTP request to an HTTPS server/i.test(
    text,
  )

/** Whether the connection ended in a way that does not say why. */
export const wasCut = ({ code }: UnreachableError): boolean =>
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_CONSTANT'].includes(code)

const defaultPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80')

/** The Elasticsearch client keeps only the text of an error, not its code: these are the texts of OpenSSL, Node and undici. */
const codesByText: [RegExp, string][] = [
  [/alert certificate required|alert handshake failure|alert bad certificate|alert unknown ca/, 'CERTIFICATE_WANTED'],
  [/SSL routines/, 'EPROTO'],
  [/Expected HTTP\//, 'HPE_INVALID_CONSTANT'],
  [/socket hang up|other side closed/, 'ECONNRESET'],
]

/** Node's code, wherever in the error it is. */
export function errorCode(error: unknown): string {
  for (let at: unknown = error; isNativeError(at); at = nested(at)) {
    if ('code' in at && typeof at.code === 'string' && at.code !== 'ERR_NETWORK') return at.code
  }
  const { message, name } = deepest(error)
  const inMessage = /\b(E[A-Z]{4,}|HPE_[A-Z_]+)\b/.exec(message)?.[1]
  return inMessage ?? codesByText.find(([text]) => text.test(message))?.[1] ?? name
}

function explanationIn(error: unknown): UnreachableError | undefined {
  for (let at: unknown = error; isNativeError(at); at = nested(at)) if (at instanceof UnreachableError) return at
  return undefined
}

function deepest(error: unknown): Error {
  if (!isNativeError(error)) return new Error(String(error))
  const inner = nested(error)
  return isNativeError(inner) ? deepest(inner) : error
}

/** The Elasticsearch client keeps the cause in `meta.meta`-less errors as `cause`, AggregateError (both of IPv4 and IPv6 failed) in `errors`. */
function nested(error: Error): unknown {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause
}
