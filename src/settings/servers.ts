import type { Problem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { proxyFor, type ProxyServer } from '../http/proxy.js'
import { readCloudId, type CloudEndpoints } from './cloud-id.js'
import { parseAddress, parseEndpoint } from './endpoint.js'
import type { SettingValue } from './find.js'
import { flagOf, type GivenSettings, type OptionSetting } from './flags.js'
import { grammars } from './grammars/index.js'
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
}

/** Where the two servers are: from a Cloud ID, from the settings, or those of the application itself. */
export function readServers(
  profile: Profile,
  options: ServerOptions,
  { find, nowhere }: Sources,
  problems: Problem[],
  notes: string[],
): Servers {
  if (options.cloudId !== undefined) return byCloudId(options.cloudId, profile, options, find, problems, notes)
  const { keys, localStack, title } = profile
  const search = find('searchUrl')
  const dashboards = find('dashboardsUrl')
  if (search === undefined && dashboards === undefined && localStack) {
    const names = [keys.searchUrl, keys.dashboardsUrl].filter((name) => name !== undefined)
    const unset = names.length === 2 ? `neither ${names.join(' nor ')} is set` : `${keys.searchUrl} is not set`
    return {
      searchUrls: [localStack.searchUrl],
      dashboardsUrl: localStack.dashboardsUrl,
      assumed: `${unset}: ${title} uses its own local stack at ${localStack.searchUrl}`,
    }
  }
  if (search === undefined)
    problems.push({
      where: nowhere,
      message:
        dashboards === undefined
          ? `${keys.searchUrl} is not set: ${grammars[profile.grammar].howToSet?.(keys.searchUrl) ?? 'set it'}, or give --search-url URL`
          : `${keys.searchUrl} is not set, but ${keys.dashboardsUrl ?? flagOf('dashboardsUrl', options)} is`,
    })
  return {
    searchUrls: searchUrlsIn(search, profile, problems, parserFor(profile, options, problems)),
    dashboardsUrl: endpoint(dashboards, keys.dashboardsUrl, problems),
  }
}

function searchUrlsIn(
  found: SettingValue | undefined,
  { addressList, keys }: Profile,
  problems: Problem[],
  parse: typeof parseEndpoint,
): string[] {
  if (found === undefined) return []
  const listed = addressList === true ? parseList(found.value) : []
  const nodes = listed.length === 0 ? [found.value] : new Set(listed)
  return [...nodes].flatMap((value) => endpoint({ ...found, value }, keys.searchUrl, problems, parse) ?? [])
}

/** An option holds a URL in all applications. */
function parserFor({ bareAddress }: Profile, options: ServerOptions, problems: Problem[]): typeof parseEndpoint {
  const { searchUrl, tls = false } = options
  if (searchUrl !== undefined && tls && !/^https:/i.test(searchUrl))
    problems.push({
      where: '--tls',
      message: `${flagOf('searchUrl', options)} has a scheme of its own: write https://`,
    })
  return bareAddress === true && searchUrl === undefined ? (text) => parseAddress(text, tls) : parseEndpoint
}

function endpoint(
  found: SettingValue | undefined,
  name: string | undefined,
  problems: Problem[],
  parse: typeof parseEndpoint = parseEndpoint,
): string | undefined {
  if (found === undefined) return undefined
  const parsed = parse(found.value)
  if ('url' in parsed) return parsed.url
  problems.push({ where: found.where, message: name === undefined ? parsed.problem : `${name}: ${parsed.problem}` })
  return undefined
}

function byCloudId(
  cloudId: string,
  { keys, title }: Profile,
  options: ServerOptions,
  find: (setting: OptionSetting) => SettingValue | undefined,
  problems: Problem[],
  notes: string[],
): Servers {
  const cloud = cloudEndpoints(options, cloudId, problems)
  if (cloud === undefined) return { searchUrls: [], dashboardsUrl: undefined }
  const { searchUrl, dashboardsUrl } = cloud
  const dashboards =
    dashboardsUrl === undefined || keys.dashboardsUrl === undefined ? '' : ` and ${keys.dashboardsUrl}=${dashboardsUrl}`
  if (find('searchUrl')?.value.trim() !== searchUrl)
    notes.push(
      `--cloud-id: ${title} does not know Cloud IDs; its configuration needs ${keys.searchUrl}=${searchUrl}${dashboards}`,
    )
  return { searchUrls: [searchUrl], dashboardsUrl }
}

function cloudEndpoints(options: ServerOptions, cloudId: string, problems: Problem[]): CloudEndpoints | undefined {
  const others = (['searchUrl', 'dashboardsUrl'] as const).filter((setting) => options[setting] !== undefined)
  if (others.length > 0)
    problems.push({
      where: '--cloud-id',
      message: `it says where Elasticsearch and Kibana are, and ${others.map((setting) => flagOf(setting, options)).join(' and ')} ${others.length === 1 ? 'does' : 'do'} too: one of them`,
    })
  const cloud = readCloudId(cloudId)
  if ('searchUrl' in cloud) return cloud
  problems.push({ where: '--cloud-id', message: cloud.problem })
  return undefined
}

/** What a connection goes through, by the environment. */
export function readProxy(
  url: string | undefined,
  environment: Record<string, string | undefined>,
  problems: Problem[],
): { proxy?: ProxyServer } {
  if (url === undefined) return {}
  const found = proxyFor(url, environment)
  if ('problem' in found) problems.push({ where: found.where, message: found.problem })
  return 'proxy' in found && found.proxy ? { proxy: found.proxy } : {}
}
