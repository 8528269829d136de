import type { Run } from './run.js'

/** A note that nobody must miss: at once on standard error, also in quiet mode; in JSON it is among the notes. */
export function warn(text: string, run: Run): void {
  run.screen.complain(`Warning: ${text}.`)
  run.report.notes.splice(run.notesShown, 0, text)
  run.notesShown++
}

/** A note that is of use only before what comes next; a failure repeats it. */
export function noteAtOnce(text: string, run: Run): void {
  run.screen.print(`Note: ${text}.`)
  run.report.notes.splice(run.notesShown, 0, text)
  run.notesShown++
}
