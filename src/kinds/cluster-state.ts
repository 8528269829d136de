import { isObject, objectIn, valueIn, type Json, type JsonObject } from '../json.js'
import { notUnderstood, refusal } from '../http/answer.js'
import type { Reader, Reply } from '../stack/stack.js'
import { mappingIn, mappingPaths } from './index-mapping.js'

/**
 * Every index with its settings, the lists of four other kinds, and whether ILM runs: one request instead of six.
 *
 * @param lasting indices of which the whole mapping is asked for
 */
export const statePath = (lasting: string[]): string =>
  `/_cluster/state/metadata?filter_path=${[
    'ingest',
    'index_template',
    'templates',
    'index_lifecycle.operation_mode',
    'index_lifecycle.policies.*.policy',
    'lifecycle_operation.ilm_operation_mode',
    ...[
      'state',
      ...['creation_date', 'hidden', 'lifecycle', 'default_pipeline'].map((name) => `settings.index.${name}`),
    ].map((field) => `indices.*.${field}`),
    ...mappingPaths(lasting).map((path) => `indices.${path}`),
    ...['plugins', 'opendistro'].map((by) => `indices.*.settings.index.${by}.index_state_management`),
  ]
    .map((field) => `metadata.${field}`)
    .join()}`

/** What everyone asks for; readers of a plan add the whole mappings of its lasting indices. */
export const clusterStatePath = statePath([])

/** What stands in the cluster state under other names than in the answer to the request for it. */
const lists: Record<string, (metadata: JsonObject) => JsonObject | undefined> = {
  '/_ingest/pipeline': ({ ingest }) => {
    const pipelines = isObject(ingest) ? ingest['pipeline'] : undefined
    return Array.isArray(pipelines)
      ? Object.fromEntries(pipelines.filter(isObject).map(({ id, config }) => [String(id), config ?? {}]))
      : undefined
  },
  '/_index_template': ({ index_template }) => {
    const templates = isObject(index_template) ? index_template['index_template'] : undefined
    return isObject(templates)
      ? { index_templates: Object.entries(templates).map(([name, body]) => ({ name, index_template: body })) }
      : undefined
  },
  // https://github.com/elastic/elasticsearch/blob/v7.10.2/x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ilm/IndexLifecycleMetadata.java
  '/_ilm/policy': (metadata) => {
    const policies = valueIn(metadata, 'index_lifecycle', 'policies')
    return isObject(policies) ? policies : undefined
  },
  '/_template': ({ templates }) =>
    isObject(templates)
      ? Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, withoutType(template)]))
      : undefined,
}

/** The cluster state has the mappings of a legacy template below `_doc`, the name of the only type. */
function withoutType(template: Json): Json {
  if (!isObject(template) || !isObject(template['mappings'])) return template
  const { mappings } = template
  return { ...template, mappings: isObject(mappings['_doc']) ? mappings['_doc'] : mappings }
}

/** Readers for one plan: what is asked twice is requested once. */
export interface PlanReaders {
  /**
   * Takes lists out of the cluster state: enough to see that nothing needs to be done. A list that is not in it (there is none, or the user may not
   * read the state) is requested as usual.
   */
  fromClusterState: Reader
  /** Requests each list by itself: a missing right shows before anything is written. */
  direct: Reader
}

/** @param lasting indices of which the cluster state is asked for the whole mapping */
export function planReaders(reader: Reader, lasting: string[] = []): PlanReaders {
  const direct = askedOnce(reader)
  const once = (path: string) => direct.get(path === clusterStatePath ? statePath(lasting) : path)
  const fromState = async (path: string): Promise<Reply> => {
    const listIn = lists[path]
    const metadata = listIn && metadataIn(await once(clusterStatePath))
    const body = metadata && listIn(metadata)
    return body ? { method: 'GET', path, status: 200, headers: {}, body } : once(path)
  }
  return { fromClusterState: { url: reader.url, get: fromState }, direct }
}

/** What is asked twice is requested once: of a stack that changes in the meantime, the answers are old. */
export function askedOnce(reader: Reader): Reader {
  const asked = new Map<string, Promise<Reply>>()
  return {
    url: reader.url,
    get: (path) => {
      const reply = asked.get(path) ?? reader.get(path)
      asked.set(path, reply)
      return reply
    },
  }
}

/** undefined: the answer is no cluster state */
export function metadataIn({ status, body }: Reply): JsonObject | undefined {
  if (status !== 200 || !isObject(body)) return undefined
  return objectIn(body, 'metadata')
}

/** An index as the cluster state has it. */
export interface StackIndex {
  name: string
  /** milliseconds since 1970 */
  created: number
  open: boolean
  hidden: boolean
  /** `index.lifecycle`: ILM's settings of the index */
  lifecycle: JsonObject
  /** ISM shall keep away from it: what `remove` leaves behind */
  autoManage: boolean
  /** ISM goes on without a rollover: `rollover_skip` */
  skipsRollover: boolean
  /** `index.default_pipeline` */
  pipeline?: string
  /** the part of its mapping that tells whether its template made it; of a lasting index all of it */
  mapping: JsonObject
  /** the policy that an earlier run took it off for: a setting that has no meaning to ISM itself */
  reassigningTo?: string
}

/**
 * The indices of the stack that are wanted. undefined: the signed-in user may not know.
 *
 * @param isWanted by its name: others may have thousands
 * @throws ApiError, UnreachableError
 */
export function indicesIn(reply: Reply, isWanted: (name: string) => boolean): StackIndex[] | undefined {
  const indices = statesIn(reply)
  if (indices === undefined) return undefined
  const wanted = Object.keys(indices).filter(isWanted)
  return wanted.map((name) => {
    const index = indices[name]
    const settings = objectIn(index, 'settings', 'index')
    const pipeline = settings['default_pipeline']
    const reassigningTo = ['plugins', 'opendistro']
      .map((by) => objectIn(settings, by, 'index_state_management')['policy_id'])
      .find((policy) => policy !== undefined)
    return {
      name,
      created: Number(settings['creation_date']),
      open: isObject(index) && index['state'] !== 'close',
      hidden: String(settings['hidden']) === 'true',
      lifecycle: objectIn(settings, 'lifecycle'),
      autoManage: ['plugins', 'opendistro'].every(
        (by) => String(objectIn(settings, by, 'index_state_management')['auto_manage']) !== 'false',
      ),
      skipsRollover: ['plugins', 'opendistro'].some(
        (by) => String(objectIn(settings, by, 'index_state_management')['rollover_skip']) === 'true',
      ),
      ...(typeof pipeline === 'string' && { pipeline }),
      mapping: mappingIn(isObject(index) ? index['mappings'] : undefined),
      ...(typeof reassigningTo === 'string' && { reassigningTo }),
    }
  })
}

/** Of every index. undefined: the signed-in user may not know. @throws ApiError, UnreachableError */
export const indexNamesIn = (reply: Reply): string[] | undefined => {
  const indices = statesIn(reply)
  return indices && Object.keys(indices)
}

function statesIn(reply: Reply): JsonObject | undefined {
  const metadata = metadataIn(reply)
  if (metadata !== undefined) return objectIn(metadata, 'indices')
  if (reply.status === 200) throw notUnderstood(reply, 'Reading the indices')
  if (reply.status >= 500 || reply.status === 429) throw refusal(reply, 'Reading the indices')
  return undefined
}
