import type { Run } from './run.js'

/** A note that nobody must miss: at once on standard error, also in quiet mode; in JSON it is among the notes. */
export function warn(text: string, { screen, journal }: Pick<Run, 'screen' | 'journal'>): void {
  screen.complain(`Warning: ${text}.`)
  journal.shown(text)
}

/** A note that is of use only before what comes next; a failure repeats it. */
export function noteAtOnce(text: string, { screen, journal }: Pick<Run, 'screen' | 'journal'>): void {
  screen.print(`Note: ${text}.`)
  journal.shown(text)
}
