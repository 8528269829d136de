import { appendFileSync, writeFileSync } from 'node:fs'
import { ElkctlError } from '../errors.js'
import { reasonOf } from './disk.js'

/** A new file of mode 600 that takes one line after the other. @throws ElkctlError (usage) it is there already, or cannot be made */
export function openTrace(file: string): (line: string) => void {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new ElkctlError(`--trace: ${file} cannot be made: ${reasonOf(error)}.`, {
      exit: 'usage',
      hint: 'Name a file that is not there yet, in a folder that you may write to.',
    })
  }
  return (line) => {
    appendFileSync(file, `${line}\n`)
  }
}
