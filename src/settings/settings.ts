import { dirname, join } from 'node:path'
import dotenv from 'dotenv'
import { ElkctlError, SettingsError, type Problem } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { AccountKind, Profile } from '../profiles/profile.js'
import type { Credentials } from '../stack/stack.js'
import { isVersion } from '../stack/versions.js'
import { proxyFor, type ProxyServer } from '../stack/proxy.js'
import type { Tls } from '../stack/tls.js'
import { awsSignIn, wantsAws, type AwsOptions } from './aws.js'
import { readCloudId, type CloudEndpoints } from './cloud-id.js'
import { parseDuration } from './duration.js'
import { parseEndpoint } from './endpoint.js'
import { parseEnv, type EnvEntry } from './env-file.js'
import { readText } from './files.js'
import { fileCredentials, signIn, type Ask, type Found, type SignIn } from './sign-in.js'
import { readTls, type TlsOptions } from './tls.js'

/** What the command line says, with the passwords that were read for it. */
export interface SettingsOptions extends TlsOptions, AwsOptions {
  profile: string
  envFile?: string
  elasticsearchHost?: string
  kibanaHost?: string
  openviduVersion?: string
  maxDaysDelete?: string
  username?: string
  role?: string
  /** whose names apply where none are given; default: the service account */
  accountKind?: AccountKind
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

/** Everything the steps need to know, checked. */
export interface Settings {
  profile: Profile
  /** undefined when no configuration file was needed */
  envFile: string | undefined
  /** empty when it is not known, and the command does not need it */
  release: string
  searchUrl: string
  /** undefined: the stack has no dashboards server */
  dashboardsUrl: string | undefined
  /** who elkctl signs in as; undefined: a stack without security */
  admin: SignIn | undefined
  /** the service account that the application will use; its password where the configuration file holds it */
  account: { username: string; role: string; password: string | undefined }
  /** whoever the configuration file names, whether or not it is the service account */
  fileAccount: Credentials | undefined
  /** as asked for; undefined: global, or the default space */
  tenant: string | undefined
  space: string | undefined
  /** false: the dashboards server was found to have no tenants, and passes the header on to the engine, which refuses it */
  namesTenant: boolean
  /** whole days; 0 keeps everything */
  retentionDays: number
  tls: Tls
  /** what connections go through; not there: directly */
  proxies: { search?: ProxyServer; dashboards?: ProxyServer }
  /** milliseconds to wait for a stack that is starting */
  wait: number
  /** worth knowing, and no reason to stop */
  notes: string[]
}

/** Reads flags, environment and configuration file, in this order of precedence. @throws SettingsError with every problem at once. */
export async function readSettings(
  options: SettingsOptions,
  environment: Record<string, string | undefined>,
  ask?: Ask,
): Promise<Settings> {
  const problems: Problem[] = []
  const notes: string[] = []
  const profile = profiles.find(({ name }) => name === options.profile)
  if (profile === undefined)
    throw new SettingsError([
      {
        where: '--profile',
        message: `"${options.profile}" is not known: ${profiles.map(({ name }) => name).join(', ')}`,
      },
    ])
  const { keys } = profile

  const given = {
    [keys.searchUrl]: { flag: '--elasticsearch-host', value: options.elasticsearchHost },
    [keys.dashboardsUrl]: { flag: '--kibana-host', value: options.kibanaHost },
    [keys.retentionDays]: { flag: '--max-days-delete', value: options.maxDaysDelete },
  }
  const envFile = options.envFile ?? profile.envFile
  const withoutFile =
    options.envFile === undefined &&
    (options.cloudId ?? options.elasticsearchHost ?? environment[keys.searchUrl] ?? '') !== ''
  const file = readEnvFile(envFile, withoutFile)
  const entries = file?.entries ?? []
  if (file) notes.push(...remarks(file, Object.values(keys)))

  const find = (name: string): Found | undefined => {
    const flag = given[name]
    if (flag?.value !== undefined) return { value: flag.value, where: flag.flag }
    const fromEnvironment = environment[name]
    if (fromEnvironment !== undefined && fromEnvironment !== '')
      return { value: fromEnvironment, where: `environment ${name}` }
    const entry = entries.findLast((candidate) => candidate.name === name)
    return entry && entry.value.trim() !== '' ? { value: entry.value, where: `${envFile}:${entry.line}` } : undefined
  }
  const endpoint = (name: string): string | undefined => {
    const found = find(name)
    if (found === undefined) return undefined
    const parsed = parseEndpoint(found.value)
    if ('url' in parsed) return parsed.url
    problems.push({ where: found.where, message: `${name}: ${parsed.problem}` })
    return undefined
  }

  const cloud = cloudEndpoints(options, problems)
  let searchUrl = cloud ? cloud.searchUrl : endpoint(keys.searchUrl)
  let dashboardsUrl = cloud ? cloud.dashboardsUrl : endpoint(keys.dashboardsUrl)
  if (cloud) {
    if (find(keys.searchUrl)?.value.trim() !== cloud.searchUrl)
      notes.push(
        `--cloud-id: ${profile.title} does not know Cloud IDs; its configuration needs ${keys.searchUrl}=${cloud.searchUrl}${cloud.dashboardsUrl === undefined ? '' : ` and ${keys.dashboardsUrl}=${cloud.dashboardsUrl}`}`,
      )
  } else if (
    options.cloudId === undefined &&
    find(keys.searchUrl) === undefined &&
    find(keys.dashboardsUrl) === undefined
  ) {
    ;({ searchUrl, dashboardsUrl } = profile.localStack)
    notes.push(
      `neither ${keys.searchUrl} nor ${keys.dashboardsUrl} is set: ${profile.title} uses its own local stack at ${searchUrl}`,
    )
  } else if (options.cloudId === undefined && find(keys.searchUrl) === undefined) {
    problems.push({ where: envFile, message: `${keys.searchUrl} is not set, but ${keys.dashboardsUrl} is` })
  }

  for (const { name, value, says } of profile.remarks)
    if (find(name)?.value.trim() === value) notes.push(`${String(find(name)?.where)}: ${says}`)

  const askRelease = problems.length === 0 && options.needsRelease !== false ? ask : undefined
  const release = await findRelease(profile, options, envFile, problems, askRelease)
  const retentionDays = readRetention(find(keys.retentionDays), keys.retentionDays, release, profile, problems)
  const kind = options.accountKind ?? 'service'
  const account = { username: options.username ?? profile.users[kind], role: options.role ?? profile.roles[kind] }
  for (const [flag, name] of [
    ['--username', account.username],
    ['--role', account.role],
  ] as const) {
    const wrong = nameProblem(name)
    if (wrong !== undefined) problems.push({ where: flag, message: `"${name}" ${wrong}` })
  }
  const tenant = readTenant(options.tenant, problems)
  const space = readSpace(options.space, problems)
  const fromFile = fileCredentials(find(keys.username), find(keys.password), keys, envFile)
  const admin = wantsAws(options)
    ? awsSignIn(options, environment, searchUrl, problems)
    : await signIn(options, environment, fromFile, problems, ask)
  const wait = parseDuration(options.wait)
  if (wait === undefined)
    problems.push({ where: '--wait', message: `"${options.wait}" is not a duration: 60s, 2m, 500ms` })

  const tls = readTls(options, environment, { searchUrl, dashboardsUrl }, problems, notes)
  if (tls.clientCertificate)
    notes.push(`--client-cert: only elkctl shows it; ${profile.title} has to get in without, or bring its own`)
  const proxies = {
    ...readProxy('search', searchUrl, environment, problems),
    ...readProxy('dashboards', dashboardsUrl, environment, problems),
  }

  if (problems.length > 0 || searchUrl === undefined || wait === undefined) throw new SettingsError(problems)
  return {
    profile,
    envFile: file && envFile,
    release,
    searchUrl,
    dashboardsUrl,
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
    namesTenant: true,
    retentionDays,
    tls,
    proxies,
    wait,
    notes,
  }
}

function readEnvFile(path: string, optional: boolean): { path: string; entries: EnvEntry[]; text: string } | undefined {
  try {
    const text = readText(path)
    return { path, text, entries: parseEnv(text) }
  } catch (error) {
    if (optional && error instanceof ElkctlError) return undefined
    throw error
  }
}

/** What a person may not expect of this file: a name twice, or a value that other readers of .env files would take apart. */
function remarks(file: { path: string; text: string; entries: EnvEntry[] }, names: string[]): string[] {
  const elsewhere = dotenv.parse(file.text)
  return names.flatMap((name) => {
    const found = file.entries.filter((entry) => entry.name === name)
    const last = found.at(-1)
    if (last === undefined) return []
    const where = `${file.path}:${last.line}`
    const twice = found.some(({ value }) => value !== last.value)
      ? [`${where}: ${name} stands there ${found.length} times; the last one counts`]
      : []
    const literal =
      elsewhere[name] !== last.value.trim()
        ? [`${where}: ${name} is taken literally, as OpenVidu does: quotes, # and spaces belong to the value`]
        : []
    const spaced =
      /\s$/.test(last.value) && last.value.trim() !== '' ? [`${where}: the value of ${name} ends in a space`] : []
    return [...twice, ...literal, ...spaced]
  })
}

async function findRelease(
  profile: Profile,
  options: SettingsOptions,
  envFile: string,
  problems: Problem[],
  ask: Ask | undefined,
): Promise<string> {
  const { file, pattern, option } = profile.release
  const beside = join(dirname(envFile), file)
  const written = options.openviduVersion ?? releaseIn(beside, pattern)
  const release =
    written ?? (ask ? (await ask(`Which release of ${profile.title} is it (for example 2.20.0)?`)).trim() : undefined)
  if (release === undefined) {
    if (options.needsRelease === false) return ''
    problems.push({
      where: beside,
      message: `the release of ${profile.title} is not written there: give it with ${option} 2.20.0`,
    })
    return ''
  }
  if (!isVersion(release))
    problems.push({
      where: options.openviduVersion === undefined ? beside : option,
      message: `"${release}" is not a release such as 2.20.0`,
    })
  return release
}

function releaseIn(path: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readText(path))?.[1]
  } catch (error) {
    // It need not be there: then the option, or a person, says it.
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}

