import { capitalized } from '../../capitalized.js'
import { UnreachableError } from '../../errors.js'
import type { Endpoint } from './endpoint.js'
import { deepest, errorCode, errorsIn } from './error-code.js'

/** What is said of one failure. */
interface Failure {
  /** "The search engine at https://…" */
  at: string
  title: string
  /** of the endpoint */
  url: URL
  code: string
  /** in its own words */
  cause: string
}

/** The connection ended in a way that does not say why. */
const cut = ['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT']

const explanations: [codes: string[], explain: (failure: Failure) => [message: string, hint: string]][] = [
  [
    ['ECONNREFUSED'],
    ({ at, title, url }) => [
      `${at}: the connection was refused. Nothing listens on ${url.hostname} port ${url.port || defaultPort(url)}.`,
      `Check the port, and that ${title} is running.`,
    ],
  ],
  [
    ['ENOTFOUND', 'EAI_AGAIN'],
    ({ at, url, code }) => [
      `${at}: the host name ${url.hostname} cannot be resolved (${code}).`,
      'Check its spelling and this machine’s DNS.',
    ],
  ],
  [
    ['ETIMEDOUT', 'ECONNABORTED', 'TimeoutError', 'EHOSTUNREACH', 'ENETUNREACH'],
    ({ at, code }) => [`${at} does not answer (${code}).`, 'Check the host, the port and the firewall in between.'],
  ],
  [
    ['CERTIFICATE_WANTED'],
    ({ at }) => [
      `${at} broke off the TLS handshake: it requires a client certificate, or rejected yours.`,
      'Give one that its authority has issued: --client-cert FILE --client-key FILE.',
    ],
  ],
  [
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'],
    ({ at, code }) => [
      `${at} speaks only TLS older than 1.2 (${code}).`,
      'Turn TLS 1.2 or newer on in the server; older ones are not safe, and Node no longer speaks them.',
    ],
  ],
  [
    ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    ({ at }) => [
      `${at} does not speak TLS: the URL says https, the server answered something else.`,
      'If it is plain HTTP there, write http:// in the URL, or leave --tls out.',
    ],
  ],
  [
    cut,
    ({ at, url, code }) => [
      `${at} closed the connection without an answer (${code}).`,
      url.protocol === 'http:'
        ? 'Check its log. If it is https there, write https:// in the URL.'
        : 'A proxy or the server cut the connection: check its log. If it demands a client certificate: --client-cert FILE.',
    ],
  ],
]

const unexplained = ({ at, code, cause }: Failure): [message: string, hint: string] => [
  `${at} cannot be reached: ${cause} (${code}).`,
  'Check the URL and the network.',
]

/** Turns what Node, axios and the Elasticsearch client throw into one message with the next step. What has one already is passed on. */
export function explainNetworkError(error: unknown, { url, title }: Endpoint): UnreachableError {
  const explained = errorsIn(error).find((inner) => inner instanceof UnreachableError)
  if (explained) return explained
  const code = certificateAlert.test(errorCode(error)) ? 'CERTIFICATE_WANTED' : errorCode(error)
  const explain = explanations.find(([codes]) => codes.includes(code))?.[1] ?? unexplained
  const at = `${capitalized(title)} at ${url}`
  const [message, hint] = explain({ at, title, url: new URL(url), code, cause: deepest(error).message })
  return new UnreachableError(message, { code, hint, cause: error })
}

/** TLS 1.3 has a name for it; before, servers said so in different ways. */
const certificateAlert = /_ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA)$/

/** Plain HTTP was sent to a port that speaks TLS. */
export const tlsBehindHttp = ({ url, title }: Endpoint): UnreachableError =>
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
export const wasCut = ({ code }: UnreachableError): boolean => cut.includes(code)

const defaultPort = ({ protocol }: URL): string => (protocol === 'https:' ? '443' : '80')
