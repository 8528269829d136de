import { UnreachableError } from '../../errors.js'
import type { Endpoint } from './endpoint.js'
import { errorCode } from './error-code.js'
import type { ProxyServer } from '../proxy.js'

const whichProxy = ({ url, from }: ProxyServer): string => `The proxy ${url} (environment ${from})`
const around = ({ url }: Endpoint): string =>
  `To go without it, list ${new URL(url).hostname} in NO_PROXY, or unset the variable.`

/** The proxy itself cannot be reached, or does not talk like one. */
export function proxyProblem(error: unknown, proxy: ProxyServer, behind: Endpoint): UnreachableError {
  const code = errorCode(error)
  const { hostname } = new URL(proxy.url)
  const why: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused, nothing listens there',
    ENOTFOUND: `the host name ${hostname} cannot be resolved`,
    EAI_AGAIN: `the host name ${hostname} cannot be resolved`,
    ETIMEDOUT: 'it does not answer',
    EHOSTUNREACH: 'it does not answer',
    ENETUNREACH: 'it does not answer',
    ECONNRESET: 'it closed the connection without an answer',
  }
  const reason =
    why[code] ??
    (code.startsWith('HPE_')
      ? 'what answers there is not an HTTP proxy'
      : error instanceof Error
        ? error.message
        : code)
  return new UnreachableError(
    `${whichProxy(proxy)}, which leads to ${behind.title} at ${behind.url}, does not work: ${reason} (${code}).`,
    { code: `PROXY_${code}`, hint: `Correct ${proxy.from}. ${around(behind)}`, cause: error },
  )
}

/** The proxy answered, and does not connect. */
export function proxyRefusal(
  { status, words }: { status: number; words: string },
  target: string,
  proxy: ProxyServer,
  behind: Endpoint,
): UnreachableError {
  const reasons: Record<number, [why: string, hint: string]> = {
    407: proxy.authorization
      ? ['it refuses the user name and password in its URL', `Correct them in ${proxy.from}.`]
      : ['it requires a user name and password', `Put them into ${proxy.from}: http://NAME:PASSWORD@HOST:PORT.`],
    502: [`it cannot reach ${target} itself`, 'Check host and port of the server; the proxy’s log says more.'],
    503: [`it cannot reach ${target} itself`, 'Check host and port of the server; the proxy’s log says more.'],
    504: [`it got no answer from ${target}`, 'Check host and port of the server; the proxy’s log says more.'],
  }
  const [why, hint] = reasons[status] ?? [
    `it does not allow connections to ${target}`,
    `Have CONNECT to that port allowed: many proxies allow only 443.`,
  ]
  return new UnreachableError(
    `${whichProxy(proxy)} was asked for ${behind.title} at ${behind.url}, but ${why}: ${status} ${words}`.trim() + '.',
    { code: `PROXY_${status}`, hint: `${hint} ${around(behind)}` },
  )
}
