import { administratorRole } from '../../http/answer.js'
import { hasShape } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import { fromApplications } from './kibana-privileges.js'
import type { Existing } from '../kind.js'
import type { Reading } from '../reading.js'

const grants = { cluster: 'texts', indices: 'objects', applications: 'objects', run_as: 'texts' } as const

/**
 * A user who may not read roles may still ask what it may do itself. If it has exactly one role, these are that role's grants. The mark is
 * not among them. undefined: it has others, or an administrator's.
 * `GET /_security/user/_privileges`: https://www.elastic.co/guide/en/elasticsearch/reference/7.10/security-api-get-user-privileges.html
 */
export async function readOwnPrivileges(
  { identity, search }: Stack,
  role: string,
): Promise<{ reading: Reading; mayReadRoles: boolean } | undefined> {
  if (identity?.roles.length !== 1 || identity.roles[0] !== role || administratorRole(identity)) return undefined
  const { status, body } = await search.get('/_security/user/_privileges')
  if (status !== 200 || !hasShape(body, grants)) return undefined
  const { cluster, indices, applications, run_as } = body
  const existing: Existing = {
    body: fromApplications({ cluster, indices, applications, run_as }),
    partiallyVisible: true,
  }
  return {
    reading: { status: 'read', objects: new Map([[role, existing]]) },
    mayReadRoles: cluster.some((privilege) => ['read_security', 'manage_security', 'all'].includes(privilege)),
  }
}
