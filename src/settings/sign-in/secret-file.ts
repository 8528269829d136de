import { SettingsError } from '../../errors.js'
import { readText } from '../../files/read-text.js'
import { readableByOthers } from '../../files/readable.js'

/**
 * The password that a file holds, less the line break at its end, and what to say about the file. A pipe will do, as in
 * `--admin-password-file <(pass show elastic)`.
 * @throws ElkctlError (usage) when the file cannot be read
 */
export function readSecretFile(file: string, option: string): { secret: string; note: string | undefined } {
  const secret = readText(file, option)
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
  return { secret, note: readableByOthers(file) }
}

/** A secret that signs in: something, in one line. @throws SettingsError */
export function checkSecret(secret: string, where: string, source: string): string {
  if (secret === '') throw new SettingsError([{ where, message: `${source} is empty` }])
  if (/[\r\n\0]/.test(secret))
    throw new SettingsError([
      { where, message: 'the password has a line break or a NUL in it, which neither .env nor Basic Auth can carry' },
    ])
  return secret
}
