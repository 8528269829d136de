/** A proxy that connections go through, from the usual environment variables. */
export interface ProxyServer {
  /** without user name and password */
  url: string
  /** the whole value of Proxy-Authorization */
  authorization: string | undefined
  /** the environment variable that names it */
  from: string
  /** what must not be shown of it */
  secrets: string[]
}

type Environment = Record<string, string | undefined>

/**
 * The proxy for a URL: HTTPS_PROXY or HTTP_PROXY by its scheme, unless NO_PROXY names the host; lower case goes first, as with curl. What is on this
 * machine (localhost, 127.0.0.0/8, ::1) is reached directly.
 */
export function proxyFor(
  url: string,
  environment: Environment,
): { proxy: ProxyServer | undefined } | { problem: string; where: string } {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const from = [name, name.toUpperCase()].find((variable) => (environment[variable] ?? '').trim() !== '')
  if (from === undefined || isLoopback(host)) return { proxy: undefined }
  const exceptions = environment['no_proxy'] ?? environment['NO_PROXY'] ?? ''
  if (isException(host, port || (protocol === 'https:' ? '443' : '80'), exceptions)) return { proxy: undefined }
  const text = String(environment[from]).trim()
  const full = text.includes('://') ? text : `http://${text}`
  // The value is not repeated: it may have a password in it.
  if (!URL.canParse(full)) return { where: `environment ${from}`, problem: 'is not a URL' }
  const parsed = new URL(full)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return {
      where: `environment ${from}`,
      problem: `is a proxy of the kind ${parsed.protocol}//, and only http:// and https:// are understood`,
    }
  const credentials = `${decoded(parsed.username)}:${decoded(parsed.password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const hasCredentials = parsed.username !== '' || parsed.password !== ''
  return {
    proxy: {
      url: `${parsed.protocol}//${parsed.host}`,
      authorization: hasCredentials ? authorization : undefined,
      from,
      secrets: hasCredentials ? [decoded(parsed.password), parsed.password, authorization.slice('Basic '.length)] : [],
    },
  }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)

/** A list of hosts: names with everything below them, addresses, IPv4 networks (10.0.0.0/8), each with a port if it is for that port only; `*` is all. */
function isException(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry)
      if (match && match[2] !== port) return false
      const name = (match?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
      return host === name || host.endsWith(`.${name}`) || inNetwork(host, name)
    })
}

function inNetwork(host: string, network: string): boolean {
  const [base = '', length] = network.split('/')
  const [address, start] = [ipv4(host), ipv4(base)]
  if (length === undefined || address === undefined || start === undefined || !/^\d+$/.test(length)) return false
  const size = 2 ** (32 - Math.min(Number(length), 32))
  return Math.floor(address / size) === Math.floor(start / size)
}

const ipv4 = (text: string): number | undefined =>
  /^\d+(\.\d+){3}$/.test(text) ? text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : undefined

/** A lone % is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
