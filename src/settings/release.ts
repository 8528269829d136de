import { existsSync } from 'node:fs'
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

/**
 * The release of the application: from the command line, a file beside the configuration file, or a person. Empty: not known, and not needed. No message
 * names a release as an example: one that is taken over by mistake may mean another retention.
 */
export async function findRelease(
  { release: source, title }: Profile,
  options: ReleaseOptions,
  envFile: string | undefined,
  ask: Ask | undefined,
): Promise<Validated<string>> {
  if (source === undefined) return valid('')
  const flag = flagIn(source.option)
  const folder = dirname(envFile ?? '')
  const written =
    options.release === undefined ? releaseBeside(folder, source) : { release: options.release, where: flag }
  const release = written?.release ?? (ask ? (await ask(`Which release of ${title} is it?`)).trim() : undefined)
  if (release === undefined) {
    if (options.needsRelease === false) return valid('')
    const places = source.files.map((file) => join(folder, file))
    const closed = places.find((place) => existsSync(place) && textOf(place) === undefined)
    const why =
      closed === undefined
        ? `the release of ${title} is not written there`
        : `it cannot be read, and the release of ${title} is not known`
    return validated('', [{ where: closed ?? String(places[0]), message: `${why}: give it with ${flag} RELEASE` }])
  }
  if (isVersion(release)) return valid(release)
  return validated(release, [
    {
      where: written?.where ?? flag,
      message: `"${release}" is not a release: give that of ${title} with ${flag} RELEASE`,
    },
  ])
}

/** The release that a text names. */
export const releaseIn = (text: string, pattern: string): string | undefined =>
  new RegExp(pattern, 'im').exec(text)?.[1]

/** What the first pattern finds in any of the files goes before what the second finds, and a later file before an earlier one. A word such as "latest" counts only where nothing else is found. */
function releaseBeside(folder: string, { files, patterns }: Release): { release: string; where: string } | undefined {
  const texts = [...files].reverse().flatMap((file) => textOf(join(folder, file)) ?? [])
  const found = patterns.flatMap((pattern) =>
    texts.flatMap(({ path, text }) => {
      const release = releaseIn(text, pattern)
      return release === undefined ? [] : [{ release, where: path }]
    }),
  )
  return found.find(({ release }) => isVersion(release)) ?? found.at(-1)
}

/** undefined: it need not be there; then the option, or a person, says it */
function textOf(path: string): { path: string; text: string } | undefined {
  try {
    return { path, text: readText(path) }
  } catch (error) {
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}
