import type { Plan } from '../engine/plan.js'
import { administratorRole } from '../http/answer.js'
import type { Profile } from '../profiles/profile.js'
import { copyFromNode } from '../settings/account-lines.js'
import type { Settings } from '../settings/settings.js'
import { passed, problem, type Finding, type Place } from './finding.js'

/** Whom the configuration file names, and where. */
export interface Named {
  username: string | undefined
  place: Place | undefined
}

/** The application signs in as the user that its configuration file names: as the service account, or with rights that it does not need, or not at all. */
export function findingsOfFile(plan: Plan, settings: Settings, { username: named, place }: Named): Finding[] {
  const { envFile, profile, account, admin } = settings
  const { identity, security } = plan.stack
  if (!security || envFile === undefined) return []
  const isSignedIn = named !== undefined && admin?.username === named
  const roles = isSignedIn ? (identity?.roles ?? []) : []
  // A job that verifies has a file of its own.
  if (roles.includes(profile.roles.checker ?? '')) return []
  const about = {
    ...(place && { place }),
    hint: `To put ${account.username} into ${envFile}: ${wayFor(plan, profile)}`,
  }
  const superuser = isSignedIn ? administratorRole(identity) : undefined
  const notSuperuser = isSignedIn ? [passed('account.superuser', `${named} is no superuser`, { subject: envFile })] : []
  if (named === account.username || named === profile.users.service)
    return [
      passed('account.in-file', `it names ${named}`, { subject: envFile }),
      ...(superuser === undefined
        ? notSuperuser
        : [problem('account.superuser', `${envFile} names ${named}, which has the role ${superuser}`, about)]),
    ]
  const who = named === undefined ? 'no user' : `${named}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`
  const words =
    profile.keys.username === undefined
      ? `${envFile} has no password of ${account.username} (${profile.keys.password} is not set)`
      : `${envFile} names ${who} instead of the service account ${account.username}`
  return superuser === undefined
    ? [problem('account.in-file', words, about), ...notSuperuser]
    : [problem('account.superuser', words, about)]
}

/** The password of a user that is there is known to nobody but its owner. */
function wayFor({ changes }: Plan, profile: Profile): string {
  const init = 'elkctl init --write-env'
  if (changes.some(({ kind, action }) => kind.name === 'user' && action === 'create')) return init
  const copy = copyFromNode(profile)
  return copy === undefined ? `${init} --reset-password` : `${copy}, or run ${init} --reset-password`
}
