import type { Profile } from '../../src/profiles/profile.js'
import { variablesOf } from '../../src/profiles/variables.js'

/** What the data files of an application may say, with its settings as they are by default. */
export const defaultVariables = (profile: Profile): Record<string, string> =>
  variablesOf(profile, {
    retentionDays: '15',
    username: profile.users.service,
    roleName: profile.roles.service,
    ...Object.fromEntries(Object.entries(profile.settings).map(([name, setting]) => [name, setting.default])),
  })
