import type { Administrator } from './accounts.js'
import { recordedAnswer, type Exchange } from './exchange.js'
import type { EngineInMemory } from './index.js'
import { refuse } from './reply.js'
import { SecurityPlugin, securityPath } from './security-plugin.js'

/** Its accounts only. */
export function opensearch(exchanges: Exchange[], administrator: Administrator): EngineInMemory {
  const accounts = new SecurityPlugin(exchanges, administrator)
  return {
    accounts,
    answer: (asked) => {
      const { method, path, query, user } = asked
      if (path.startsWith(`${securityPath}/`)) return accounts.answer(asked)
      if (method === 'GET' && path === '/')
        return {
          status: 200,
          body: recordedAnswer(exchanges, query.has('filter_path') ? '/?filter_path=cluster_uuid' : '/'),
        }
      // OpenSearch Dashboards asks whether the index of the global tenant may be read; it is not there.
      if (method === 'GET' && path === '/.kibana/_search' && user === administrator.username)
        return { status: 404, body: recordedAnswer(exchanges, '/.kibana/_search?size=0') }
      return refuse(asked)
    },
    clear: () => {
      accounts.clear()
    },
  }
}
