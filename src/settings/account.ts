import type { Problem } from '../errors.js'
import type { AccountKind, Profile } from '../profiles/profile.js'

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
  problems: Problem[],
): { username: string; role: string } {
  if (roles[kind] === undefined) problems.push({ where: '--read-only', message: `${title} has no role for a ${kind}` })
  const account = {
    username: username ?? users[kind] ?? users.service,
    role: role ?? roles[kind] ?? roles.service,
  }
  for (const [flag, name] of [
    ['--username', account.username],
    ['--role', account.role],
  ] as const) {
    const wrong = nameProblem(name)
    if (wrong !== undefined) problems.push({ where: flag, message: `"${name}" ${wrong}` })
  }
  return account
}

/** Elasticsearch's rule for user names (printable ASCII, no blank at either end) less the colon, which Basic Auth cannot carry. */
function nameProblem(name: string): string | undefined {
  if (name.includes(':')) return 'has a colon, which Basic Auth cannot carry'
  return /^[!-~](?:[ -~]{0,505}[!-~])?$/.test(name)
    ? undefined
    : 'must be 1 to 507 printable ASCII characters with no blank at either end'
}
