import type { Problem } from '../errors.js'
import type { AccountKind, Profile } from '../profiles/profile.js'
import { validated, type Validated } from './validated.js'

export interface AccountOptions {
  username?: string
  role?: string
  /** whose names apply where none are given; default: the service account */
  accountKind?: AccountKind
}

/** The names of a user and its role. */
export function readAccount(
  { roles, users, title }: Profile,
  { username, role, accountKind: kind = 'service' }: AccountOptions,
): Validated<{ username: string; role: string }> {
  const account = {
    username: username ?? users[kind] ?? users.service,
    role: role ?? roles[kind] ?? roles.service,
  }
  return validated(account, [
    ...(roles[kind] === undefined ? [{ where: '--read-only', message: `${title} has no role for a ${kind}` }] : []),
    ...nameProblems('--username', account.username),
    ...nameProblems('--role', account.role),
  ])
}

function nameProblems(flag: string, name: string): Problem[] {
  const why = whyNoName(name)
  return why === undefined ? [] : [{ where: flag, message: `"${name}" ${why}` }]
}

/** Elasticsearch's rule for user names (printable ASCII, no blank at either end) less the colon, which Basic Auth cannot carry. */
function whyNoName(name: string): string | undefined {
  if (name.includes(':')) return 'has a colon, which Basic Auth cannot carry'
  return /^[!-~](?:[ -~]{0,505}[!-~])?$/.test(name)
    ? undefined
    : 'must be 1 to 507 printable ASCII characters with no space at either end'
}
