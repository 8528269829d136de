import type { Problem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { compareVersions } from '../stack/versions.js'
import type { SettingValue } from './find.js'

/** Whole days; 0 keeps everything. */
export function readRetention(
  found: SettingValue | undefined,
  release: string,
  profile: Profile,
  problems: Problem[],
): number {
  if (found === undefined) return retentionDefault(profile, release)
  const text = found.value.trim()
  const { retentionDays: name } = profile.keys
  // The longest time that both ILM and ISM take is far beyond a century.
  if (!/^\d{1,5}$/.test(text))
    problems.push({
      where: found.where,
      message: `${name === undefined ? '' : `${name}: `}"${text}" is not a whole number of days (0 keeps everything)`,
    })
  return Number(text)
}

/** The last row that the release has reached; one that is not known has reached the first alone. */
export const retentionDefault = ({ retention }: Pick<Profile, 'retention'>, release: string): number =>
  retention.findLast(({ from }) => from === undefined || (release !== '' && compareVersions(release, from) >= 0))
    ?.days ?? 0
