import { SettingsError } from '../errors.js'
import type { AccountKind, Profile } from '../profiles/profile.js'
import { similarNames } from '../similar-names.js'

/**
 * A role gets the rights of the account that it is made for. A name that is, or nearly is, that of another account's role promises others.
 *
 * @param kind what the account is made for
 * @throws SettingsError
 */
export function checkRoleName(role: string | undefined, kind: AccountKind, { roles }: Profile): void {
  const meant = role === undefined ? undefined : kindMeantBy(role, roles)
  if (role === undefined || meant === undefined || meant === kind) return
  const usualName = String(roles[meant])
  const which = `the role of a ${meant} account`
  throw new SettingsError(
    [
      {
        where: '--role',
        message: `"${role}" is ${role === usualName ? which : `nearly ${usualName}, ${which}`}, and would get the rights of ${String(roles[kind])}`,
      },
    ],
    `For a ${meant} account: elkctl create-user NAME --role ${usualName}. For another role choose another name.`,
  )
}

/** undefined: a name of one's own */
function kindMeantBy(role: string, roles: Profile['roles']): AccountKind | undefined {
  const kinds = (Object.keys(roles) as AccountKind[]).filter((kind) => roles[kind] !== undefined)
  const [nearest] = similarNames(
    stem(role),
    kinds.map((kind) => stem(String(roles[kind]))),
  )
  return kinds.find((kind) => stem(String(roles[kind])) === nearest)
}

/** Some applications have this ending, others have none. */
const stem = (role: string): string => role.replace(/-role$/, '')
