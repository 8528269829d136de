import { readText } from '../files/read-text.js'
import { ElkctlError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { escapeRegExp } from '../patterns.js'

/**
 * The applications that a configuration file may be for: those of which it has a setting that no other has, and be it in a comment. None where it cannot
 * be read: the command says why.
 */
export function profilesForFile(file: string): Profile[] {
  const text = textOf(file)
  return profiles.filter((profile) => ownSettings(profile).some((name) => wholeName(name).test(text)))
}

function textOf(file: string): string {
  try {
    return readText(file)
  } catch (error) {
    if (error instanceof ElkctlError) return ''
    throw error
  }
}

/** Applications share names for user and password. */
function ownSettings(profile: Profile): string[] {
  const others = profiles.filter((other) => other !== profile).flatMap(settingsOf)
  return settingsOf(profile).filter((name) => !others.includes(name))
}

/** The names of all settings that are read. */
export const settingsOf = ({ keys, enabled, settings }: Profile): string[] => [
  ...Object.values(keys),
  ...(enabled === undefined ? [] : [enabled.key]),
  ...Object.values(settings).map(({ key }) => key),
]

const wholeName = (name: string): RegExp => new RegExp(`(?<![\\w.])${escapeRegExp(name)}(?![\\w.])`)
