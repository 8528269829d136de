import { checkDataFiles } from '../../../src/engine/check-data.js'
import { ElkctlError } from '../../../src/errors.js'
import { checkForm } from '../check-form.js'

/** Why the data files of the profile `p` in this folder are refused: exit code by name, and message. */
export function refusalOf(folder: string): string {
  try {
    checkDataFiles({ folder, profile: 'p', variables: {} }, checkForm)
  } catch (error) {
    if (error instanceof ElkctlError) return `${error.exit}: ${error.message}`
    throw error
  }
  return 'not refused'
}
