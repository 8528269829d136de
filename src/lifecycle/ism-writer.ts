import { orSignInAsAdministrator } from '../http/answer.js'
import { lackingRight } from './ism-rights.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { managedIndex } from './managed-index.js'
import { deletesAfter } from './retention.js'
import type { Stack } from '../stack/stack.js'
import type { Change } from '../engine/change.js'
import type { PlanOptions } from '../engine/plan-change.js'
import type { Definition } from '../engine/definitions.js'

/** ISM acts for the user who writes the policy. Said before anything is written, since ISM itself would not say it. */
export async function blockedWithoutRights(
  changes: Change[],
  policies: Definition[],
  patterns: string[],
  { stack, options }: { stack: Stack; options: PlanOptions },
): Promise<Change[]> {
  const writes = changes.filter(
    ({ kind, action }) =>
      [lifecyclePolicy, managedIndex].includes(kind) && (action === 'create' || action === 'update'),
  )
  if (stack.flavor.dialect !== 'opensearch' || writes.length === 0 || options.verifyOnly) return changes
  const assigned = writes.filter(({ kind }) => kind === managedIndex)
  const takesOff = assigned.some((change) => change.action === 'update' && change.after['reassign'] === true)
  const lacks = await lackingRight(stack, {
    cluster: [
      'policy/write',
      'policy/get',
      ...(assigned.length > 0 ? ['managedindex/add', 'managedindex/change'] : []),
      ...(takesOff ? ['managedindex/remove'] : []),
    ].map((action) => `cluster:admin/opendistro/ism/${action}`),
    indices: [
      'indices:admin/opensearch/ism/managedindex',
      ...(takesOff ? ['indices:admin/settings/update'] : []),
      ...(policies.some(({ body }) => deletesAfter(body) !== undefined) ? ['indices:admin/delete'] : []),
    ],
    patterns,
  })
  if (lacks === undefined) return changes
  const blocked = {
    action: 'blocked' as const,
    exit: 'access' as const,
    reason: `${stack.identity?.username ?? 'the user'} ${lacks}, and ISM acts with the rights of the user who wrote the policy`,
    hint: orSignInAsAdministrator('Add that right to a role of the user', stack.identity),
  }
  const [first] = writes
  return changes.map((change) =>
    change === first || (writes.includes(change) && change.kind === lifecyclePolicy)
      ? { kind: change.kind, name: change.name, file: change.file, ...blocked }
      : change,
  )
}
