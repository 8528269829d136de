import { readableByOthers } from '../files/readable.js'
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

/** Of a file that has got a password. Its group may be there for the application. */
export function noteReadable(file: string, run: Pick<Run, 'screen' | 'journal'>): void {
  const note = readableByOthers(file, 0o007)
  if (note !== undefined) noteAtOnce(note, run)
}
