import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { types } from 'node:util'
import { ElkctlError } from '../errors.js'

/** The text of a file, with its BOM. @throws ElkctlError (usage) when it cannot be read, is empty, binary or not UTF-8. */
export function readText(file: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw unreadable(file, reasonOf(error), 'Check the path and its permissions; on an OpenVidu node root owns it.')
  }
  if (bytes.length === 0)
    throw unreadable(file, 'it is empty', 'Give the file that the application reads, usually /opt/openvidu/.env.')
  if (bytes.includes(0))
    throw unreadable(
      file,
      'it is a binary file',
      'Give the text file that the application reads, usually /opt/openvidu/.env.',
    )
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(file, 'it is not UTF-8 text', 'Save it as UTF-8.')
  }
}

const unreadable = (file: string, why: string, hint: string) =>
  new ElkctlError(`${file} cannot be read: ${why}.`, { exit: 'usage', hint })

/** A file that is written as a whole or not at all: first beside its place, then moved there. */
export interface StagedFile {
  file: string
  /** Puts the text in place. With `expected`, only while the file still holds that text. */
  commit(text: string, expected?: string): void
  /** Leaves no trace of a file that was not committed. */
  discard(): void
}

/**
 * Proves now that `file` can be written later: makes the new file beside it, with the mode and owner of the old one (600 for a new file).
 * A symbolic link is followed, so that the link stays a link.
 */
export function stageFile(file: string, options: { mustBeNew: boolean }): StagedFile {
  const refuse = (error: unknown, hint: string) =>
    new ElkctlError(`${file} cannot be written: ${reasonOf(error)}.`, { exit: 'usage', hint, cause: error })
  if (options.mustBeNew && existsSync(file))
    throw refuse(
      'it exists already',
      'Name another file, or remove this one: credentials are never written over something else.',
    )
  let target: string
  let temporary: string
  let handle: number
  try {
    target = existsSync(file) ? realpathSync(file) : file
    const old = existsSync(target) ? statSync(target) : undefined
    temporary = join(dirname(target), `.elkctl-${randomBytes(6).toString('hex')}.tmp`)
    handle = openSync(temporary, 'wx', 0o600)
    try {
      fchmodSync(handle, old ? old.mode & 0o7777 : 0o600)
      if (old) keepOwner(temporary, old)
    } catch (error) {
      closeSync(handle)
      unlinkSync(temporary)
      throw error
    }
  } catch (error) {
    throw refuse(error, 'Check the folder and its permissions; nothing was changed yet.')
  }
  let open = true
  const discard = () => {
    if (!open) return
    open = false
    process.off('exit', discard)
    closeSync(handle)
    unlinkSync(temporary)
  }
  // A second Ctrl-C ends the process at once.
  process.once('exit', discard)
  return {
    file,
    discard,
    commit(text, expected) {
      try {
        if (expected !== undefined && readText(file) !== expected)
          throw new Error('it was changed by someone else meanwhile')
        writeFileSync(handle, text)
        fsyncSync(handle)
        renameSync(temporary, target)
        open = false
        process.off('exit', discard)
        closeSync(handle)
      } catch (error) {
        discard()
        throw refuse(error, 'Free space or correct the permissions, then run the same command again.')
      }
    },
  }
}

/** Writes `text` beside a file (`<file>.elkctl-backup`), with its mode and owner; an older backup is replaced. Returns the backup's path. */
export function writeBackup(file: string, text: string): string {
  const backup = `${realpathSync(file)}.elkctl-backup`
  const old = statSync(file)
  stageFile(backup, { mustBeNew: false }).commit(text)
  keepModeAndOwner(backup, old)
  return backup
}

function keepModeAndOwner(file: string, old: { mode: number; uid: number; gid: number }): void {
  const handle = openSync(file, 'r')
  fchmodSync(handle, old.mode & 0o7777)
  closeSync(handle)
  keepOwner(file, old)
}

function keepOwner(file: string, old: { uid: number; gid: number }): void {
  const mine = statSync(file)
  if (mine.uid !== old.uid || mine.gid !== old.gid) chownSync(file, old.uid, old.gid)
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error
  const code = types.isNativeError(error) && 'code' in error ? String(error.code) : ''
  const words: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    ENOSPC: 'no space left on the device',
    EROFS: 'the file system is read-only',
    EBUSY: 'it is mounted or in use, so that it cannot be replaced',
  }
  return words[code] ?? (types.isNativeError(error) ? error.message : String(error))
}
