import type { ChalkInstance } from 'chalk'
import type { ElkctlError } from '../../errors.js'

export function errorText(error: ElkctlError, color: ChalkInstance): string {
  return `${color.red('Error:')} ${error.message}\n  ${error.hint}`
}
