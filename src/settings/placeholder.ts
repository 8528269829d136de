import type { Profile } from '../profiles/profile.js'

/** What an example writes where a value is still to come: as good as nothing. */
export const isPlaceholder = ({ placeholders }: Pick<Profile, 'placeholders'>, value: string): boolean =>
  placeholders?.includes(value.trim()) === true
