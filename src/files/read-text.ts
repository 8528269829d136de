import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ElkctlError } from '../errors.js'
import { codeOf, reasonOf } from './disk.js'
import { patience, readPipe } from './read-pipe.js'

/**
 * The text of a file, with its BOM. `setting`: the option or variable that names it, where there is one; `usual`: where the application has its own.
 * @throws ElkctlError (usage) when it cannot be read, is empty, binary or not UTF-8
 */
export function readText(file: string, setting?: string, usual?: string): string {
  const where = usual === undefined ? '' : `, usually ${usual}`
  let bytes: Buffer | undefined
  try {
    const found = statSync(file)
    // Some have no end, as /dev/zero.
    if (found.isCharacterDevice() || found.isBlockDevice())
      throw unreadable(file, 'it is a device', `Give the file that the application reads${where}.`)
    bytes = found.isFIFO() ? readPipe(file) : readFileSync(file)
  } catch (error) {
    if (error instanceof ElkctlError) throw error
    if (codeOf(error) === 'EISDIR') throw unreadable(file, reasonOf(error), insteadOfFolder(file, setting))
    throw unreadable(file, reasonOf(error), 'Check the path and its permissions; root may own it.')
  }
  if (bytes === undefined)
    throw unreadable(
      file,
      `it is a pipe, and nothing came out of it in ${patience / 1000} s`,
      'Start what writes into it, or give the file itself.',
    )
  if (bytes.length === 0) throw unreadable(file, 'it is empty', `Give the file that the application reads${where}.`)
  if (isUtf16(bytes)) throw unreadable(file, 'it is UTF-16 text', 'Save it as UTF-8.')
  if (bytes.includes(0))
    throw unreadable(file, 'it is a binary file', `Give the text file that the application reads${where}.`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(file, 'it is not UTF-8 text', 'Save it as UTF-8.')
  }
}

/** By its BOM: what editors of Windows call Unicode. */
const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

/** A folder was given where one of its files is meant. */
function insteadOfFolder(folder: string, setting: string | undefined): string {
  const likely = join(folder, '.env')
  if (setting === undefined) return 'Name a file in it.'
  return setting === '--env-file' && isFile(likely) ? `Give --env-file ${likely}.` : `Give ${setting} a file in it.`
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

const unreadable = (file: string, why: string, hint: string) =>
  new ElkctlError(`${file} cannot be read: ${why}.`, { exit: 'usage', hint })
