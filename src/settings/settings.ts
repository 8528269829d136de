import type { ProxyServer } from '../http/proxy.js'
import type { Tls } from '../http/tls.js'
import type { Profile } from '../profiles/profile.js'
import type { Credentials } from '../stack/stack.js'
import type { Choice } from '../alerts/choice.js'
import type { AccountOptions } from './account.js'
import type { GrafanaOptions, GrafanaSettings } from './grafana.js'
import type { AlertChoiceOptions } from './alert-choice.js'
import type { Correction } from './correction.js'
import type { ProfileOptions } from './find-profile.js'
import type { GivenSettings } from './flags.js'
import type { AwsOptions } from './sign-in/aws.js'
import type { SignIn, SignInOptions } from './sign-in/sign-in.js'
import type { TlsOptions } from './tls/tls.js'
import type { AlertOptions } from './wants-alerts.js'

export const insecureOption = '--insecure'

/** What the command line says, with the passwords that were read for it. */
export interface SettingsOptions
  extends
    ProfileOptions,
    GivenSettings,
    AccountOptions,
    TlsOptions,
    AwsOptions,
    SignInOptions,
    AlertOptions,
    AlertChoiceOptions,
    GrafanaOptions {
  envFile?: string
  /** an address without a scheme is https */
  tls?: boolean
  /** false: the command does not depend on the release, and does without it */
  needsRelease?: boolean
  /** false: the command asks nothing of a stack, and nobody signs in */
  needsSignIn?: boolean
  /** the tenant of OpenSearch Dashboards in which the dashboards go; default: global */
  tenant?: string
  /** the space of Kibana in which the dashboards go; default: default */
  space?: string
  /** a deployment of Elastic Cloud, instead of both URLs */
  cloudId?: string
  wait: string
}

/** An address of the search engine, and what a connection to it goes through; no proxy: directly */
export interface Node {
  url: string
  proxy?: ProxyServer
}

export interface AlertsWanted {
  /** name of a connector of Kibana that is there already; undefined: one of elkctl's own */
  connector?: string
  /** id of a channel of OpenSearch that is there already; undefined: monitors tell nobody */
  channel?: string
}

/** Everything the steps need to know, checked. */
export interface Settings {
  profile: Profile
  /** undefined when no configuration file was needed */
  envFile: string | undefined
  /** empty when it is not known, and the command does not need it */
  release: string
  searchUrl: string
  /** every address that the settings name, the one above among them */
  nodes: Node[]
  /** undefined: the stack has no dashboards server */
  dashboardsUrl: string | undefined
  /** why there is no address of a dashboards server */
  withoutDashboards: string | undefined
  /** no setting names the servers, and those of the application itself are taken: what to say about that */
  assumed: string | undefined
  /** who elkctl signs in as; undefined: a stack without security */
  admin: SignIn | undefined
  /** the service account that the application will use; its password where the configuration file holds it */
  account: { username: string; role: string; password: string | undefined }
  /** the user that the configuration file names, whether or not it is the service account */
  fileAccount: Credentials | undefined
  /** as asked for; undefined: global, or the default space */
  tenant: string | undefined
  space: string | undefined
  /** an option says where the dashboards go, and be it the place where they go anyway */
  spaceOrTenantGiven: boolean
  /** whole days; 0 keeps everything */
  retentionDays: number
  /** the most documents that a bulk request may have; undefined: as elkctl thinks best */
  bulkDocuments: number | undefined
  /** what `${…}` in the application's data files may say */
  variables: Record<string, string>
  /** settings with which the application cannot work */
  corrections: Correction[]
  tls: Tls
  /** what keeps certificates from being checked: an option, or a setting with its place */
  insecureBy: string | undefined
  /** what connections go through; not there: directly */
  proxies: { search?: ProxyServer; dashboards?: ProxyServer }
  /** undefined: none was named */
  grafana?: GrafanaSettings | undefined
  /** there: this run is about alerts, too */
  alerts?: AlertsWanted
  /** which alerts are left out, and thresholds instead of those in their files */
  alertChoice: Choice
  /** milliseconds to wait for a stack that is starting */
  wait: number
  /** worth knowing, and no reason to stop */
  notes: string[]
}
