import type { Change } from '../../engine/change.js'
import type { Plan } from '../../engine/plan.js'

/** "3 to create, 1 to update, 12 unchanged" */
export function countChanges(plan: Plan): string {
  const count = (action: Change['action']) => plan.changes.filter((change) => change.action === action).length
  const words: [Change['action'], string][] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['remove', 'to remove'],
    ['kept', 'edited by hand and kept'],
    ['unchanged', 'unchanged'],
    ['unverified', 'not verified'],
    ['skipped', 'skipped'],
    ['blocked', 'blocked'],
  ]
  return words
    .filter(([action]) => count(action) > 0)
    .map(([action, word]) => `${count(action)} ${word}`)
    .join(', ')
}
