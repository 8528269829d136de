import { SettingsError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { flagIn } from '../settings/flags.js'
import { findProfile } from '../settings/find-profile.js'
import { profilesForFile } from '../settings/profiles-for-file.js'

/** Asks a person which of these applications is meant. */
export type ChooseProfile = (candidates: Profile[]) => Promise<Profile>

/**
 * The application that a command line is about: its options depend on it, and so must be known before they are read. Where nothing names it, an option
 * that only one application has does, then its address in the environment, then what the configuration file has in it.
 *
 * @param choose where nothing makes it clear; undefined: there is nobody to ask, and the first is meant
 * @throws SettingsError there is no such application, or the file may be for several and there is nobody to ask
 */
export async function profileIn(
  args: string[],
  environment: Record<string, string | undefined> = {},
  choose?: ChooseProfile,
): Promise<Profile> {
  const data = valueOf('--data', args)
  const named = valueOf('--profile', args)
  if (data === undefined && named === undefined)
    return byOption(args) ?? byEnvironment(args, environment) ?? (await byFile(args, choose))
  if (data === undefined) return findProfile(named === undefined ? {} : { profile: named })
  try {
    return await findProfile({ ...(named !== undefined && { profile: named }), data })
  } catch (error) {
    // The command itself says what is wrong with the folder.
    if (error instanceof SettingsError) return profiles[0]
    throw error
  }
}

const byOption = (args: string[]): Profile | undefined =>
  profiles.find(({ fileOption, release, reindex }) =>
    [fileOption, release?.option, reindex].some((option) => option && valueOf(flagIn(option), args) !== undefined),
  )

/** Of one application alone, and where no file is named: that goes before it. */
function byEnvironment(args: string[], environment: Record<string, string | undefined>): Profile | undefined {
  if (valueOf('--env-file', args) !== undefined) return undefined
  const [only, ...others] = profiles.filter(({ keys }) => (environment[keys.searchUrl] ?? '') !== '')
  return others.length === 0 ? only : undefined
}

async function byFile(args: string[], choose: ChooseProfile | undefined): Promise<Profile> {
  const file = valueOf('--env-file', args) ?? profiles[0].envFile
  const candidates = file === undefined ? [] : profilesForFile(file)
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  if (choose) return choose(only ? candidates : profiles)
  if (only === undefined) return profiles[0]
  throw new SettingsError([
    {
      where: String(file),
      message: `it may be for several applications (${candidates.map(({ name }) => name).join(', ')}): add --profile NAME`,
    },
  ])
}

/** `--name value` or `--name=value`; the last one counts */
function valueOf(name: string, args: string[]): string | undefined {
  const last = args.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (last === -1) return undefined
  const written = String(args[last])
  return written === name ? args[last + 1] : written.slice(name.length + 1)
}
