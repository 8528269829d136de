import type { Profile } from './profile.js'

/** What `${…}` in the application's data files may say: its settings, and what it makes of them. */
export const variablesOf = (
  { variables }: Pick<Profile, 'variables'>,
  settings: Record<string, string>,
): Record<string, string> => ({ ...settings, ...variables?.(settings) })

/** The same, where no setting is given. */
export const defaultVariables = (profile: Profile): Record<string, string> =>
  variablesOf(profile, {
    retentionDays: String(profile.retention.at(-1)?.days ?? 0),
    username: profile.users.service,
    roleName: profile.roles.service,
    ...Object.fromEntries(Object.entries(profile.settings).map(([name, setting]) => [name, setting.default])),
  })
