import type { Problem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { proxyFor, type ProxyServer } from '../http/proxy.js'
import { readCloudId, type CloudEndpoints } from './cloud-id.js'
import { parseEndpoint } from './endpoint.js'
import type { SettingsOptions } from './settings.js'
import type { Found } from './sign-in/sign-in.js'

/** Where the two servers are: from a Cloud ID, from the settings, or those of the application itself. */
export function readServers(
  profile: Profile,
  options: SettingsOptions,
  envFile: string,
  find: (name: string) => Found | undefined,
  problems: Problem[],
  notes: string[],
): { searchUrl: string | undefined; dashboardsUrl: string | undefined; assumed?: string } {
  const { keys } = profile
  const endpoint = (name: string): string | undefined => {
    const found = find(name)
    if (found === undefined) return undefined
    const parsed = parseEndpoint(found.value)
    if ('url' in parsed) return parsed.url
    problems.push({ where: found.where, message: `${name}: ${parsed.problem}` })
    return undefined
  }

  if (options.cloudId !== undefined) {
    const cloud = cloudEndpoints(options, options.cloudId, problems)
    if (cloud && find(keys.searchUrl)?.value.trim() !== cloud.searchUrl)
      notes.push(
        `--cloud-id: ${profile.title} does not know Cloud IDs; its configuration needs ${keys.searchUrl}=${cloud.searchUrl}${cloud.dashboardsUrl === undefined ? '' : ` and ${keys.dashboardsUrl}=${cloud.dashboardsUrl}`}`,
      )
    return cloud ?? { searchUrl: undefined, dashboardsUrl: undefined }
  }
  if (find(keys.searchUrl) === undefined && find(keys.dashboardsUrl) === undefined) {
    const assumed = `neither ${keys.searchUrl} nor ${keys.dashboardsUrl} is set: ${profile.title} uses its own local stack at ${profile.localStack.searchUrl}`
    return { ...profile.localStack, assumed }
  }
  if (find(keys.searchUrl) === undefined)
    problems.push({ where: envFile, message: `${keys.searchUrl} is not set, but ${keys.dashboardsUrl} is` })
  return { searchUrl: endpoint(keys.searchUrl), dashboardsUrl: endpoint(keys.dashboardsUrl) }
}

function cloudEndpoints(options: SettingsOptions, cloudId: string, problems: Problem[]): CloudEndpoints | undefined {
  if (options.elasticsearchHost !== undefined || options.kibanaHost !== undefined)
    problems.push({
      where: '--cloud-id',
      message:
        'it says where Elasticsearch and Kibana are, and --elasticsearch-host or --kibana-host does too: one of them',
    })
  const cloud = readCloudId(cloudId)
  if ('searchUrl' in cloud) return cloud
  problems.push({ where: '--cloud-id', message: cloud.problem })
  return undefined
}

/** What a connection goes through, by the environment. */
export function readProxy(
  server: 'search' | 'dashboards',
  url: string | undefined,
  environment: Record<string, string | undefined>,
  problems: Problem[],
): { search?: ProxyServer; dashboards?: ProxyServer } {
  if (url === undefined) return {}
  const found = proxyFor(url, environment)
  if ('problem' in found) problems.push({ where: found.where, message: found.problem })
  else if (found.proxy) return { [server]: found.proxy }
  return {}
}
