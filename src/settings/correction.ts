import { ElkctlError } from '../errors.js'
import { writeBackup } from '../files/backup.js'
import { readText } from '../files/read-text.js'
import { stageFile } from '../files/stage-file.js'
import { grammars } from './grammars/index.js'
import type { Settings } from './settings.js'

/** A setting with which the application cannot work as it is meant to, and the value with which it can. */
export interface Correction {
  /** its name in the application's configuration */
  key: string
  value: string
  /** what is wrong with the present value, and what follows from it: a sentence without its full stop */
  says: string
}

/** Puts the right values into the configuration file. The file as it was stays beside it, without the password. @throws ElkctlError (usage) */
export function correctFile({ envFile: file, profile, corrections }: Settings): { backup: string } {
  if (file === undefined)
    throw new ElkctlError('There is no configuration file to correct.', {
      exit: 'usage',
      hint: `Name it with --env-file, or set ${corrections.map(({ key, value }) => `${key}=${value}`).join(' and ')} where the settings come from.`,
    })
  const { replace } = grammars[profile.grammar]
  const text = readText(file, '--env-file')
  const after = replace(text, Object.fromEntries(corrections.map(({ key, value }) => [key, value])), file)
  const staged = stageFile(file, { mustBeNew: false, room: Buffer.byteLength(after) })
  const backup = writeBackup(file, replace(text, { [profile.keys.password]: '' }, file))
  staged.commit(after, text)
  return { backup }
}