/** `global_tenant`, as the engine calls it, is taken by OpenSearch Dashboards for another place than `global` (recorded on 2.19). */
function readTenant(name: string | undefined, problems: Problem[]): string | undefined {
  if (name === undefined || /^global(_tenant)?$/i.test(name)) return undefined
  if (name === '' || /^(private|__user__)$/i.test(name))
    problems.push({
      where: '--tenant',
      message: `"${name}" is seen by one user alone: name a tenant that OpenVidu’s people share`,
    })
  return name
}

function readSpace(id: string | undefined, problems: Problem[]): string | undefined {
  if (id !== undefined && !/^[a-z0-9_-]+$/.test(id))
    problems.push({ where: '--space', message: `"${id}" is not the id of a space: small letters, digits, _ and -` })
  return id === 'default' ? undefined : id
}

function cloudEndpoints(options: SettingsOptions, problems: Problem[]): CloudEndpoints | undefined {
  if (options.cloudId === undefined) return undefined
  if (options.elasticsearchHost !== undefined || options.kibanaHost !== undefined)
    problems.push({
      where: '--cloud-id',
      message:
        'it says where Elasticsearch and Kibana are, and --elasticsearch-host or --kibana-host does too: one of them',
    })
  const cloud = readCloudId(options.cloudId)
  if ('searchUrl' in cloud) return cloud
  problems.push({ where: '--cloud-id', message: cloud.problem })
  return undefined
}

