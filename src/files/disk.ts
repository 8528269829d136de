import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { types } from 'node:util'

/** Writes all of it at a place in the file: one call may write less than it was given. */
export function writeFrom(handle: number, position: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, bytes.length - done, position + done)
}

/** The file holds this and nothing else, and it is on the disk. */
export function fill(handle: number, bytes: Uint8Array): void {
  writeFrom(handle, 0, bytes)
  ftruncateSync(handle, bytes.length)
  fsyncSync(handle)
}

/**
 * A new name survives a power failure only when its folder is on the disk too. Where that cannot be had (a folder that may not be read, a file
 * system that does not do it), the new name is in place anyway: it is no reason to fail.
 */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (codeOf(error) === '') throw error
  }
}

/**
 * Another text in the same file, for a file that cannot be replaced by another one because it is mounted. What is longer than before is
 * written first: where there is no room for it, nothing of the old text has been touched yet. If anything fails, the old text is put back;
 * for that no room is needed. For a moment a reader may see some of both texts.
 */
export function overwrite(file: string, text: string): void {
  const before = readFileSync(file)
  const after = Buffer.from(text)
  const handle = openSync(file, 'r+')
  try {
    try {
      if (after.length > before.length) {
        writeFrom(handle, before.length, after.subarray(before.length))
        fsyncSync(handle)
      }
      fill(handle, after)
    } catch (error) {
      fill(handle, before)
      throw error
    }
  } finally {
    closeSync(handle)
  }
}

/** Whether a file is a mount of its own, as a container has it of a single file of its host. Such a file cannot be replaced (EBUSY). */
export function isMounted(file: string): boolean {
  let mounts: string
  try {
    mounts = readFileSync('/proc/self/mountinfo', 'utf8')
  } catch (error) {
    // Not Linux: then it shows when the file is replaced.
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
  // Field 5; blanks and backslashes are written in octal: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
  return mounts
    .split('\n')
    .some(
      (line) =>
        line
          .split(' ')[4]
          ?.replace(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(parseInt(octal, 8))) === file,
    )
}

export const codeOf = (error: unknown): string =>
  types.isNativeError(error) && 'code' in error ? String(error.code) : ''

export function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error
  const words: Record<string, string> = {
    ENOENT: 'it does not exist',
    EEXIST: 'it exists already',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    ENOSPC: 'no space left on the device',
    EROFS: 'the file system is read-only',
    EFBIG: 'it would exceed the largest size of a file here',
    EDQUOT: 'no space left in your quota',
    ELOOP: 'its symbolic links form a loop',
    EBUSY: 'it is mounted or in use, so that it cannot be replaced',
  }
  return words[codeOf(error)] ?? (types.isNativeError(error) ? error.message : String(error))
}
