import { isMarkOf } from '../kinds/mark.js'
import type { ResourceKind } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import type { Stack } from '../stack/stack.js'
import { apiOf } from './change.js'
import type { Definition } from './definitions.js'
import type { PlanOptions } from './plan-change.js'

/** What an earlier elkctl made, or one with other settings, and no data file has any more. */
export interface LeftBehind {
  kind: ResourceKind
  name: string
  /** what it is called where people see it */
  title: string
}

/**
 * Looks for it among what was read. Nothing removes it: a person may use it, or have edited it. Whether it was edited cannot be told, for servers rewrite
 * what they are given, and there is no file to compare it with.
 */
export function leftBehind(
  definitions: Definition[],
  readings: Map<ResourceKind, Reading>,
  stack: Stack,
  { profile, application }: Pick<PlanOptions, 'profile' | 'application'>,
): LeftBehind[] {
  return [...readings].flatMap(([kind, reading]) => {
    const { mark, titleOf } = apiOf(kind, stack)
    if (titleOf === undefined || reading.status !== 'read') return []
    const ours = definitions.filter((one) => one.kind === kind).map(({ name }) => name)
    const wanted = new Set([...ours, ...(application?.writes[kind.name] ?? [])])
    return [...reading.objects]
      .filter(([name, { body }]) => !wanted.has(name) && isMarkOf(profile, mark(stack, name)?.read(body)))
      .map(([name, { body }]) => ({ kind, name, title: titleOf(body, name) }))
  })
}
