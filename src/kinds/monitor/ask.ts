import { reasonIn } from '../../http/answer.js'
import { isNotOffered } from '../../http/explain/aws.js'
import { isObject, listIn } from '../../json.js'
import type { Lack } from '../../stack/alerting.js'
import type { Reply, Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { searchPath } from './api.js'

/** What an OpenSearch has for alerts: whether the plugin is there, and whether its monitors may be read. undefined: both. */
export const lackOfMonitors = async (stack: Stack): Promise<Lack | undefined> =>
  lackIn(await stack.search.get(searchPath(stack)), stack)

/** What the answer to the list of monitors says. */
export function lackIn(reply: Reply, stack: Stack): Lack | undefined {
  const path = String(reply.path.split('?')[0])
  const reason = reasonIn(reply)
  if (isNoHandler(reply) || isNotOffered(reason))
    return {
      what: `this ${stack.flavor.title} has no plugin for alerting (${path} answers ${reply.status})`,
      mend: 'install the plugin opensearch-alerting on each node, as the full distribution has it; or run elkctl alerts check from cron',
    }
  if (reply.status !== 401 && reply.status !== 403) return undefined
  return {
    what: `${stack.identity?.username ?? 'the user'} may not read monitors (${reply.status} ${String(reason.split(/: |\n/)[0])})`,
    mend: 'grant the rights of the role alerting_full_access: cluster:admin/opendistro/alerting/* and cluster:admin/opensearch/alerting/*',
  }
}

/** The words of 1.x and Open Distro, too. 405: a path that the plugin has not, below one that the server has. */
const isNoHandler = (reply: Reply): boolean =>
  reply.status === 405 || (reply.status === 400 && reasonOf(reply).startsWith('no handler found'))

/** In this one refusal `error` is a text. */
const reasonOf = ({ body }: Reply): string => (isObject(body) ? String(body['error']) : String(body))

/** Whether a channel is there; undefined: who is signed in may not see that. */
export async function hasChannel(stack: Stack, id: string): Promise<boolean | undefined> {
  const reply = await stack.search.get(channelPath(stack, id))
  if (reply.status === 404) return false
  if (reply.status !== 200 || !isObject(reply.body)) return undefined
  const { config_list: channels, destinations } = reply.body
  return listIn(channels ?? destinations).length > 0
}

/** In 2.0 destinations became channels, of a plugin of their own: https://opensearch.org/docs/2.0/notifications-plugin/index/ */
function channelPath({ flavor, version }: Stack, id: string): string {
  const isChannel = flavor.name === 'opensearch' && compareVersions(version, '2.0') >= 0
  const list = isChannel ? '_notifications/configs' : '_alerting/destinations'
  return `${flavor.pluginPath}/${list}/${encodeURIComponent(id)}`
}
