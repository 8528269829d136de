import { startKibanaDouble } from '../../sandbox/dashboards/index.js'
import { startProxy, type AnswerFunction } from '../../sandbox/proxy.js'
import type { Testbed } from './testbed.js'

/** A Kibana in front of a cluster that knows the same users, and has an id, roles and saved objects of its own. */
export interface OtherCluster {
  uuid: string
  kibanaUrl: string
  /** in the form of Elasticsearch, by name */
  roles: Map<string, unknown>
  /** takes a request to that Kibana over */
  onKibana: AnswerFunction | undefined
  /** what reached that Kibana: "PUT /path" */
  writes: () => string[]
  reset: () => void
  stop: () => Promise<void>
}

export async function startOtherCluster(bed: Testbed): Promise<OtherCluster> {
  const uuid = 'cluster-of-the-other'
  const roles = new Map<string, unknown>()
  const engine = await startProxy({
    target: bed.stack.engine.url,
    answer: ({ method, path, body }) => {
      if (path.startsWith('/?')) return { status: 200, body: { cluster_uuid: uuid } }
      const name = /^\/_security\/role\/([^/]+)$/.exec(path)?.[1]
      return name === undefined ? undefined : answerOfRole(roles, method, decodeURIComponent(name), body)
    },
  })
  const double = await startKibanaDouble({ engineUrl: engine.url, account: bed.admin })
  const kibana = await startProxy({ target: double.url, answer: (request) => other.onKibana?.(request) })
  const other: OtherCluster = {
    uuid,
    kibanaUrl: kibana.url,
    roles,
    onKibana: undefined,
    writes: () => kibana.writes().map(({ method, path }) => `${method} ${path}`),
    reset: () => {
      roles.clear()
      kibana.clear()
      other.onKibana = undefined
    },
    stop: async () => {
      for (const part of [kibana, double, engine]) await part.stop()
    },
  }
  return other
}

/** Where Elasticsearch answers with the whole role, the body that was written is enough for Kibana to read it. */
function answerOfRole(roles: Map<string, unknown>, method: string, name: string, body: string) {
  const found = roles.get(name)
  if (method === 'PUT') roles.set(name, JSON.parse(body))
  if (method === 'DELETE') roles.delete(name)
  if (method !== 'GET') return { status: 200, body: { found: found !== undefined } }
  return found === undefined ? { status: 404, body: {} } : { status: 200, body: { [name]: found } }
}
