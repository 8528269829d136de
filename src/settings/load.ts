import { SettingsError } from '../errors.js'
import type { ProxyServer } from '../http/proxy.js'
import type { Profile } from '../profiles/profile.js'
import { variablesOf } from '../profiles/variables.js'
import { readAccount } from './account.js'
import { readAlertChoice } from './alert-choice.js'
import { parseDuration } from './duration.js'
import type { Find } from './find.js'
import { readGrafana } from './grafana.js'
import { fileFlag, withOptions } from './flags.js'
import { readBulkDocuments, readFurther } from './further.js'
import { misspelt } from './misspelt.js'
import type { SettingsText } from './grammars/grammar.js'
import { settingsOf } from './profiles-for-file.js'
import { findRelease } from './release.js'
import { remarksOn } from './remarks.js'
import { readRetention } from './retention.js'
import { readProxy, readServers } from './servers.js'
import { insecureOption, type Node, type Settings, type SettingsOptions } from './settings.js'
import { awsSignIn, wantsAws } from './sign-in/aws.js'
import { fileCredentials, signIn, type Ask, type FileCredentials } from './sign-in/sign-in.js'
import type { Source } from './source.js'
import { readSpace, readTenant } from './space-and-tenant.js'
import { readTls, type TlsOptions } from './tls/tls.js'
import { combined, combinedList, invalid, valid, type Validated } from './validated.js'
import { parseTruth } from './values.js'
import { alertsWanted, wantsAlerts } from './wants-alerts.js'

type Environment = Record<string, string | undefined>

/** Of a run: what the command line says, and what stands around it. */
export interface Given {
  options: SettingsOptions
  environment: Environment
  ask?: Ask | undefined
}

/** Reads flags, environment and configuration file, in this order of precedence. @throws SettingsError with every problem at once. */
export async function loadSettings(source: Source, given: Given): Promise<Settings> {
  const { options } = given
  const { profile, envFile, file, find } = source
  const fromFile = fileCredentials(find, profile, envFile)
  const { value: read, problems, notes } = await readAll(source, fromFile, given)
  const { servers, account, retentionDays, nodes, dashboardsProxy, further, wait, alerts, ...others } = read
  const [node] = nodes
  if (problems.length > 0 || node === undefined || wait === undefined) throw new SettingsError(problems, hintOf(source))
  return {
    ...others,
    profile,
    envFile: file && envFile,
    searchUrl: node.url,
    nodes,
    dashboardsUrl: servers.dashboardsUrl,
    withoutDashboards:
      servers.dashboardsUrl === undefined
        ? `${profile.keys.dashboardsUrl ?? '--dashboards-url'} is not set`
        : undefined,
    assumed: servers.assumed,
    account: {
      ...account,
      password: fromFile.username === account.username && fromFile.password !== '' ? fromFile.password : undefined,
    },
    fileAccount:
      fromFile.username !== undefined && fromFile.password !== ''
        ? { username: fromFile.username, password: fromFile.password }
        : undefined,
    spaceOrTenantGiven: options.tenant !== undefined || options.space !== undefined,
    retentionDays,
    variables: variablesOf(profile, {
      retentionDays: String(retentionDays),
      username: account.username,
      roleName: account.role,
      ...further.variables,
    }),
    corrections: further.corrections,
    ...(alerts && { alerts: alertsWanted(options, find) }),
    proxies: {
      ...(node.proxy && { search: node.proxy }),
      ...(dashboardsProxy && { dashboards: dashboardsProxy }),
    },
    wait,
    notes: [
      ...notesOf(source),
      ...notes,
      ...(options.clientCert === undefined
        ? []
        : [`--client-cert: only elkctl shows it; ${profile.title} must connect without one, or use its own`]),
    ],
  }
}

