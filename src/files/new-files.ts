import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ElkctlError } from '../errors.js'
import { reasonOf } from './disk.js'
import { stageFile, type StagedFile } from './stage-file.js'

/** A file with its whole text. */
export interface NewFile {
  file: string
  text: string
}

/**
 * Several files without secrets, which others may read. None is put in place before it is certain that each can be written.
 *
 * @throws ElkctlError (usage) one of them is there already, and is not to be replaced
 */
export function writeNewFiles(files: NewFile[], { replace }: { replace: boolean }): void {
  const taken = replace ? undefined : files.find(({ file }) => existsSync(file))
  if (taken !== undefined)
    throw new ElkctlError(`${taken.file} cannot be written: it exists already.`, {
      exit: 'usage',
      hint: 'Add --force to replace it and the others, or name another folder. Nothing was written.',
    })
  const staged: StagedFile[] = []
  try {
    for (const { file } of files) {
      makeFolder(dirname(file))
      staged.push(stageFile(file, { mustBeNew: !replace, mode: 0o644 }))
    }
  } catch (error) {
    for (const one of staged) one.discard()
    throw error
  }
  staged.forEach((one, index) => {
    one.commit(files[index]?.text ?? '')
  })
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new ElkctlError(`${folder} cannot be made: ${reasonOf(error)}.`, {
      exit: 'usage',
      hint: 'Name another folder, or correct the permissions; nothing was written.',
      cause: error,
    })
  }
}
