import { closeSync, existsSync, fsyncSync, lstatSync, openSync, realpathSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { ElkctlError } from '../errors.js'
import type { Credentials } from '../stack/stack.js'
import { accountIn, accountText, type AccountSettings } from './account-text.js'
import { reasonOf, syncFolder, writeFrom } from './disk.js'
import { readText } from './read-text.js'
import { isRunning, thisProcess } from './processes.js'

/**
 * A password that is about to be set, kept beside the file that it will go to. It is on the disk before the stack is asked to change
 * anything: whenever elkctl is cut off, one of the two files holds the password that works, and the next run finds out which.
 */
export interface RotationFile extends Credentials {
  file: string
  text: string
}

const rotationFileOf = (destination: string): string =>
  `${existsSync(destination) ? realpathSync(destination) : destination}.elkctl-rotation`

/** Whether a run that was to put a password into this file was cut off, or is under way. */
export const unfinishedRotation = (destination: string | undefined): boolean =>
  destination !== undefined && existsSync(rotationFileOf(destination))

/**
 * What a run that was cut off left behind. @throws ElkctlError (conflict) while that run is still going on; (usage) when the file cannot be
 * understood
 */
export function readRotation(destination: string, settings: AccountSettings): RotationFile | undefined {
  const file = rotationFileOf(destination)
  if (!existsSync(file)) return undefined
  if (!lstatSync(file).isFile()) throw notOurs(file, 'it is not a regular file')
  const text = readText(file)
  const [, pid, start] = /^# process (\d+) (\d+)$/m.exec(text) ?? []
  if (pid !== undefined && isRunning({ pid: Number(pid), start: Number(start) }))
    throw new ElkctlError(
      `Another elkctl (process ${pid}) is changing a password and will write it to ${destination}.`,
      {
        exit: 'conflict',
        hint: 'Wait until it has ended, then run the command again if it is still needed.',
      },
    )
  // Cut off while it was being written: then the stack had not been asked for anything.
  if (!text.endsWith(lastLine)) {
    unlinkSync(file)
    return undefined
  }
  const { username, password } = accountIn(text, file, settings)
  if (username === undefined || password === undefined) throw notOurs(file, 'it names no user and password')
  return { file, text, username, password }
}

const notOurs = (file: string, why: string) =>
  new ElkctlError(`${file} is in the way: ${why}.`, {
    exit: 'conflict',
    hint: 'Move it away, then run the command again.',
  })

const lastLine = '# end\n'

/** Puts the password to safety. Only one process can. @throws ElkctlError (usage, conflict) when it cannot be written */
export function writeRotation(destination: string, settings: AccountSettings, credentials: Credentials): RotationFile {
  const file = rotationFileOf(destination)
  const { pid, start } = thisProcess()
  const { username, password } = credentials
  const head = [
    `# elkctl rotate-password was about to give ${username} this password, and to write it to ${destination}.`,
    '# If this file is still here, it was interrupted. Run elkctl rotate-password again: it finds out which password works.',
    `# process ${pid} ${start}`,
    '',
  ].join('\n')
  const text = accountText(head, file, settings, credentials) + lastLine
  try {
    const handle = openSync(file, 'wx', 0o600)
    try {
      writeFrom(handle, 0, Buffer.from(text))
      fsyncSync(handle)
      syncFolder(dirname(file))
    } catch (error) {
      unlinkSync(file)
      throw error
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    throw new ElkctlError(`${file} cannot be written: ${reasonOf(error)}. Nothing was changed.`, {
      exit: 'usage',
      hint: 'The new password is kept there until it has been put in place: make room for it.',
      cause: error,
    })
  }
  return { file, text, username, password }
}

/** @throws ElkctlError (conflict) when another run has put its own password there in between */
export function removeRotation({ file, text }: RotationFile): void {
  if (readText(file) !== text) throw notOurs(file, 'another elkctl wrote it at the same time')
  unlinkSync(file)
  syncFolder(dirname(file))
}
