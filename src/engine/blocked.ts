import { ElkctlError } from '../errors.js'
import type { Change } from './change.js'
import type { Plan } from './plan.js'

/** What stands in the way of making the stack as it should be, if anything does. */
export function whatBlocks(plan: Plan): ElkctlError | undefined {
  const blocked = plan.changes.filter(
    (change): change is Extract<Change, { action: 'blocked' }> => change.action === 'blocked',
  )
  const [first] = blocked
  if (first === undefined) return undefined
  const lines = blocked.flatMap((change) => {
    const alike = blocked.filter(({ kind, reason }) => kind === change.kind && reason === change.reason)
    if (alike.length <= 3) return [`The ${change.kind.name} ${change.name}: ${change.reason}.`]
    // A hundred saved objects that are in one way are one line.
    return alike[0] === change
      ? [`The ${alike.length} ${change.kind.name}s (${change.name}, …): ${change.reason}.`]
      : []
  })
  return new ElkctlError(lines.join('\n  '), {
    exit: first.exit,
    hint: [...new Set(blocked.map(({ hint }) => hint))].join('\n  '),
  })
}
