import type { EngineClient } from './engine-client.js'
import { notFound, ok, Refusal, type Answer, type Request } from './http.js'
import { isObject } from './json.js'

/** As a client that only wants the cluster's id asks; `usage` is nothing that the doubles know. */
const knownQuery = 'exclude_usage=true&extended=true'

/**
 * `GET /api/stats`. Derived, not recorded: https://github.com/elastic/kibana/blob/v7.12.1/src/plugins/usage_collection/server/routes/stats/stats.ts
 * and the same file of OpenSearch Dashboards 2.19. It asks for `cluster_uuid` with the credentials of the request; a refusal that is no 401 becomes
 * a 500, as every error that a route of theirs does not catch. The metrics are left out.
 *
 * @throws Refusal 401, 500; 404 a query that the double does not know
 */
export async function stats(
  { query }: Request,
  product: { name: 'kibana' | 'opensearch_dashboards'; version: string },
  authorization: string | undefined,
  engine: EngineClient,
): Promise<Answer> {
  query.sort()
  if (query.toString() !== knownQuery) throw notFound()
  const { status, body } = await engine.ask('GET', '/?filter_path=cluster_uuid', { authorization })
  if (status === 401) throw new Refusal(401, 'Unauthorized')
  if (status !== 200 || !isObject(body))
    throw new Refusal(500, 'An internal server error occurred. Check Kibana server logs for details.')
  const { name, version } = product
  return ok({
    [name]: {
      name,
      version: version.replace('-SNAPSHOT', ''),
      snapshot: version.endsWith('-SNAPSHOT'),
      status: 'green',
    },
    cluster_uuid: body['cluster_uuid'] ?? null,
    usage: {},
  })
}
