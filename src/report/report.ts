import type { ElkctlError, Exit } from '../errors.js'
import type { RunState } from './run-state.js'
import type { Verdict } from './verdict/verdict.js'

/** What a command found out and did, and what that comes to. Text and JSON are made from the same object. */
export interface Report extends RunState, Verdict {
  command: string
  exit: Exit
  error?: ElkctlError
}

export const reportOf = (command: string, state: RunState, verdict: Verdict): Report => ({
  command,
  ...state,
  ...verdict,
})
