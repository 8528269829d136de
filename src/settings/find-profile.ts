import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { similarNames } from '../similar-names.js'

export interface ProfileOptions {
  /** its name; default: that of the folder, else the first */
  profile?: string
  /** a folder with data files of one's own, and perhaps a `profile.json` */
  data?: string
}

/** The application that is meant. @throws SettingsError */
export async function findProfile({ profile: name, data }: ProfileOptions): Promise<Profile> {
  const own = data === undefined ? undefined : await profileOf(data)
  if (own && (name === undefined || name === own.name)) return own
  const builtIn = name === undefined ? profiles[0] : profiles.find((profile) => profile.name === name)
  if (builtIn) return builtIn
  const names = [...profiles, ...(own ? [own] : [])].map((profile) => profile.name)
  const [meant] = similarNames(String(name), names)
  throw new SettingsError([
    {
      where: '--profile',
      message: `unknown application "${String(name)}"${meant === undefined ? '' : ` (did you mean ${meant}?)`}; known are ${names.join(', ')}`,
    },
  ])
}

/** undefined: the folder has none */
async function profileOf(folder: string): Promise<Profile | undefined> {
  const file = join(folder, 'profile.json')
  if (!isThere(file)) return undefined
  const { textIn } = await import('../data-files/files.js')
  const { readProfile } = await import('../profiles/own-profile.js')
  const read = readProfile(parsed(file, textIn({ path: file })))
  if (!Array.isArray(read)) return read
  throw new SettingsError(read.map((message) => ({ where: file, message })))
}

/** Also where it cannot be read: reading says why. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR'
  }
}

/** @param text of the file; a list: why it cannot be read */
function parsed(file: string, text: string | [string]): unknown {
  if (typeof text !== 'string') throw new SettingsError([{ where: file, message: text[0] }])
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SettingsError([{ where: file, message: error instanceof Error ? error.message : String(error) }])
  }
}
