import { ElkctlError } from '../errors.js'
import { readText } from '../files/read-text.js'
import type { Profile } from '../profiles/profile.js'
import { fileFlag } from './flags.js'
import type { SettingsText } from './grammars/grammar.js'
import { grammarOf } from './grammars/index.js'

/** @returns undefined only where it is optional and cannot be read. @throws ElkctlError (usage) */
export function readConfigurationFile(path: string, optional: boolean, profile: Profile): SettingsText | undefined {
  const text = textOf(path, optional, profile)
  return text === undefined ? undefined : { path, text, entries: grammarOf(profile.grammar).read(text, path) }
}

/** Characters: a hundred times what applications have there. Each line is looked at several times. */
const longest = 2_000_000

function textOf(path: string, optional: boolean, profile: Profile): string | undefined {
  try {
    const text = readText(path, fileFlag(profile), profile.envFile)
    if (text.length <= longest) return text
    throw new ElkctlError(`${path} is no configuration file: it has ${text.length.toLocaleString('en')} characters.`, {
      exit: 'usage',
      hint: `Give the file that the application reads${profile.envFile === undefined ? '' : `, usually ${profile.envFile}`}.`,
    })
  } catch (error) {
    if (optional && error instanceof ElkctlError) return undefined
    throw error
  }
}
