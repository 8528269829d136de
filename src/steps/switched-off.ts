import { verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { readEnabled } from '../settings/enabled.js'
import type { StackOptions } from './read-settings.js'
import type { Run } from './run.js'

/** Before anything else: an application that is told to use no stack needs none. */
export async function endWhereSwitchedOff(options: StackOptions, run: Run): Promise<Verdict | undefined> {
  const enabled = await readEnabled(options, run.environment)
  if (!enabled.is) return verdictOf({ end: 'switched off', says: enabled.says })
  if (enabled.says !== undefined) run.journal.note(enabled.says)
  return undefined
}
