import { hasShape } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import { fromApplications } from './kibana-privileges.js'
import type { Existing } from '../kind.js'
import type { Reading } from '../reading.js'

const grants = { cluster: 'texts', indices: 'objects', applications: 'objects', run_as: 'texts' } as const

/**
 * A user who may not read roles may still ask what it may do itself. If it has exactly one role, these are that role's grants. The mark is
 * not among them.
 * `GET /_security/user/_privileges`: https://www.elastic.co/guide/en/elasticsearch/reference/7.10/security-api-get-user-privileges.html
 */
export async function readOwnPrivileges(stack: Stack, role: string, refused: Reading): Promise<Reading> {
  if (stack.identity?.roles.length !== 1 || stack.identity.roles[0] !== role) return refused
  const reply = await stack.search.get('/_security/user/_privileges')
  const { body } = reply
  if (reply.status !== 200 || !hasShape(body, grants)) return refused
  const { cluster, indices, applications, run_as } = body
  return {
    status: 'read',
    objects: new Map<string, Existing>([
      [role, { body: fromApplications({ cluster, indices, applications, run_as }), partiallyVisible: true }],
    ]),
  }
}
