import type { Exit } from '../../errors.js'

/** What is known of a check, whatever it finds. Each text is one or more sentences. */
export interface CatalogueEntry {
  /** what is looked at, in a few words */
  title: string
  /** what a finding is: a failure, or a warning, which leaves the exit code at 0 unless --fail-on warn is given */
  severity: 'fail' | 'warn'
  /** the exit code that a finding leads to */
  exit: Exit
  means: string
  why: string
  mend: string
  /** addresses, or sections of the README */
  documented: string[]
}