function readProxy(
  server: 'search' | 'dashboards',
  url: string | undefined,
  environment: Record<string, string | undefined>,
  problems: Problem[],
): Settings['proxies'] {
  if (url === undefined) return {}
  const found = proxyFor(url, environment)
  if ('problem' in found) problems.push({ where: found.where, message: found.problem })
  else if (found.proxy) return { [server]: found.proxy }
  return {}
}

function readRetention(
  found: Found | undefined,
  name: string,
  release: string,
  profile: Profile,
  problems: Problem[],
): number {
  if (found === undefined) return profile.retentionDefault(release)
  const text = found.value.trim()
  // The longest time that both ILM and ISM take is far beyond a century.
  if (!/^\d{1,5}$/.test(text))
    problems.push({
      where: found.where,
      message: `${name}: "${text}" is not a whole number of days (0 keeps everything)`,
    })
  return Number(text)
}

/** Elasticsearch's rule for user names (printable ASCII, no blank at either end) less the colon, which Basic Auth cannot carry. */
function nameProblem(name: string): string | undefined {
  if (name.includes(':')) return 'has a colon, which Basic Auth cannot carry'
  return /^[!-~](?:[ -~]{0,505}[!-~])?$/.test(name)
    ? undefined
    : 'must be 1 to 507 printable ASCII characters with no blank at either end'
}
