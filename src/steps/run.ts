import type { Connections } from '../http/connections.js'
import type { Journal } from '../report/journal.js'
import type { Redactor } from '../report/redact.js'
import type { Screen } from '../report/screen.js'
import type { Verdict } from '../report/verdict/verdict.js'
import type { Ask } from '../settings/sign-in/sign-in.js'

/** What a command has of the outside world. */
export interface Run {
  screen: Screen
  redactor: Redactor
  journal: Journal
  environment: Record<string, string | undefined>
  /** Ctrl-C and its like: nothing more is begun */
  signal: AbortSignal
  /** pressed again: what is under way is not waited for either */
  hurry: AbortSignal
  /** undefined: nobody is there to answer */
  prompts: Prompts | undefined
  connections: Connections
}

/** A command: from what the command line says to how it ended. */
export type Command<Options> = (options: Options, run: Run) => Promise<Verdict>

export interface Prompts {
  ask: Ask
  confirm: (question: string) => Promise<boolean>
  choose: <T extends string>(question: string, choices: { name: string; value: T }[]) => Promise<T>
}
