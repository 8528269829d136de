import { withUnseen } from './unseen.js'

/** Checks HOST:PORT of an application that brings the scheme itself. Never echoes a password. */
export function parseAddress(text: string, withTls: boolean): { url: string } | { problem: string } {
  const value = withUnseen(text.trim())
  if (/^["']|@/.test(value)) return parseEndpoint(value)
  const [, scheme, bare = value] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(value) ?? []
  if (scheme !== undefined)
    return {
      problem: `"${value}" has a scheme: write ${bare}${/^https$/i.test(scheme) ? ', and give --tls' : '; it is http unless you give --tls'}`,
    }
  if (isBareIpv6(value)) return { problem: needsBrackets(value) }
  if (!/:\d+(\/|$)/.test(value)) return { problem: `"${value}" is not HOST:PORT: the port is required` }
  return parseEndpoint(`${withTls ? 'https' : 'http'}://${value}`)
}

const isBareIpv6 = (host: string): boolean => /^[0-9a-f:.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(host)

const needsBrackets = (host: string): string => `"${host}" is an IPv6 address without brackets: write [ADDRESS]:PORT`

/** Checks a URL as the application's documentation wants it. Returns it without its trailing slash, or what is wrong. Never echoes a password. */
export function parseEndpoint(text: string): { url: string } | { problem: string } {
  const value = withUnseen(text.trim())
  if (/^["'].*["']$/.test(value)) return { problem: `the quotes are taken literally: write it without them` }
  if (value.includes('@'))
    return { problem: 'user name and password do not belong in the URL: they have settings of their own' }
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)([?#].*)?$/i.exec(value)
  if (!match) return { problem: `"${value}" needs a scheme: http://HOST:PORT or https://HOST:PORT` }
  const [, scheme = '', authority = '', path = '', rest] = match
  if (!/^https?$/i.test(scheme)) return { problem: `"${scheme}://" is not understood: http:// or https://` }
  if (rest !== undefined)
    return {
      problem: `"${value}" has something after the path (${rest.slice(0, 1)}…): only HOST:PORT and a path`,
    }
  if (isBareIpv6(authority)) return { problem: needsBrackets(authority) }
  const host = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(.*))?$/i.exec(authority)
  if (!host) return { problem: `"${value}" is not a URL` }
  const port = host[2]
  if (port === undefined || port === '')
    return {
      problem: `"${value}" has no port: the port is required, even ${scheme.toLowerCase() === 'https' ? '443' : '80'}`,
    }
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535)
    return { problem: `"${port}" is not a port (1 to 65535)` }
  if (!URL.canParse(value)) return { problem: `"${value}" is not a URL` }
  return { url: `${scheme.toLowerCase()}://${authority}${path.replace(/\/+$/, '')}` }
}
