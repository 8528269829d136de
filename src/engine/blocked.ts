import { ElkctlError } from '../errors.js'
import { isOtherWork, type Change } from './change.js'

export type Blocked = Extract<Change, { action: 'blocked' }>

export const isBlocked = (change: Change): change is Blocked => change.action === 'blocked'

/** What was asked for besides the application (alerts, Grafana), and cannot be made there: the rest can be. A wrong file is no such obstacle. */
export const canBeLeftAlone = ({ kind, exit }: Blocked): boolean =>
  !isOtherWork(kind) && kind.onlyFor !== undefined && exit !== 'usage'

/** What stands in the way of making the stack as it should be, if anything does. */
export function whatBlocks({ changes }: { changes: Change[] }): ElkctlError | undefined {
  const blocked = changes.filter(isBlocked)
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
