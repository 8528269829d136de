import { types } from 'node:util'
import { UnreachableError } from '../errors.js'

const { isNativeError } = types

/** Certificate errors, in words. Names: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateProblems: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that this machine does not know',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
}

/** Turns what Node, axios and the Elasticsearch client throw into one message with the next step. */
export function explainNetworkError(error: unknown, endpoint: { url: string; title: string }): UnreachableError {
  const { url, title } = endpoint
  const { protocol, hostname, port } = new URL(url)
  const code = errorCode(error)
  const at = `${title} at ${url}`
  const explained = (message: string, hint: string) => new UnreachableError(message, { code, hint, cause: error })

  const certificate = certificateProblems[code]
  if (certificate !== undefined)
    return explained(
      `${at} cannot be trusted: ${certificate} (${code}).`,
      code === 'CERT_HAS_EXPIRED' || code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'Renew the certificate, or use the host name that it was made for.'
        : 'Give the authority’s certificate with --ca-file FILE (PEM).',
    )
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
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return explained(
        `${at} does not speak TLS: the URL says https, the server answered something else.`,
        `If it is plain HTTP there, write http:// in the URL.`,
      )
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'HPE_INVALID_CONSTANT':
      return explained(
        `${at} closed the connection without an answer (${code}).`,
        protocol === 'http:'
          ? 'This is how a TLS port answers plain HTTP: if it is https there, write https:// in the URL.'
          : 'A proxy or the server cut the connection: look in its log.',
      )
    default:
      return explained(
        `${at} cannot be reached: ${deepest(error).message} (${code}).`,
        'Check the URL and the network.',
      )
  }
}

const defaultPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80')

/** The Elasticsearch client keeps only the text of an error, not its code: these are the texts of OpenSSL, Node and undici. */
const codesByText: [RegExp, string][] = [
  [/self.signed certificate in certificate chain/i, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/self.signed certificate/i, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/unable to (get local issuer|verify the first) certificate/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/certificate has expired/i, 'CERT_HAS_EXPIRED'],
  [/does not match certificate's altnames/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/SSL routines/, 'EPROTO'],
  [/Expected HTTP\//, 'HPE_INVALID_CONSTANT'],
  [/socket hang up|other side closed/, 'ECONNRESET'],
]

function errorCode(error: unknown): string {
  for (let at: unknown = error; isNativeError(at); at = nested(at)) {
    if ('code' in at && typeof at.code === 'string' && at.code !== 'ERR_NETWORK') return at.code
  }
  const { message, name } = deepest(error)
  const told = /\b(E[A-Z]{4,}|HPE_[A-Z_]+)\b/.exec(message)?.[1]
  return told ?? codesByText.find(([text]) => text.test(message))?.[1] ?? name
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
