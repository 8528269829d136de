import { SettingsError, type Problem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { variablesOf } from '../profiles/variables.js'
import type { ProxyServer } from '../http/proxy.js'
import type { Credentials } from '../stack/stack.js'
import type { Tls } from '../http/tls.js'
import { readAccount, type AccountOptions } from './account.js'
import { awsSignIn, wantsAws, type AwsOptions } from './sign-in/aws.js'
import type { Correction } from './correction.js'
import { parseDuration } from './duration.js'
import type { ProfileOptions } from './find-profile.js'
import type { Find, SettingValue } from './find.js'
import { fileFlag, withOptions, type GivenSettings } from './flags.js'
import { readBulkDocuments, readFurther } from './further.js'
import { grammars } from './grammars/index.js'
import { readSpace, readTenant } from './space-and-tenant.js'
import { findRelease } from './release.js'
import { readRetention } from './retention.js'
import { readProxy, readServers } from './servers.js'
import { fileCredentials, signIn, type Ask, type SignIn } from './sign-in/sign-in.js'
import { openSource } from './source.js'
import { readTls, type TlsOptions } from './tls/tls.js'
import { parseTruth } from './values.js'

/** What the command line says, with the passwords that were read for it. */
export interface SettingsOptions extends ProfileOptions, GivenSettings, AccountOptions, TlsOptions, AwsOptions {
  envFile?: string
  /** an address without a scheme is https */
  tls?: boolean
  /** false: the command does not depend on the release, and does without it */
  needsRelease?: boolean
  /** the tenant of OpenSearch Dashboards in which the dashboards go; default: global */
  tenant?: string
  /** the space of Kibana in which the dashboards go; default: default */
  space?: string
  adminUsername?: string
  adminPassword?: string
  /** an API key of Elasticsearch, as `id:key` or in base64 */
  apiKey?: string
  /** a deployment of Elastic Cloud, in the place of both URLs */
  cloudId?: string
  wait: string
}

/** An address of the search engine, and what a connection to it goes through; no proxy: directly */
export interface Node {
  url: string
  proxy?: ProxyServer
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
  /** milliseconds to wait for a stack that is starting */
  wait: number
  /** worth knowing, and no reason to stop */
  notes: string[]
}

/** Reads flags, environment and configuration file, in this order of precedence. @throws SettingsError with every problem at once. */
export async function loadSettings(
  options: SettingsOptions,
  environment: Record<string, string | undefined>,
  ask?: Ask,
): Promise<Settings> {
  const problems: Problem[] = []
  const notes: string[] = []
  const { profile, envFile, file, find, placeholder } = await openSource(options, environment)
  const { keys } = profile
  if (file) notes.push(...grammars[profile.grammar].remarks(file, Object.values(keys)))

  const given = withOptions(options, profile, find)
  const sources = { find: given, nowhere: placeholder(keys.searchUrl)?.where ?? envFile ?? fileFlag(profile, options) }
  const { searchUrls, dashboardsUrl, assumed } = readServers(profile, options, sources, problems, notes)
  const [searchUrl] = searchUrls
  for (const name of Object.values(keys)) {
    const example = find(name) === undefined ? placeholder(name) : undefined
    if (example) notes.push(`${example.where}: ${name} is "${example.value.trim()}", as in the example: it is not set`)
  }

  for (const { name, value, says } of profile.remarks) {
    const found = find(name)
    if (found?.value.trim() === value) notes.push(`${found.where}: ${says}`)
  }

  const askRelease = problems.length === 0 && options.needsRelease !== false ? ask : undefined
  const release = await findRelease(profile, options, envFile, problems, askRelease)
  const retentionDays = readRetention(given('retentionDays'), release, profile, problems)
  const account = readAccount(profile, options, problems)
  const tenant = readTenant(options.tenant, problems)
  const space = readSpace(options.space, problems)
  const fromFile = fileCredentials(find, profile, envFile)
  const admin = wantsAws(options)
    ? awsSignIn(options, environment, searchUrl, problems)
    : await signIn(options, environment, fromFile, problems, ask)
  const wait = parseDuration(options.wait)
  if (wait === undefined)
    problems.push({ where: '--wait', message: `"${options.wait}" is not a duration: 60s, 2m, 500ms` })

  const insecureBy = options.insecure ? '--insecure' : uncheckedBy(profile, options, find, problems)
  const tls = readTls(
    { ...options, insecure: insecureBy !== undefined },
    environment,
    { searchUrl, dashboardsUrl },
    problems,
    notes,
  )
  if (tls.clientCertificate)
    notes.push(`--client-cert: only elkctl shows it; ${profile.title} has to get in without, or bring its own`)
  const nodes = searchUrls.map((url): Node => ({ url, ...readProxy(url, environment, problems) }))
  const dashboardsProxy = readProxy(dashboardsUrl, environment, problems).proxy
  const searchProxy = nodes[0]?.proxy
  const proxies = {
    ...(searchProxy && { search: searchProxy }),
    ...(dashboardsProxy && { dashboards: dashboardsProxy }),
  }

  const bulkDocuments = readBulkDocuments(profile, find, problems)
  const further = readFurther(profile, find, problems)
  if (problems.length > 0 || searchUrl === undefined || wait === undefined) throw new SettingsError(problems)
  return {
    profile,
    envFile: file && envFile,
    release,
    searchUrl,
    nodes,
    dashboardsUrl,
    withoutDashboards:
      dashboardsUrl === undefined ? `${keys.dashboardsUrl ?? '--dashboards-url'} is not set` : undefined,
    assumed,
    admin,
    account: {
      ...account,
      password: fromFile.username === account.username && fromFile.password !== '' ? fromFile.password : undefined,
    },
    fileAccount:
      fromFile.username !== undefined && fromFile.password !== ''
        ? { username: fromFile.username, password: fromFile.password }
        : undefined,
    tenant,
    space,
    spaceOrTenantGiven: options.tenant !== undefined || options.space !== undefined,
    retentionDays,
    bulkDocuments,
    variables: variablesOf(profile, {
      retentionDays: String(retentionDays),
      username: account.username,
      roleName: account.role,
      ...further.variables,
    }),
    corrections: further.corrections,
    tls,
    insecureBy,
    proxies,
    wait,
    notes,
  }
}

/** A setting of the application that keeps it from checking certificates; options that say what to trust go before it. */
function uncheckedBy(
  { keys }: Profile,
  { caFile, fingerprint }: TlsOptions,
  find: Find,
  problems: Problem[],
): string | undefined {
  const found: SettingValue | undefined =
    keys.verifyCertificates === undefined ? undefined : find(keys.verifyCertificates)
  if (found === undefined || caFile !== undefined || fingerprint !== undefined) return undefined
  const truth = parseTruth(found.value)
  if (truth === undefined)
    problems.push({
      where: found.where,
      message: `${String(keys.verifyCertificates)}: "${found.value.trim()}" is not true or false`,
    })
  return truth === false ? found.where : undefined
}
