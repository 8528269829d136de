import type { Ask } from '../settings/sign-in/sign-in.js'
import type { Redactor } from '../report/redact.js'
import type { Report } from '../report/report.js'
import type { Screen } from '../report/screen.js'

/** What a command has of the outside world. */
export interface Run {
  screen: Screen
  redactor: Redactor
  environment: Record<string, string | undefined>
  /** Ctrl-C and its like: nothing more is begun */
  signal: AbortSignal
  /** pressed again: what is under way is not waited for either */
  hurry: AbortSignal
  /** undefined: nobody is there to answer */
  questions: Questions | undefined
  /** filled in as the command goes on, so that an error leaves behind what was done until then */
  report: Report
  /** how many of the report's notes are on the screen already */
  notesShown: number
  /** milliseconds waited so far for servers that were busy or away: all requests of a run have one deadline */
  waited: number
}

export interface Questions {
  ask: Ask
  confirm: (question: string) => Promise<boolean>
  choose: <T extends string>(question: string, choices: { name: string; value: T }[]) => Promise<T>
}
