import type { Profile } from '../profiles/profile.js'
import { proxyFor, type ProxyServer } from '../http/proxy.js'
import { readCloudId, type CloudEndpoints } from './cloud-id.js'
import { parseAddress, parseEndpoint } from './endpoint.js'
import type { SettingValue } from './find.js'
import { flagOf, type GivenSettings, type OptionSetting } from './flags.js'
import { grammarOf } from './grammars/index.js'
import { combined, combinedList, invalid, valid, validated, type Validated } from './validated.js'
import { parseList } from './values.js'

export interface Servers {
  /** nodes of one cluster, in the order of the setting; none where the setting is missing or wrong */
  searchUrls: string[]
  dashboardsUrl: string | undefined
  /** no setting names them: those of the application's own stack */
  assumed?: string
}

interface ServerOptions extends GivenSettings {
  cloudId?: string
  /** an address without a scheme is https */
  tls?: boolean
}

/** Where an address may stand, and where none does. */
interface Sources {
  find: (setting: OptionSetting) => SettingValue | undefined
  nowhere: string
  /** what stands there instead of an address, as in the application's examples */
  example?: string | undefined
}

/** Where the two servers are: from a Cloud ID, from the settings, or those of the application itself. */
export function readServers(profile: Profile, options: ServerOptions, sources: Sources): Validated<Servers> {
  if (options.cloudId !== undefined) return byCloudId(options.cloudId, profile, options, sources)
  const { keys, localStack, title } = profile
  const search = sources.find('searchUrl')
  const dashboards = sources.find('dashboardsUrl')
  if (search === undefined && dashboards === undefined && localStack) {
    const names = [keys.searchUrl, keys.dashboardsUrl].filter((name) => name !== undefined)
    const unset = names.length === 2 ? `neither ${names.join(' nor ')} is set` : `${keys.searchUrl} is not set`
    return valid({
      searchUrls: [localStack.searchUrl],
      dashboardsUrl: localStack.dashboardsUrl,
      assumed: `${unset}: ${title} uses its own local stack at ${localStack.searchUrl}`,
    })
  }
  const isNamed = search === undefined ? withoutSearch(dashboards, profile, options, sources) : valid(undefined)
  const scheme = schemeOf(options)
  const parse = parserFor(profile, options)
  const { value, problems } = combined({
    isNamed,
    scheme,
    searchUrls: combinedList(nodesIn(search, profile).map((node) => readUrl(node, keys.searchUrl, parse))),
    dashboardsUrl: dashboards === undefined ? valid(undefined) : readUrl(dashboards, keys.dashboardsUrl),
  })
  const searchUrls = value.searchUrls.filter((url) => url !== undefined)
  return validated({ searchUrls, dashboardsUrl: value.dashboardsUrl }, problems)
}

function withoutSearch(
  dashboards: SettingValue | undefined,
  { keys, grammar }: Profile,
  options: ServerOptions,
  { nowhere, example }: Sources,
): Validated<undefined> {
  const unset = example === undefined ? 'not set' : `"${example}", as in the example`
  const message =
    dashboards === undefined
      ? `${keys.searchUrl} is ${unset}: ${grammarOf(grammar).howToSet?.(keys.searchUrl) ?? 'set it'}, or give --search-url URL`
      : `${keys.searchUrl} is not set, but ${keys.dashboardsUrl ?? flagOf('dashboardsUrl', options)} is`
  return invalid({ where: nowhere, message })
}

function nodesIn(setting: SettingValue | undefined, { addressList }: Profile): SettingValue[] {
  if (setting === undefined) return []
  const listed = addressList === true ? parseList(setting.value) : []
  const nodes = listed.length === 0 ? [setting.value] : new Set(listed)
  return [...nodes].map((value) => ({ ...setting, value }))
}

function schemeOf(options: ServerOptions): Validated<undefined> {
  const { searchUrl, tls = false } = options
  return searchUrl !== undefined && tls && !/^https:/i.test(searchUrl)
    ? invalid({ where: '--tls', message: `${flagOf('searchUrl', options)} has a scheme of its own: write https://` })
    : valid(undefined)
}

/** An option holds a URL in all applications. */
const parserFor = ({ bareAddress }: Profile, { searchUrl, tls = false }: ServerOptions): typeof parseEndpoint =>
  bareAddress === true && searchUrl === undefined ? (text) => parseAddress(text, tls) : parseEndpoint

function readUrl(
  setting: SettingValue,
  name: string | undefined,
  parse: typeof parseEndpoint = parseEndpoint,
): Validated<string | undefined> {
  const parsed = parse(setting.value)
  if ('url' in parsed) return valid(parsed.url)
  return invalid({
    where: setting.where,
    // An option is named by its place.
    message: name === undefined || setting.where.startsWith('--') ? parsed.problem : `${name}: ${parsed.problem}`,
  })
}

function byCloudId(
  cloudId: string,
  { keys, title }: Profile,
  options: ServerOptions,
  { find }: Sources,
): Validated<Servers> {
  const { value: cloud, problems } = readCloud(options, cloudId)
  if (cloud === undefined) return validated({ searchUrls: [], dashboardsUrl: undefined }, problems)
  const { searchUrl, dashboardsUrl } = cloud
  const dashboards =
    dashboardsUrl === undefined || keys.dashboardsUrl === undefined ? '' : ` and ${keys.dashboardsUrl}=${dashboardsUrl}`
  const notes =
    find('searchUrl')?.value.trim() === searchUrl
      ? []
      : [
          `--cloud-id: ${title} does not know Cloud IDs; its configuration needs ${keys.searchUrl}=${searchUrl}${dashboards}`,
        ]
  return validated({ searchUrls: [searchUrl], dashboardsUrl }, problems, notes)
}

function readCloud(options: ServerOptions, cloudId: string): Validated<CloudEndpoints | undefined> {
  const where = '--cloud-id'
  const others = (['searchUrl', 'dashboardsUrl'] as const).filter((setting) => options[setting] !== undefined)
  const both =
    others.length === 0
      ? []
      : [
          {
            where,
            message: `it says where Elasticsearch and Kibana are, and ${others.map((setting) => flagOf(setting, options)).join(' and ')} ${others.length === 1 ? 'does' : 'do'} too: choose one`,
          },
        ]
  const cloud = readCloudId(cloudId)
  if ('searchUrl' in cloud) return validated(cloud, both)
  return validated(undefined, [...both, { where, message: cloud.problem }])
}

/** What a connection goes through, by the environment; undefined: it is direct. */
export function readProxy(
  url: string | undefined,
  environment: Record<string, string | undefined>,
): Validated<ProxyServer | undefined> {
  if (url === undefined) return valid(undefined)
  const read = proxyFor(url, environment)
  return 'problem' in read ? invalid({ where: read.where, message: read.problem }) : valid(read.proxy)
}
