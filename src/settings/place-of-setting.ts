import type { Profile } from '../profiles/profile.js'
import { readConfigurationFile } from './configuration-file.js'

/** The line of a setting in the configuration file; of one that is not there, the file. undefined: there is no file */
export function placeOfSetting(
  name: string | undefined,
  file: string | undefined,
  profile: Profile,
): { file: string; line?: number } | undefined {
  if (file === undefined) return undefined
  const entry = readConfigurationFile(file, true, profile)?.entries.findLast((candidate) => candidate.name === name)
  return { file, ...(entry && { line: entry.line }) }
}
