import type { Profile } from './profile.js'

/** What `${…}` in the application's data files may say: its settings, and what it makes of them. */
export const variablesOf = (
  { variables }: Pick<Profile, 'variables'>,
  settings: Record<string, string>,
): Record<string, string> => ({ ...settings, ...variables?.(settings) })
