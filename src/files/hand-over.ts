import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { ElkctlError } from '../errors.js'
import type { Credentials } from '../stack/stack.js'
import { grammarOf } from '../settings/grammars/index.js'
import { accountIn, accountText, withAccount, type AccountSettings } from './account-text.js'
import { stageBackup, type StagedBackup } from './backup.js'
import { readText } from './read-text.js'
import { stageFile, type StagedFile } from './stage-file.js'

/** The one place where the new user's password ends up. */
export interface Destination {
  kind: 'env' | 'credentials file'
  file: string
  /** of the file as it was, where this run has made one already */
  backup?: string | undefined
}

export interface HandOver {
  file: string
  /** Puts user name and password there. @throws ElkctlError when it can no longer be written */
  commit: (credentials: Credentials) => { file: string; backup: string | undefined }
  discard: () => void
}

/** Tells this file on this machine from every other, in the mark of a user (kinds/mark.ts). */
export const destinationId = (file: string): string =>
  createHash('sha256')
    .update(`${hostname()}:${resolve(file)}`)
    .digest('hex')
    .slice(0, 8)

/** Whether the destination names this user already. */
export const holds = (destination: Destination, settings: AccountSettings, username: string): boolean =>
  credentialsIn(destination.file, settings).username === username

/** bytes: two lines with a name (at most 507 characters) and a password, and a remark */
const roomForCredentials = 4096

/** Whom a configuration file names, and with which password; what stands there last counts. A file that cannot be read names nobody. */
export function credentialsIn(file: string | undefined, settings: AccountSettings): Partial<Credentials> {
  if (file === undefined) return {}
  try {
    return accountIn(readText(file), file, settings)
  } catch (error) {
    if (error instanceof ElkctlError) return {}
    throw error
  }
}

/** Proves that the destination can be written before the user is made: a password that cannot be handed over is lost. */
export function prepareHandOver(destination: Destination, settings: AccountSettings, about: string): HandOver {
  const { file } = destination
  if (destination.kind === 'credentials file') {
    const staged = stageFile(file, { mustBeNew: true, room: roomForCredentials })
    return {
      file: destination.file,
      discard: () => {
        staged.discard()
      },
      commit: (credentials) => {
        staged.commit(accountText(`# ${about}\n`, file, settings, credentials))
        return { file, backup: undefined }
      },
    }
  }
  const text = readText(file, '--env-file')
  // What cannot be written in this form shows now.
  withAccount(text, file, settings, { username: 'user', password: 'password' })
  const staged = stageFile(file, { mustBeNew: false, room: Buffer.byteLength(text) + roomForCredentials })
  const backup = destination.backup === undefined ? stagedBackup(file, text, settings, staged) : undefined
  const discard = () => {
    staged.discard()
    backup?.discard()
  }
  return {
    file: destination.file,
    discard,
    commit: (credentials) => {
      const after = withAccount(text, file, settings, credentials)
      const written = destination.backup ?? backup?.commit()
      staged.commit(after, text)
      return { file, backup: written }
    },
  }
}

/** The administrator's password is not kept, not even in a backup. */
function stagedBackup(
  file: string,
  text: string,
  { keys, grammar }: AccountSettings,
  staged: StagedFile,
): StagedBackup {
  try {
    return stageBackup(file, grammarOf(grammar).replace(text, { [keys.password]: '' }, file))
  } catch (error) {
    staged.discard()
    throw error
  }
}
