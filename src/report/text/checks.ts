import type { ChalkInstance } from 'chalk'
import type { CheckResult } from '../../engine/check.js'

export function checkLine({ title, status, detail, hint }: CheckResult, color: ChalkInstance): string {
  const sign = { pass: color.green('✔'), fail: color.red('✖'), skip: color.dim('-'), warn: color.yellow('!') }[status]
  return `  ${sign} ${title}: ${detail}${hint === undefined ? '' : `\n      ${hint}`}`
}
