import { markOf, parseMark } from '../kinds/mark.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change } from './change.js'

/**
 * An older elkctl gave the user another full name, and nothing else of it is different. The mark is of exactly what it wrote, so a name that a person has
 * given since is told apart.
 */
export function isRenamedOnly(change: Extract<Change, { action: 'update' }>, stack: Stack, profile: string): boolean {
  const { kind, name, after, existing, differences } = change
  const [difference, ...others] = differences
  if (difference?.path !== 'full_name' || difference.before === undefined || others.length > 0) return false
  const mark = apiOf(kind, stack).mark(stack, name)
  if (mark === undefined) return false
  return (
    parseMark(mark.read(existing.body)).mark === markOf(profile, { ...mark.strip(after), full_name: difference.before })
  )
}
