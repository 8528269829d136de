import type { CheckId } from '../checks/catalogue/index.js'
import type { Sample } from '../data-files/schemas/templates.js'
import type { Reader, Stack, Writer, Writers } from '../stack/stack.js'

export interface CheckResult {
  id: CheckId
  title: string
  /** warn: it is not as it should be, and is not this run's doing */
  status: 'pass' | 'fail' | 'skip' | 'warn'
  detail: string
  hint?: string
}

export interface CheckContext {
  /** connected as the application will be: as the service account, or without credentials where there is no security */
  as: Writers
  /** reads back what was written: the same account, where it may */
  reader: Reader
  /** removes the probes, and is not stopped by Ctrl-C: the same account, where it may */
  cleanupWriter: () => Promise<Writer>
  /** the account may add documents and not replace them */
  onlyAdds: boolean
  username: string | undefined
  role: string
  /** where the password that works may stand: "copy … from a node that has the password" */
  passwordElsewhere: string | undefined
  stack: Stack
  /** saved objects that this account must see: "dashboard/recordings" */
  savedObjects: string[]
  samples: Sample[]
  /** index → why documents in it do not come back as they should, where that is known */
  oldIndices: Map<string, string>
  /** makes the names of probe indices and documents unique */
  suffix: string
  onResult: (result: CheckResult) => void
  /** called with the probes that earlier runs had left and that are gone now */
  onSwept: (probes: string[]) => void
}

/** One thing that the application will do. */
export interface Check {
  id: CheckId
  title: string
  /** what was found; `warn`: it is not as it should be, for a reason that is known */
  run: (context: CheckContext) => Promise<string | { warn: string; hint: string }>
}
