import { ElkctlError } from '../../errors.js'
import { readText } from '../../files/read-text.js'
import { invalid, valid, type Validated } from '../validated.js'

/** The text of a file that an option names. */
export function textOf(file: string | undefined, option: string): Validated<string | undefined> {
  if (file === undefined) return valid(undefined)
  try {
    return valid(readText(file, option))
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return invalid({ where: option, message: `${error.message} ${error.hint}` })
  }
}
