import { dirname, join } from 'node:path'
import { ElkctlError } from '../errors.js'
import type { Profile, Release } from '../profiles/profile.js'
import { isVersion } from '../stack/versions.js'
import { readText } from '../files/read-text.js'
import { flagIn } from './flags.js'
import type { Ask } from './sign-in/sign-in.js'
import { valid, validated, type Validated } from './validated.js'

export interface ReleaseOptions {
  release?: string
  /** false: the command does not depend on the release, and does without it */
  needsRelease?: boolean
}

/** The release of the application: from the command line, the file beside the configuration file, or a person. Empty: not known, and not needed. */
export async function findRelease(
  { release: source, title }: Profile,
  options: ReleaseOptions,
  envFile: string | undefined,
  ask: Ask | undefined,
): Promise<Validated<string>> {
  if (source === undefined) return valid('')
  const { file, example, option } = source
  const flag = flagIn(option)
  const beside = join(dirname(envFile ?? ''), file)
  const written = options.release ?? releaseBeside(beside, source)
  const release =
    written ?? (ask ? (await ask(`Which release of ${title} is it (for example ${example})?`)).trim() : undefined)
  if (release === undefined) {
    if (options.needsRelease === false) return valid('')
    const message = `the release of ${title} is not written there: give it with ${flag} ${example}`
    return validated('', [{ where: beside, message }])
  }
  if (isVersion(release)) return valid(release)
  const where = options.release === undefined ? beside : flag
  return validated(release, [{ where, message: `"${release}" is not a release such as ${example}` }])
}

/** The release that a text names. */
export const releaseIn = (text: string, { pattern }: Release): string | undefined =>
  new RegExp(pattern, 'im').exec(text)?.[1]

function releaseBeside(path: string, release: Release): string | undefined {
  try {
    return releaseIn(readText(path), release)
  } catch (error) {
    // It need not be there: then the option, or a person, says it.
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}
