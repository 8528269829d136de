import { isOtherWork, type Change } from '../../engine/change.js'
import type { Plan } from '../../engine/plan.js'
import { groupedBy } from '../../grouped.js'

/** Whether `elkctl restore` puts it back as it was before this change. */
export const isPutBack = ({ kind }: Change): boolean => isOtherWork(kind) || kind.notRestored?.when !== 'always'

/** What of others, or of a person, is replaced for good: said before it is done. */
export function notRestoredNotes({ changes }: Pick<Plan, 'changes'>): string[] {
  const replaced = changes.filter(
    (change) =>
      change.action === 'update' && (change.origin === 'unmarked' || change.origin === 'edited') && !isPutBack(change),
  )
  return [...groupedBy(replaced, ({ kind }) => kind)].map(([kind, some]) => {
    const why = isOtherWork(kind) ? '' : ` (${String(kind.notRestored?.reason)})`
    return `elkctl restore will not put back what is replaced of the ${kind.name} ${some.map(({ name }) => name).join(', ')}${why}`
  })
}
