import { markOf, partsOf } from '../kinds/mark.js'
import type { StackParts } from '../kinds/kind.js'
import { apiOf, type Change } from './change.js'

/**
 * An older elkctl gave the user another full name, and nothing else of it is different. The mark is of exactly what it wrote, so a name that a person has
 * given since is told apart.
 */
export function isRenamedOnly(
  change: Extract<Change, { action: 'update' }>,
  parts: StackParts,
  profile: string,
): boolean {
  const { kind, name, after, existing, differences } = change
  const [difference, ...others] = differences
  if (difference?.path !== 'full_name' || difference.before === undefined || others.length > 0) return false
  const mark = apiOf(kind, parts.stack).mark(parts, name)
  if (mark === undefined) return false
  return (
    partsOf(mark.read(existing.body)).mark === markOf(profile, { ...mark.strip(after), full_name: difference.before })
  )
}
