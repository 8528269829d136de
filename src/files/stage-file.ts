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
import { readText } from './read-text.js'

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
  /** of a new file; default: 600 */
  mode?: number
}

/**
 * Proves now that `file` can be written later: makes the new file beside it, with the mode and owner of the old one. A symbolic link is followed, so that
 * the link stays a link. A file that is mounted by itself cannot be replaced: it is overwritten, while the whole new text stands beside it.
 */
export function stageFile(file: string, { mustBeNew, room, mode }: StageOptions): StagedFile {
  if (mustBeNew) expectNew(file)
  const { target, temporary, handle } = openBeside(file, room, mode)
  let open = true
  const close = () => {
    open = false
    forget(discard)
    closeSync(handle)
  }
  const discard = () => {
    if (!open) return
    close()
    unlinkSync(temporary)
  }
  discardAtExit(discard)
  return {
    file,
    discard,
    commit(text, expected) {
      try {
        fill(handle, Buffer.from(text))
        // As late as can be: who else writes this file does so now or never.
        if (expected !== undefined && readText(file) !== expected) throw new Error('it was changed concurrently')
        if (moveTo(temporary, target, mustBeNew)) close()
        else {
          overwrite(target, text)
          discard()
        }
        syncFolder(dirname(target))
      } catch (error) {
        discard()
        throw unwritable(file, error, 'Free space or correct the permissions, then run the same command again.')
      }
    },
  }
}

/** How to leave no trace of what is staged now. */
const staged = new Set<() => void>()

const discardAll = () => {
  for (const discard of [...staged]) discard()
}

/** A second Ctrl-C ends the process at once. One listener for all: Node warns of more than ten. */
function discardAtExit(discard: () => void): void {
  if (staged.size === 0) process.once('exit', discardAll)
  staged.add(discard)
}

function forget(discard: () => void): void {
  staged.delete(discard)
  if (staged.size === 0) process.off('exit', discardAll)
}

const unwritable = (file: string, why: unknown, hint: string) =>
  new ElkctlError(`${file} cannot be written: ${reasonOf(why)}.`, { exit: 'usage', hint, cause: why })

/** @throws ElkctlError (usage) when something has its name, or that cannot be told */
function expectNew(file: string): void {
  if (isFolder(file))
    throw unwritable(
      file,
      'it is a folder',
      `Name a new file in it, such as ${join(file, 'credentials')}; nothing was changed yet.`,
    )
  let exists: boolean
  try {
    exists = isThere(file)
  } catch (error) {
    throw unwritable(file, error, 'Check the permissions of the folders above it; nothing was changed yet.')
  }
  if (exists)
    throw unwritable(file, 'it exists already', 'Name another file, or remove this one: elkctl does not replace it.')
}

/** The new file beside its place, open. `target`: what it is going to replace. @throws ElkctlError (usage) */
function openBeside(
  file: string,
  room: number | undefined,
  mode = 0o600,
): { target: string; temporary: string; handle: number } {
  try {
    expectFolder(dirname(file))
    const old = statSync(file, { throwIfNoEntry: false })
    if (old && !old.isFile()) throw new NoFile(old.isFIFO() ? 'it is a pipe' : 'it is no file')
    const target = old ? realpathSync(file) : file
    if (old) probe(target)
    removeLeftovers(dirname(target))
    const temporary = join(dirname(target), `.elkctl-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)
    const handle = openSync(temporary, 'wx', 0o600)
    try {
      fchmodSync(handle, old ? old.mode & 0o7777 : mode)
      if (old) keepOwner(temporary, old)
      if (room !== undefined) fill(handle, Buffer.alloc(room, '\n'))
    } catch (error) {
      closeSync(handle)
      unlinkSync(temporary)
      throw error
    }
    return { target, temporary, handle }
  } catch (error) {
    const whatToDo =
      error instanceof NotOwner
        ? 'Run elkctl as that user, or as root'
        : error instanceof NoFile
          ? 'Name the file itself, or --credentials-file with a new one'
          : 'Check the folder, its permissions and its free space'
    throw unwritable(file, error, `${whatToDo}; nothing was changed yet.`)
  }
}

/** Else it is said of the file that it does not exist, which is no wonder. */
function expectFolder(folder: string): void {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
}

/** What cannot be looked at is none; why not shows when it is written. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
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

export function keepOwner(file: string, old: { uid: number; gid: number }): void {
  const mine = statSync(file)
  if (mine.uid === old.uid && mine.gid === old.gid) return
  try {
    chownSync(file, old.uid, old.gid)
  } catch (error) {
    throw codeOf(error) === 'EPERM' ? new NotOwner(old) : error
  }
}

/** It would be replaced by one, and who writes into it would not notice. */
class NoFile extends Error {}

class NotOwner extends Error {
  constructor({ uid, gid }: { uid: number; gid: number }) {
    super(`it belongs to user ${uid} and group ${gid}, and only root, or that user, can leave it so`)
  }
}
