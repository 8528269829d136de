import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ElkctlError } from '../errors.js'
import { codeOf, fill, isMounted, overwrite, reasonOf, syncFolder } from './disk.js'
import { isRunning } from './processes.js'

/**
 * The text of a file, with its BOM. `setting`: the option or variable that names it, where there is one; `usual`: where the application has its own.
 * @throws ElkctlError (usage) when it cannot be read, is empty, binary or not UTF-8
 */
export function readText(file: string, setting?: string, usual?: string): string {
  const where = usual === undefined ? '' : `, usually ${usual}`
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if (codeOf(error) === 'EISDIR') throw unreadable(file, reasonOf(error), insteadOfFolder(file, setting))
    throw unreadable(file, reasonOf(error), 'Check the path and its permissions; root may own it.')
  }
  if (bytes.length === 0) throw unreadable(file, 'it is empty', `Give the file that the application reads${where}.`)
  if (bytes.includes(0))
    throw unreadable(file, 'it is a binary file', `Give the text file that the application reads${where}.`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(file, 'it is not UTF-8 text', 'Save it as UTF-8.')
  }
}

/** A folder was given where one of its files is meant. */
function insteadOfFolder(folder: string, setting: string | undefined): string {
  const likely = join(folder, '.env')
  if (setting === undefined) return 'Name a file in it.'
  return setting === '--env-file' && isFile(likely) ? `Give --env-file ${likely}.` : `Give ${setting} a file in it.`
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** What cannot be looked at is none; why not shows when it is written. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
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

export interface StageOptions {
  mustBeNew: boolean
  /** bytes that the text will need at most: the room is taken now, so that a full disk shows now */
  room?: number
}

/**
 * Proves now that `file` can be written later: makes the new file beside it, with the mode and owner of the old one (600 for a new file).
 * A symbolic link is followed, so that the link stays a link. A file that is mounted by itself cannot be replaced: it is overwritten, while
 * the whole new text stands beside it.
 */
export function stageFile(file: string, options: StageOptions): StagedFile {
  const refuse = (error: unknown, hint: string) =>
    new ElkctlError(`${file} cannot be written: ${reasonOf(error)}.`, { exit: 'usage', hint, cause: error })
  if (options.mustBeNew && isFolder(file))
    throw refuse(
      'it is a folder',
      `Name a new file in it, such as ${join(file, 'credentials')}; nothing was changed yet.`,
    )
  const there = () => {
    try {
      return isThere(file)
    } catch (error) {
      throw refuse(error, 'Check the permissions of the folders above it; nothing was changed yet.')
    }
  }
  if (options.mustBeNew && there())
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
    if (old) probe(target)
    removeLeftovers(dirname(target))
    temporary = join(dirname(target), `.elkctl-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)
    handle = openSync(temporary, 'wx', 0o600)
    try {
      fchmodSync(handle, old ? old.mode & 0o7777 : 0o600)
      if (old) keepOwner(temporary, old)
      if (options.room !== undefined) fill(handle, Buffer.alloc(options.room, '\n'))
    } catch (error) {
      closeSync(handle)
      unlinkSync(temporary)
      throw error
    }
  } catch (error) {
    throw refuse(error, 'Check the folder, its permissions and its free space; nothing was changed yet.')
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
        fill(handle, Buffer.from(text))
        // As late as can be: who else writes this file does so now or never.
        if (expected !== undefined && readText(file) !== expected) throw new Error('it was changed concurrently')
        if (moveTo(temporary, target, options.mustBeNew)) {
          open = false
          process.off('exit', discard)
          closeSync(handle)
        } else {
          overwrite(target, text)
          discard()
        }
        syncFolder(dirname(target))
      } catch (error) {
        discard()
        throw refuse(error, 'Free space or correct the permissions, then run the same command again.')
      }
    },
  }
}

/** Also a link that leads nowhere. */
function isThere(file: string): boolean {
  try {
    lstatSync(file)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false
    throw error
  }
}

/**
 * Finds out whether it may be written at all. A file without write permission is replaced anyway, as editors do it (the folder's permissions
 * count); one that is immutable, on a read-only file system, or mounted and not writable cannot be.
 */
function probe(file: string): void {
  try {
    closeSync(openSync(file, 'r+'))
  } catch (error) {
    if (codeOf(error) !== 'EACCES' || isMounted(file)) throw error
  }
}

/** @returns false when the file is mounted, and nothing can take its place */
function moveTo(temporary: string, target: string, mustBeNew: boolean): boolean {
  if (mustBeNew) {
    try {
      // Unlike a new name, a second one is refused where something has come up in between.
      linkSync(temporary, target)
      unlinkSync(temporary)
      return true
    } catch (error) {
      // FAT and some network file systems know no second names.
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error)) || isThere(target))
        throw error
    }
  }
  try {
    renameSync(temporary, target)
    return true
  } catch (error) {
    if (['EBUSY', 'EXDEV'].includes(codeOf(error))) return false
    throw error
  }
}

/** What elkctl left here when it was killed: a process that is no more will not come back for it. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^\.elkctl-(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning({ pid: Number(pid), start: 0 })) rmSync(join(folder, name), { force: true })
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
