import { dirname, join } from 'node:path'
import { ElkctlError, type Problem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { isVersion } from '../stack/versions.js'
import { readText } from '../files/files.js'
import type { SettingsOptions } from './settings.js'
import type { Ask } from './sign-in/sign-in.js'

/** The release of the application: from the command line, the file beside the configuration file, or a person. Empty: not known, and not needed. */
export async function findRelease(
  profile: Profile,
  options: SettingsOptions,
  envFile: string,
  problems: Problem[],
  ask: Ask | undefined,
): Promise<string> {
  const { file, pattern, option } = profile.release
  const beside = join(dirname(envFile), file)
  const written = options.openviduVersion ?? releaseIn(beside, pattern)
  const release =
    written ?? (ask ? (await ask(`Which release of ${profile.title} is it (for example 2.20.0)?`)).trim() : undefined)
  if (release === undefined) {
    if (options.needsRelease === false) return ''
    problems.push({
      where: beside,
      message: `the release of ${profile.title} is not written there: give it with ${option} 2.20.0`,
    })
    return ''
  }
  if (!isVersion(release))
    problems.push({
      where: options.openviduVersion === undefined ? beside : option,
      message: `"${release}" is not a release such as 2.20.0`,
    })
  return release
}

function releaseIn(path: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readText(path))?.[1]
  } catch (error) {
    // It need not be there: then the option, or a person, says it.
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}
