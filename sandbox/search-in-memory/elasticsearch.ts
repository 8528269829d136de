import { isObject, type JsonObject } from '../dashboards/json.js'
import type { Administrator } from './accounts.js'
import { recordedAnswer, type Exchange } from './exchange.js'
import type { EngineInMemory } from './index.js'
import { NamedObjects } from './named-objects.js'
import { NativeRealm } from './native-realm.js'
import { Probes } from './probes.js'
import { refuse } from './reply.js'

export function elasticsearch(exchanges: Exchange[], administrator: Administrator): EngineInMemory {
  const accounts = new NativeRealm(builtInUsers(exchanges), administrator)
  const [objects, probes] = [new NamedObjects(), new Probes(exchanges)]
  return {
    accounts,
    answer: (asked) => {
      const { method, path, query } = asked
      if (path.startsWith('/_security/')) return accounts.answer(asked)
      if (method === 'GET' && path === '/')
        return {
          status: 200,
          body: recordedAnswer(exchanges, query.has('filter_path') ? '/?filter_path=cluster_uuid' : '/'),
        }
      // The part of Elasticsearch that has ILM is in no public Maven repository: this is how 7.10 without it answers.
      if (method === 'GET' && path === '/_ilm/policy') return { status: 405, body: recordedAnswer(exchanges, path) }
      if (method === 'GET' && path === '/_cluster/state/metadata')
        return {
          status: 200,
          body: { metadata: { ...objects.metadata(), indices: indicesOf(exchanges, probes.names()) } },
        }
      const ofCluster = method === 'GET' ? clusterAnswer(exchanges, path) : undefined
      if (ofCluster) return { status: 200, body: ofCluster }
      return objects.answer(asked) ?? probes.answer(asked) ?? refuse(asked)
    },
    clear: () => {
      for (const part of [accounts, objects, probes]) part.clear()
    },
  }
}

/** What verify asks of the cluster itself. A node says what time it is. */
function clusterAnswer(exchanges: Exchange[], path: string): JsonObject | undefined {
  const asked = ['/_license', '/_cluster/health', '/_nodes/stats/fs', '/_cluster/settings', '/_cluster/state/blocks']
  const found = asked.includes(path) && exchanges.find((exchange) => exchange.path.split('?')[0] === path)
  if (!found) return undefined
  const now = JSON.stringify(found.answer).replace(/"timestamp":\d+/g, `"timestamp":${Date.now()}`)
  return JSON.parse(now) as JsonObject
}

function builtInUsers(exchanges: Exchange[]): JsonObject {
  const users = Object.entries(recordedAnswer(exchanges, '/_security/user'))
  return Object.fromEntries(
    users.filter(([, user]) => isObject(user) && isObject(user['metadata']) && user['metadata']['_reserved'] === true),
  )
}

/** The cluster state of indices: that of security always, the others once a probe was written; one of a probe looks like the index of events. */
function indicesOf(exchanges: Exchange[], names: string[]): JsonObject {
  const states = exchanges.filter(({ path }) => path.startsWith('/_cluster/state/metadata'))
  const all = Object.assign(
    {},
    ...states.map(({ answer }) => (answer as { metadata: { indices: JsonObject } }).metadata.indices),
  ) as JsonObject
  const { openvidu = {}, ...always } = all
  return { ...always, ...Object.fromEntries(names.map((name) => [name, openvidu])) }
}
