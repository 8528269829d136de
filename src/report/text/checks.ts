import type { ChalkInstance } from 'chalk'
import { counted } from '../../counted.js'
import type { CheckResult } from '../../engine/check.js'

export function checkLine({ title, status, detail, hint }: CheckResult, color: ChalkInstance): string {
  const sign = { pass: color.green('✔'), fail: color.red('✖'), skip: color.dim('-'), warn: color.yellow('!') }[status]
  return `  ${sign} ${title}: ${detail}${hint === undefined ? '' : `\n      ${hint}`}`
}

/** "the only check failed", "1 of 3 checks failed"; undefined: none did */
export function failedChecks(checks: CheckResult[]): string | undefined {
  const failed = checks.filter(({ status }) => status === 'fail').length
  if (failed === 0) return undefined
  return checks.length === 1 ? 'the only check failed' : `${failed} of ${counted(checks.length, 'check')} failed`
}
