import type { Profile } from '../profiles/profile.js'

/** What a person copies from one configuration file into another: "the lines USERNAME and PASSWORD". */
export function accountLines({ keys }: Pick<Profile, 'keys'>): string {
  return keys.username === undefined ? keys.password : `the lines ${keys.username} and ${keys.password}`
}
