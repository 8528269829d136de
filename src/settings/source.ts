import type { Profile } from '../profiles/profile.js'
import { readConfigurationFile } from './configuration-file.js'
import { findProfile, type ProfileOptions } from './find-profile.js'
import { finder, type Find } from './find.js'
import type { SettingsText } from './grammars/grammar.js'
import { loadGrammar } from './grammars/index.js'
import { isPlaceholder } from './placeholder.js'

export interface SourceOptions extends ProfileOptions {
  envFile?: string
  cloudId?: string
  searchUrl?: string
  /** true: the command does without the application's usual file */
  fileOptional?: boolean
}

/** Where the settings of an application stand, and how one is looked up. */
export interface Source {
  profile: Profile
  /** the file that was meant; undefined: none */
  envFile: string | undefined
  /** undefined: no file was needed, and there is none */
  file: SettingsText | undefined
  find: Find
  /** finds only what an example has for a setting */
  placeholder: Find
}

/** @throws ElkctlError (usage) the file cannot be read, or is not in the form that the application reads */
export async function openSource(
  options: SourceOptions,
  environment: Record<string, string | undefined>,
): Promise<Source> {
  const profile = await findProfile(options)
  await loadGrammar(profile.grammar)
  const envFile = options.envFile ?? profile.envFile
  const addressGiven = options.cloudId ?? options.searchUrl ?? environment[profile.keys.searchUrl] ?? ''
  const optional = options.envFile === undefined && (options.fileOptional === true || addressGiven !== '')
  const file = envFile === undefined ? undefined : readConfigurationFile(envFile, optional, profile)
  return {
    ...{ profile, envFile, file },
    find: finder(environment, file, (value) => !isPlaceholder(profile, value)),
    placeholder: finder(environment, file, (value) => isPlaceholder(profile, value)),
  }
}
