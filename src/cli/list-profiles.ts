import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { flagIn } from '../settings/flags.js'

/** One object a profile, as `--json` prints it. */
export const listed = () =>
  profiles.map((profile) => ({
    name: profile.name,
    title: profile.title,
    configuration: configurationOf(profile),
    installs: profile.installs ?? null,
    exports: Object.keys(profile.exports ?? {}),
    sampleData: profile.sampleData !== undefined,
  }))

export function asText(): string {
  const width = Math.max(...profiles.map(({ name }) => name.length))
  const indent = ' '.repeat(width + 2)
  return profiles
    .flatMap((profile, index) => {
      const { name, title, installs, exports = {} } = profile
      const programs = Object.keys(exports)
      return [
        `${name.padEnd(width)}  ${title}${index === 0 ? ' (default)' : ''}`,
        `${indent}configuration: ${configurationOf(profile)}`,
        ...(installs === undefined ? [] : [`${indent}installs: ${installs}`]),
        ...(programs.length > 0 ? [`${indent}exports: ${programs.join(', ')}`] : []),
      ]
    })
    .join('\n')
}

const configurationOf = ({ envFile, fileOption }: Profile): string =>
  envFile ?? `${fileOption === undefined ? '--env-file' : flagIn(fileOption)} FILE`
