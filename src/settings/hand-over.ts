import type { Profile } from '../profiles/profile.js'
import type { Credentials } from '../stack/stack.js'
import { parseEnv, replaceValues } from './env-file.js'
import { readText, stageFile, writeBackup } from './files.js'

/** The one place where the new user's password ends up. */
export type Destination = { kind: 'env'; file: string } | { kind: 'credentials file'; file: string }

export interface HandOver {
  /** Puts user name and password there. @throws ElkctlError when it can no longer be written */
  commit: (credentials: Credentials) => { file: string; backup: string | undefined }
  discard: () => void
}

/** Whether the destination names this user already. A file that is not there, or cannot be read, does not. */
export function holds(destination: Destination, keys: Profile['keys'], username: string): boolean {
  try {
    const last = parseEnv(readText(destination.file)).findLast(({ name }) => name === keys.username)
    return last?.value.trim() === username
  } catch {
    return false
  }
}

/** Proves that the destination can be written before the user is made: a password that cannot be handed over is lost. */
export function prepareHandOver(destination: Destination, keys: Profile['keys'], about: string): HandOver {
  if (destination.kind === 'credentials file') {
    const staged = stageFile(destination.file, { mustBeNew: true })
    return {
      discard: () => {
        staged.discard()
      },
      commit: ({ username, password }) => {
        staged.commit(`# ${about}\n${keys.username}=${username}\n${keys.password}=${password}\n`)
        return { file: destination.file, backup: undefined }
      },
    }
  }
  const text = readText(destination.file)
  const staged = stageFile(destination.file, { mustBeNew: false })
  return {
    discard: () => {
      staged.discard()
    },
    commit: ({ username, password }) => {
      // The administrator's password is not kept, not even in a backup.
      const backup = writeBackup(destination.file, replaceValues(text, { [keys.password]: '' }))
      staged.commit(replaceValues(text, { [keys.username]: username, [keys.password]: password }), text)
      return { file: destination.file, backup }
    },
  }
}
