import { UnreachableError } from '../errors.js'
import { isObject } from '../json.js'
import type { Flavor } from './flavors.js'
import type { Reader, Stack } from './stack.js'

/**
 * The dashboards server asks its search engine for `cluster_uuid`, with the credentials of the request (the right is that of `GET /`). Kibana
 * since 6.7.2 and 7.0.1, which know `exclude_usage` (https://github.com/elastic/kibana/pull/35691), and OpenSearch Dashboards:
 * https://github.com/elastic/kibana/blob/main/src/plugins/usage_collection/server/routes/stats/README.md
 */
const statsPath = '/api/stats?extended=true&exclude_usage=true'

/**
 * Whether the dashboards server stands in front of the search engine that is written to. Where one of them does not say which cluster it belongs to,
 * nothing is claimed. One request. @throws UnreachableError it belongs to another cluster
 */
export async function expectSameCluster({ flavor, search, dashboards, clusterUuid }: Stack): Promise<void> {
  if (dashboards === undefined || clusterUuid === undefined) return
  const theirs = await readClusterUuid(dashboards.reader)
  if (theirs === undefined || theirs === clusterUuid) return
  throw otherCluster(
    flavor,
    { search, dashboards: dashboards.reader },
    `this ${flavor.title} is cluster ${clusterUuid}, and that ${flavor.dashboardsTitle} is connected to cluster ${theirs}`,
  )
}

export function otherCluster(
  flavor: Flavor,
  { search, dashboards }: { search: Reader; dashboards: Reader },
  why: string,
): UnreachableError {
  const { title, dashboardsTitle } = flavor
  return new UnreachableError(
    `${dashboardsTitle} at ${dashboards.url} belongs to another cluster than ${title} at ${search.url}: ${why}.`,
    {
      code: 'OTHER_CLUSTER',
      hint: `Check both addresses, and the one of ${title} in the configuration of ${dashboardsTitle}. To continue without dashboards: --no-dashboards.`,
    },
  )
}

/** Forbidden, left out by a proxy, not there in this version: whatever is no id is no answer. */
async function readClusterUuid(dashboards: Reader): Promise<string | undefined> {
  try {
    const { status, body } = await dashboards.get(statsPath)
    return status === 200 && isObject(body) ? clusterUuidIn(body) : undefined
  } catch (error) {
    if (error instanceof UnreachableError) return undefined
    throw error
  }
}

/** "_na_" as long as the cluster has not formed. */
export function clusterUuidIn({ cluster_uuid: uuid }: { cluster_uuid?: unknown }): string | undefined {
  return typeof uuid === 'string' && uuid !== '' && uuid !== '_na_' ? uuid : undefined
}
