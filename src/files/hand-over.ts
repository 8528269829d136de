import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { ElkctlError } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import type { Credentials } from '../stack/stack.js'
import { grammars } from '../settings/grammars/index.js'
import { readText, stageFile, writeBackup } from './files.js'

/** What the application's own file calls the user and the password, and how it is written. */
export type AccountSettings = Pick<Profile, 'keys' | 'grammar'>

/** The one place where the new user's password ends up. */
export type Destination = { kind: 'env'; file: string } | { kind: 'credentials file'; file: string }

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
export function credentialsIn(file: string | undefined, { keys, grammar }: AccountSettings): Partial<Credentials> {
  if (file === undefined) return {}
  try {
    const entries = grammars[grammar].read(readText(file), file).filter(({ value }) => value.trim() !== '')
    const last = (key: string) => entries.findLast(({ name }) => name === key)?.value
    const [username, password] = [last(keys.username)?.trim(), last(keys.password)]
    return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) }
  } catch (error) {
    if (error instanceof ElkctlError) return {}
    throw error
  }
}

/** Proves that the destination can be written before the user is made: a password that cannot be handed over is lost. */
export function prepareHandOver(destination: Destination, { keys, grammar }: AccountSettings, about: string): HandOver {
  const { file } = destination
  const { replace } = grammars[grammar]
  const withValues = (before: string, { username, password }: Credentials) =>
    replace(before, { [keys.username]: username, [keys.password]: password }, file)
  if (destination.kind === 'credentials file') {
    const staged = stageFile(file, { mustBeNew: true, room: roomForCredentials })
    return {
      file: destination.file,
      discard: () => {
        staged.discard()
      },
      commit: (credentials) => {
        staged.commit(withValues(`# ${about}\n`, credentials))
        return { file, backup: undefined }
      },
    }
  }
  const text = readText(file, '--env-file')
  // What cannot be written in this form shows now.
  withValues(text, { username: 'user', password: 'password' })
  const staged = stageFile(file, { mustBeNew: false, room: Buffer.byteLength(text) + roomForCredentials })
  return {
    file: destination.file,
    discard: () => {
      staged.discard()
    },
    commit: (credentials) => {
      const after = withValues(text, credentials)
      // The administrator's password is not kept, not even in a backup.
      const backup = writeBackup(file, replace(text, { [keys.password]: '' }, file))
      staged.commit(after, text)
      return { file, backup }
    },
  }
}
