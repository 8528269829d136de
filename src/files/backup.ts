import { closeSync, fchmodSync, openSync, realpathSync, statSync } from 'node:fs'
import { keepOwner, stageFile } from './stage-file.js'

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
