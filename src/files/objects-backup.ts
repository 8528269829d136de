import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Backup } from '../data-files/schemas/backup.js'
import { ElkctlError } from '../errors.js'
import { isObject } from '../json.js'
import { readText } from './read-text.js'
import { keepOwner, stageFile } from './stage-file.js'

/** Where backups of objects go: a folder that an option names, or that of the configuration file. */
export const backupFolder = (given: string | undefined, envFile: string | undefined): string =>
  given ?? (envFile === undefined ? '.' : dirname(envFile))

/**
 * Writes a new file of mode 600, which belongs to the owner of its folder. @returns its path @throws ElkctlError (usage) when it cannot be written: then
 * nothing was changed
 */
export function writeObjectsBackup(folder: string, backup: Backup): string {
  const moment = backup.written.replace(/[:.]/g, '-')
  const file = join(folder, `elkctl-backup-${backup.profile}-${moment}.json`)
  try {
    stageFile(file, { mustBeNew: true }).commit(`${JSON.stringify(backup, undefined, 2)}\n`)
    keepOwner(file, statSync(folder))
    return file
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ElkctlError(`The objects that are about to be changed cannot be backed up: ${why}`, {
      exit: 'usage',
      hint: 'Name another folder with --backup-dir FOLDER; nothing was changed.',
      cause: error,
    })
  }
}

/** @throws ElkctlError (usage) when it cannot be read or is no JSON object */
export function readBackupText(file: string): unknown {
  const text = readText(file)
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return body
  } catch {
    // Said below, in the same words.
  }
  throw new ElkctlError(`${file} is no backup of elkctl’s: it is no JSON object.`, {
    exit: 'usage',
    hint: 'Give a file that elkctl has named: elkctl-backup-….json.',
  })
}

/** The backups of a profile in a folder, the oldest first. */
export function backupsIn(folder: string, profile: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(`elkctl-backup-${profile}-`) && name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}
