import type { ElkctlError, Exit } from '../errors.js'
import type { Found } from './found.js'
import type { Verdict } from './verdict/verdict.js'

/** What a command found out and did, and what that comes to. Text and JSON are made from the same object. */
export interface Report extends Found, Verdict {
  command: string
  exit: Exit
  error?: ElkctlError
}

export const reportOf = (command: string, found: Found, verdict: Verdict): Report => ({ command, ...found, ...verdict })
