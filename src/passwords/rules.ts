import type { Dialect } from '../stack/flavors.js'

/** What a server asks of a new password, as far as it can be said beforehand. Lengths in UTF-16 units, as both servers count them. */
interface Rules {
  minimum: number
  maximum: number
  /** user names from this length on may not be in the password, forwards or backwards; undefined: they may */
  nameFrom: number | undefined
}

/**
 * Elasticsearch: `Validation.Users.validatePassword`, 6 characters, nothing else. OpenSearch: measured on 2.19 with its defaults; what remains is an
 * estimate of strength (zxcvbn) that only the server can make. Names of up to four characters may or may not be found by it.
 */
const rules: Record<Dialect, Rules> = {
  elasticsearch: { minimum: 6, maximum: Infinity, nameFrom: undefined },
  opensearch: { minimum: 8, maximum: 100, nameFrom: 5 },
}

/** Why this password cannot be set for this user; empty where nothing is certainly wrong with it. */
export function passwordProblems(password: string, username: string, dialect: Dialect): string[] {
  const { minimum, maximum, nameFrom } = rules[dialect]
  const lower = password.toLowerCase()
  const name = username.toLowerCase()
  const containsName =
    nameFrom !== undefined &&
    name.length >= nameFrom &&
    (lower.includes(name) || lower.includes(Array.from(name).reverse().join('')))
  return [
    // RFC 7617, section 2: neither user name nor password may have control characters.
    // eslint-disable-next-line no-control-regex
    ...(/[\x00-\x1f\x7f]/.test(password)
      ? ['it has a control character (line break, tab, NUL …) in it, which Basic Auth cannot carry']
      : []),
    ...(password !== password.trim() ? ['it begins or ends with a space, which readers of .env files drop'] : []),
    ...(password.length < minimum
      ? [`it has ${password.length} characters, and the server requires at least ${minimum}`]
      : []),
    ...(password.length > maximum
      ? [`it has ${password.length} characters, and the server takes at most ${maximum}`]
      : []),
    ...(containsName ? [`it contains the user name, which the server refuses`] : []),
  ]
}
