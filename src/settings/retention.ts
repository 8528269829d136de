import type { Profile } from '../profiles/profile.js'
import { compareVersions } from '../stack/versions.js'
import type { SettingValue } from './find.js'
import { valid, validated, type Validated } from './validated.js'

/** Whole days; 0 keeps everything. */
export function readRetention(given: SettingValue | undefined, release: string, profile: Profile): Validated<number> {
  if (given === undefined) return valid(retentionDefault(profile, release))
  const text = given.value.trim()
  const { retentionDays: name } = profile.keys
  // The longest time that both ILM and ISM take is far beyond a century.
  if (/^\d{1,5}$/.test(text)) return valid(Number(text))
  const message = `${name === undefined ? '' : `${name}: `}"${text}" is not a whole number of days (0 keeps everything)`
  return validated(0, [{ where: given.where, message }])
}

/** The last row that the release has reached; one that is not known has reached the first alone. */
export const retentionDefault = ({ retention }: Pick<Profile, 'retention'>, release: string): number =>
  retention.findLast(({ from }) => from === undefined || (release !== '' && compareVersions(release, from) >= 0))
    ?.days ?? 0
