import { closeSync, fchmodSync, openSync, realpathSync, statSync } from 'node:fs'
import { keepOwner, stageFile } from './stage-file.js'

/** A copy beside a file (`<file>.elkctl-backup`) that can be written later: the room is taken now. */
export interface StagedBackup {
  /** Puts it in place, with the mode and owner of the file; an older one is replaced. @returns its path */
  commit: () => string
  discard: () => void
}

export function stageBackup(file: string, text: string): StagedBackup {
  const backup = `${realpathSync(file)}.elkctl-backup`
  const staged = stageFile(backup, { mustBeNew: false, room: Buffer.byteLength(text) })
  return {
    discard: () => {
      staged.discard()
    },
    commit: () => {
      const old = statSync(file)
      staged.commit(text)
      keepModeAndOwner(backup, old)
      return backup
    },
  }
}

function keepModeAndOwner(file: string, old: { mode: number; uid: number; gid: number }): void {
  const handle = openSync(file, 'r')
  fchmodSync(handle, old.mode & 0o7777)
  closeSync(handle)
  keepOwner(file, old)
}
