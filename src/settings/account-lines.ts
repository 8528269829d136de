import type { Profile } from '../profiles/profile.js'

/** What a person copies from one configuration file into another: "the lines USERNAME and PASSWORD". */
export function accountLines({ keys }: Pick<Profile, 'keys'>): string {
  return keys.username === undefined ? keys.password : `the lines ${keys.username} and ${keys.password}`
}

/** Before a password is reset: a node of the cluster may have the one that works, and would lose it. undefined: there is one node */
export const copyFromNode = (profile: Pick<Profile, 'keys' | 'alsoIn'>): string | undefined =>
  profile.alsoIn === undefined ? undefined : `copy ${accountLines(profile)} from a node that has the password`
