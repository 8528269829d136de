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
  /** where the application has its user name and password: "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD in .env" */
  accountSettings?: string | undefined
}
