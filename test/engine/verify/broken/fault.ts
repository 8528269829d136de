import type { CheckId } from '../../../../src/checks/catalogue/index.js'
import type { Bench, Flavor, Mend } from './bench.js'

/** One way in which a stack, or the way to it, is broken, and what is said of it. */
export interface Fault {
  id: CheckId
  on: Flavor
  /**
   * Really, wherever this engine can be broken so. Where it cannot (its version, an expired licence, a clock that is wrong; ISM and Kibana, which no package
   * registry has) its own answer, or the double's, is changed in one value, as documentation or a recording has it.
   */
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
