import { reasonIn } from '../../http/answer.js'
import { isObject, type JsonObject } from '../../json.js'
import type { Plan } from '../../engine/plan.js'
import type { Sample } from '../../data-files/schemas/templates.js'
import type { Reader, Reply, Stack } from '../../stack/stack.js'
import type { Finding } from '../finding.js'

/** What a look at the stack knows. Nothing is written. */
export interface Situation {
  plan: Plan
  /** its readers send a request once that several looks ask for */
  stack: Stack
  /** documents of the application, as its data files describe them */
  samples: Sample[]
  /** milliseconds since 1970 */
  now: () => number
}

export type Look = (situation: Situation) => Promise<Finding[]>

/** A server may refuse the request, or not offer it (AWS, Elastic Cloud): `refused` says why. */
export type Asked = { body: JsonObject; headers: Reply['headers'] } | { refused: string }

/** @throws UnreachableError */
export async function ask(reader: Reader, path: string): Promise<Asked> {
  const reply = await reader.get(path)
  return reply.status === 200 && isObject(reply.body)
    ? { body: reply.body, headers: reply.headers }
    : { refused: `GET ${path.split('?')[0] ?? path} answered ${reply.status} ${reasonIn(reply)}` }
}

export const healthPath = '/_cluster/health'
export const nodesPath = '/_nodes/stats/fs?filter_path=nodes.*.name,nodes.*.roles,nodes.*.timestamp,nodes.*.fs.total'
export const settingsPath =
  '/_cluster/settings?include_defaults=true&filter_path=*.cluster.max_shards_per_node,*.cluster.routing.allocation.disk'
