import type { CheckId } from '../../../../src/checks/catalogue/index.js'
import type { Bench, Flavor, Mend } from './bench.js'

/** One way in which a stack, or the way to it, is broken, and what is said of it. */
export interface Fault {
  id: CheckId
  on: Flavor
  /** really, or by an answer that its row names the source of */
  make: (bench: Bench) => Promise<Mend> | Mend
  severity: 'fail' | 'warn'
  /** with --fail-on warn */
  exit: number
  /** in the text, and in each format */
  says: string
  /** what is run; default: verify --only with the id */
  line?: string[]
  /** what passes when it is mended; default: the check itself */
  instead?: CheckId
  /** default: as an administrator */
  signsIn?: 'as in the file'
}
