import type { Answer, RequestToAnswer } from '../../../../sandbox/proxy.js'

type Body = Record<string, unknown>

/**
 * ILM of Elasticsearch 7.14 and later, which is in no public Maven repository: the list of policies as it is kept. Derived from the documentation:
 * https://www.elastic.co/guide/en/elasticsearch/reference/8.18/ilm-put-lifecycle.html, ilm-get-lifecycle.html, ilm-delete.html (the default that is added
 * to the action), and from LifecyclePolicy.java, which takes `phases`, `_meta` and `deprecated` and refuses anything else.
 */
export function ilmDouble(): (request: RequestToAnswer) => Answer | undefined {
  const policies = new Map<string, { version: number; modified_date: string; policy: Body }>()
  return ({ method, path, body }) => {
    const [, name] = /^\/_ilm\/policy(?:\/([^/?]+))?$/.exec(path) ?? []
    if (!path.startsWith('/_ilm/policy')) return undefined
    if (method === 'GET' && name === undefined) return { status: 200, body: Object.fromEntries(policies) }
    if (name === undefined) return { status: 405, body: {} }
    if (method === 'DELETE')
      return policies.delete(name)
        ? { status: 200, body: { acknowledged: true } }
        : { status: 404, body: refusal('resource_not_found_exception', `Lifecycle policy not found: ${name}`, 404) }
    if (method !== 'PUT') return { status: 405, body: {} }
    const { policy } = JSON.parse(body) as { policy: Body }
    const [unknown] = Object.keys(policy).filter((key) => !['phases', '_meta', 'deprecated'].includes(key))
    if (unknown !== undefined)
      return {
        status: 400,
        body: refusal('x_content_parse_exception', `[lifecycle_policy] unknown field [${unknown}]`, 400),
      }
    const { version = 0 } = policies.get(name) ?? {}
    const stored = JSON.parse(JSON.stringify(policy), withDefault) as Body
    policies.set(name, { version: version + 1, modified_date: '2026-11-26T12:00:00.000Z', policy: stored })
    return { status: 200, body: { acknowledged: true } }
  }
}

const withDefault = (key: string, value: unknown): unknown =>
  key === 'delete' && typeof value === 'object' && !('min_age' in (value as Body))
    ? { delete_searchable_snapshot: true, ...value }
    : value

const refusal = (type: string, reason: string, status: number): Body => ({
  error: { root_cause: [{ type, reason }], type, reason },
  status,
})
