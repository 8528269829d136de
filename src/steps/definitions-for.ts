import { loadDefinitions, type Definition, type DefinitionOptions } from '../engine/definitions.js'
import type { AccountKind } from '../profiles/profile.js'
import type { Settings } from '../settings/settings.js'
import type { Dialect } from '../stack/flavors.js'
import type { StackOptions } from './read-settings.js'
import type { Scope } from './scope.js'

interface Defined {
  settings: Settings
  dialect: Dialect
  scope: Scope
}

/** What should be on the stack, as the data files say. @throws ElkctlError they are broken */
export function definitionsFor({ settings, dialect, scope }: Defined, options: StackOptions): Definition[] {
  const { profile, release, variables, retentionDays } = settings
  return loadDefinitions({
    profile: profile.name,
    installation: {
      title: profile.title,
      ...(release !== '' && { release }),
      ...(profile.keys.dashboardsUrl !== undefined && { addressFrom: profile.keys.dashboardsUrl }),
      ...(settings.alerts?.channel !== undefined && { channel: settings.alerts.channel }),
    },
    dialect,
    variables,
    variants: retentionDays === 0 ? ['keep'] : [],
    ...namesFor(scope.account ?? 'service', settings),
    ...(scope.kinds && { only: scope.kinds }),
    // What was made of them once goes, whether or not it is asked for now.
    alerts: settings.alerts !== undefined || scope.removes === true,
    ...(scope.removes !== true && { alertChoice: settings.alertChoice }),
    ...(options.data !== undefined && { folder: options.data }),
  })
}

/** Of all roles and users of the application the one pair that this run is for, under the names that it is given. */
function namesFor(kind: AccountKind, { profile, account }: Settings): Pick<DefinitionOptions, 'rename' | 'without'> {
  const { roles, users } = profile
  const others = (names: Partial<Record<AccountKind, string>>) =>
    Object.values(names).filter((name) => name !== names[kind])
  const role = { [roles[kind] ?? '']: account.role }
  return {
    rename: { role, 'role mapping': role, user: { [users[kind] ?? '']: account.username } },
    without: { role: others(roles), 'role mapping': others(roles), user: others(users) },
  }
}
