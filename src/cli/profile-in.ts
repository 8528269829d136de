import { SettingsError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { findProfile } from '../settings/find-profile.js'

/**
 * The application that a command line is about: its options depend on it, and so must be known before they are read. Where nothing names it, the
 * option does for a file that only one application has.
 */
export async function profileIn(args: string[]): Promise<Profile> {
  const data = valueOf('--data', args)
  const profile = valueOf('--profile', args) ?? (data === undefined ? byFile(args) : undefined)
  try {
    return await findProfile({ ...(profile !== undefined && { profile }), ...(data !== undefined && { data }) })
  } catch (error) {
    // The command itself says what is wrong with it.
    if (error instanceof SettingsError) return profiles[0]
    throw error
  }
}

const byFile = (args: string[]): string | undefined =>
  profiles.find(({ fileOption }) => fileOption && valueOf(String(fileOption.flags.split(' ')[0]), args) !== undefined)
    ?.name

/** `--name value` or `--name=value`; the last one counts */
function valueOf(name: string, args: string[]): string | undefined {
  const last = args.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (last === -1) return undefined
  const written = String(args[last])
  return written === name ? args[last + 1] : written.slice(name.length + 1)
}
