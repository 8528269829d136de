import { ElkctlError } from '../errors.js'
import { stageBackup } from '../files/backup.js'
import { readText } from '../files/read-text.js'
import { stageFile } from '../files/stage-file.js'
import { fileFlag } from './flags.js'
import { grammarOf } from './grammars/index.js'
import type { Settings } from './settings.js'

/** A setting with which the application cannot work as it is meant to, and the value with which it can. */
export interface Correction {
  /** its name in the application's configuration */
  key: string
  /** undefined: it is not set */
  before: string | undefined
  value: string
  /** what is wrong with the present value, and what follows from it: a sentence without its full stop */
  says: string
}

/** "KEY=value, …" */
export const assignments = (corrections: Correction[]): string =>
  corrections.map(({ key, value }) => `${key}=${value}`).join(', ')

/** The file in which settings can be corrected. A variable of the environment goes before it. @throws ElkctlError (usage) */
export function fileToCorrect(
  { envFile: file, profile, corrections }: Settings,
  environment: Record<string, string | undefined>,
): string {
  if (file === undefined)
    throw new ElkctlError('There is no configuration file to correct.', {
      exit: 'usage',
      hint: `Name it with ${fileFlag(profile)}, or set ${assignments(corrections)} where the settings come from.`,
    })
  const inEnvironment = corrections.find(({ key }) => (environment[key] ?? '') !== '')
  if (inEnvironment)
    throw new ElkctlError(`${inEnvironment.key} is set in the environment, which takes precedence over the file.`, {
      exit: 'usage',
      hint: `Set it there: ${assignments(corrections)}.`,
    })
  return file
}

/** Puts the right values into the file. The file as it was stays beside it, without the password. @throws ElkctlError (usage) */
export function correctFile(file: string, { profile, corrections }: Settings): { backup: string } {
  const { read, replace } = grammarOf(profile.grammar)
  const { password } = profile.keys
  const text = readText(file, '--env-file')
  const after = replace(text, Object.fromEntries(corrections.map(({ key, value }) => [key, value])), file)
  const staged = stageFile(file, { mustBeNew: false, room: Buffer.byteLength(after) })
  const isThere = read(text, file).some(({ name }) => name === password)
  const backup = stageBackup(file, isThere ? replace(text, { [password]: '' }, file) : text).commit()
  staged.commit(after, text)
  return { backup }
}
