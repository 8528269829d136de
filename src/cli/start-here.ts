import { existsSync } from 'node:fs'
import { ElkctlError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { readConfigurationFile } from '../settings/configuration-file.js'
import { finder, type Find } from '../settings/find.js'
import { fileFlag } from '../settings/flags.js'
import { loadGrammar } from '../settings/grammars/index.js'
import { isPlaceholder } from '../settings/placeholder.js'
import { profilesForFile } from '../settings/profiles-for-file.js'

/** What to type next, and what it does. */
type Next = [command: string, does: string]

/** A configuration file on this machine. */
interface Found {
  profile: Profile
  path: string
  /** what the command line needs so that elkctl reads this file as that of this application */
  flags: string
}

/** `elkctl` alone: five lines, made for this machine. */
export async function startHere(environment: Record<string, string | undefined>): Promise<string> {
  const found = configurationFile()
  if (found !== undefined) await loadGrammar(found.profile.grammar)
  const { says, next } = found === undefined ? nothingFound() : about(found, environment)
  const width = Math.max(...next.map(([command]) => command.length))
  return [
    `elkctl makes an external Elastic Stack or OpenSearch ready for an application (${names(profiles)}).`,
    `On this machine: ${says}`,
    ...next.map(([command, does], index) => `${index === 0 ? 'Next:' : 'Then:'} ${command.padEnd(width)}  ${does}`),
    'All commands: elkctl --help',
    '',
  ].join('\n')
}

/** Where an application usually has it, else in the present folder. */
function configurationFile(): Found | undefined {
  for (const profile of profiles)
    if (profile.envFile !== undefined && existsSync(profile.envFile))
      return { profile, path: profile.envFile, flags: profile === profiles[0] ? '' : ` --profile ${profile.name}` }
  const path = '.env'
  const [profile, ...others] = existsSync(path) ? profilesForFile(path) : []
  if (profile === undefined) return undefined
  return {
    profile,
    path,
    flags: ` ${fileFlag(profile)} ${path}${others.length === 0 ? '' : ` --profile ${profile.name}`}`,
  }
}

function nothingFound(): { says: string; next: Next[] } {
  const usual = profiles.flatMap(({ envFile }) => envFile ?? [])
  return {
    says: `no ${usual.join(', no ')}, and no .env of an application in this folder.`,
    next: [
      ['elkctl plan --env-file FILE', 'shows what would be done, writes nothing'],
      ['elkctl init --env-file FILE', 'shows it, asks, and does it'],
    ],
  }
}

function about(
  { profile, path, flags }: Found,
  environment: Record<string, string | undefined>,
): { says: string; next: Next[] } {
  const plan: Next = [`elkctl plan${flags}`, 'shows what would be done, writes nothing']
  const init: Next = [`elkctl init${flags}`, 'shows it, asks, and does it']
  const find = settingsIn(path, profile, environment)
  if (find === undefined)
    return { says: `${path} of ${profile.title}, which you may not read.`, next: withSudo([plan, init]) }
  const { keys, users } = profile
  const address = find(keys.searchUrl)
  if (address === undefined)
    return {
      says: `${path} of ${profile.title}, which names no stack: ${keys.searchUrl} is not set.`,
      next: [
        [`elkctl plan${flags} --search-url URL`, 'shows what would be done to that stack, writes nothing'],
        [`elkctl init${flags}`, 'once the setting is there: shows it, asks, and does it'],
      ],
    }
  const username = keys.username === undefined ? undefined : find(keys.username)?.value.trim()
  const says = `${path} of ${profile.title} names ${withoutPassword(address.value)}${username === undefined ? '' : ` and the user ${username}`}.`
  if (username !== users.service) return { says, next: [plan, init] }
  return { says, next: [[`elkctl verify${flags}`, 'checks that the stack is as init leaves it, writes nothing'], plan] }
}

/** undefined: the file cannot be read */
function settingsIn(path: string, profile: Profile, environment: Record<string, string | undefined>): Find | undefined {
  try {
    const file = readConfigurationFile(path, false, profile)
    return finder(environment, file, (value) => !isPlaceholder(profile, value))
  } catch (error) {
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}

/** An address that has user and password in it is refused by the command itself. */
const withoutPassword = (address: string): string => (address.includes('@') ? 'a stack' : address.trim())

const withSudo = (next: Next[]): Next[] => next.map(([command, does]) => [`sudo ${command}`, does])

const names = (all: Profile[]): string => all.map(({ name }) => name).join(', ')
