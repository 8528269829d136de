import type { Flavor } from './flavors.js'
import type { NamedSignIn } from './refused.js'
import type { Reader } from './stack.js'
import type { WaitOptions } from './wait.js'

export interface DetectOptions extends WaitOptions {
  search: Reader
  /** undefined: the stack has none */
  dashboards: Reader | undefined
  /** why there is none to look at */
  withoutDashboards?: string | undefined
  /** undefined: no credentials */
  signIn: NamedSignIn | undefined
  /** It is known which product answers; who signs in is going to be asked. */
  onProduct?: (flavor: Flavor) => Promise<void>
  /** where the application has its user name and password: "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD in .env" */
  accountSettings?: string | undefined
}