/** Every setting, in the order in which problems are told. */
async function readAll(source: Source, fromFile: FileCredentials, { options, environment, ask }: Given) {
  const { profile, envFile, find, placeholder } = source
  const option = withOptions(options, profile, find)
  const example = placeholder(profile.keys.searchUrl)
  const servers = readServers(profile, options, {
    find: option,
    nowhere: example?.where ?? envFile ?? fileFlag(profile, options),
    example: example?.value.trim(),
  })
  const { searchUrls, dashboardsUrl } = servers.value
  const asksRelease = servers.problems.length === 0 && options.needsRelease !== false
  const release = await findRelease(profile, options, envFile, asksRelease ? ask : undefined)
  const insecureBy = options.insecure ? valid(insecureOption) : uncheckedBy(profile, options, find)
  const [searchUrl] = searchUrls
  return combined({
    servers,
    release,
    retentionDays: readRetention(option('retentionDays'), release.value, profile),
    account: readAccount(profile, options),
    tenant: readTenant(options.tenant),
    space: readSpace(options.space),
    admin:
      options.needsSignIn === false
        ? valid(undefined)
        : wantsAws(options)
          ? awsSignIn(options, environment, searchUrl)
          : await signIn(options, environment, fromFile, ask),
    wait: readWait(options.wait),
    insecureBy,
    tls: readTls({ ...options, insecure: insecureBy.value !== undefined }, environment, { searchUrl, dashboardsUrl }),
    nodes: combinedList(searchUrls.map((url) => readNode(url, environment))),
    dashboardsProxy: readProxy(dashboardsUrl, environment),
    bulkDocuments: readBulkDocuments(profile, find),
    alerts: wantsAlerts(options, find),
    alertChoice: readAlertChoice(options, source, environment),
    grafana: readGrafana(options, environment),
    further: readFurther(profile, find),
  })
}

function readNode(url: string, environment: Environment): Validated<Node> {
  const proxy: Validated<ProxyServer | undefined> = readProxy(url, environment)
  return { ...proxy, value: { url, ...(proxy.value && { proxy: proxy.value }) } }
}

function readWait(text: string): Validated<number | undefined> {
  const wait = parseDuration(text)
  return wait === undefined
    ? invalid({ where: '--wait', message: `"${text}" is not a duration: 60s, 2m, 500ms` })
    : valid(wait)
}

/** What is missing may be there in another form, or under another name. */
function hintOf(source: Source): string | undefined {
  const { file, profile } = source
  if (file === undefined) return undefined
  const found = [...remarksOn(file, profile), ...misspelt(source)]
  if (found.length > 0) return `${found.join('; ')}.`
  return isOfAnother(file, profile)
    ? `${file.path} has no setting of ${profile.title}: is it the file that ${profile.title} reads?`
    : undefined
}

/** Not even in a comment, or in another form. */
function isOfAnother({ text, entries }: SettingsText, profile: Profile): boolean {
  return !settingsOf(profile).some((name) => text.includes(name) || entries.some((entry) => entry.name === name))
}

/** What stands in the configuration file and is worth knowing. */
function notesOf(source: Source): string[] {
  const { profile, file, find, placeholder } = source
  const names = Object.values(profile.keys)
  return [
    ...(file ? remarksOn(file, profile) : []),
    ...names.flatMap((name) => {
      const example = find(name) === undefined ? placeholder(name) : undefined
      return example ? [`${example.where}: ${name} is "${example.value.trim()}", as in the example: it is not set`] : []
    }),
    ...misspelt(source),
    ...profile.remarks.flatMap(({ name, value, says }) => {
      const setting = find(name)
      return setting?.value.trim() === value ? [`${setting.where}: ${says}`] : []
    }),
  ]
}

/** A setting of the application that keeps it from checking certificates; options that say what to trust go before it. */
function uncheckedBy(
  { keys: { verifyCertificates: name } }: Profile,
  { caFile, fingerprint }: TlsOptions,
  find: Find,
): Validated<string | undefined> {
  const setting = name === undefined ? undefined : find(name)
  if (name === undefined || setting === undefined || caFile !== undefined || fingerprint !== undefined)
    return valid(undefined)
  const truth = parseTruth(setting.value)
  if (truth === undefined)
    return invalid({ where: setting.where, message: `${name}: "${setting.value.trim()}" is not true or false` })
  return valid(truth ? undefined : setting.where)
}
