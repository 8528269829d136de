import { expectShape } from '../http/shape.js'
import type { Look } from './issue.js'

/** A server that answers may still lack shards: then documents are refused, or searches fail. */
export const lookAtHealth: Look = async ({ stack: { search, flavor } }) => {
  const reply = await search.get('/_cluster/health')
  if (reply.status === 403) return { status: 'pass', detail: `${flavor.title} answers` }
  const health = expectShape(reply, 'Asking for the health of the cluster', {
    status: 'text',
    unassigned_shards: 'number',
  })
  return health.status === 'red'
    ? {
        status: 'fail',
        detail: `the cluster is red: a primary shard is missing (${health.unassigned_shards} unassigned)`,
      }
    : { status: 'pass', detail: `${flavor.title} answers, and the cluster is ${health.status}` }
}
