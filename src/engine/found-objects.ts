import type { Existing, ResourceKind } from '../kinds/kind.js'
import { isMarkOf } from '../kinds/mark.js'
import type { Reading } from '../kinds/reading.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, isOtherWork, type Change, type Subject } from './change.js'
import type { Plan } from './plan.js'

/** An object that a profile names, or that has its mark, as it is on the stack. */
export interface FoundObject extends Subject {
  kind: ResourceKind
  existing: Existing
  /** why it is not elkctl's to take away; undefined: it is */
  kept: string | undefined
}

/** Kind → the objects that were read beside those of the plan. */
export type Further = Map<ResourceKind, Reading>

/**
 * What there is of a profile: everything that its data files name, no matter who wrote it, and everything with its mark.
 *
 * @param plan what would be done to make the stack as it should be
 * @param further users and roles that no data file names
 */
export function foundObjects(plan: Plan, further: Further, profile: string): FoundObject[] {
  const named = plan.changes.flatMap((change): FoundObject[] => {
    const { kind, name, file } = change
    if (isOtherWork(kind)) return []
    const existing = objectsIn(plan.readings?.get(kind)).get(name)
    return existing === undefined
      ? []
      : [{ kind, name, file, existing, kept: whyKept(change, existing, plan.stack, profile) }]
  })
  const marked = [...(plan.readings ?? []), ...further].flatMap(([kind, reading]): FoundObject[] => {
    const mark = (name: string, { body }: Existing) => apiOf(kind, plan.stack).mark(plan.stack, name)?.read(body)
    return [...objectsIn(reading)]
      .filter(([name, existing]) => isMarkOf(profile, mark(name, existing)) && !includes(named, kind, name))
      .map(([name, existing]) => ({ kind, name, file: '', existing, kept: whyKeptUnnamed(kind) }))
  })
  return [...named, ...marked.filter(({ kind, name }, at) => !includes(marked.slice(0, at), kind, name))]
}

const includes = (objects: FoundObject[], kind: ResourceKind, name: string): boolean =>
  objects.some((object) => object.kind === kind && object.name === name)

const objectsIn = (reading: Reading | undefined): Map<string, Existing> =>
  reading?.status === 'read' ? reading.objects : new Map<string, Existing>()

/** A user for a person, and what an earlier elkctl made. */
const whyKeptUnnamed = ({ name }: ResourceKind): string | undefined =>
  name === 'user' ? 'create-user made it for somebody: elkctl delete-user removes it' : undefined

function whyKept(change: Change, { body, reserved }: Existing, stack: Stack, profile: string): string | undefined {
  if (reserved) return 'it is built in'
  const mark = isOtherWork(change.kind) ? undefined : apiOf(change.kind, stack).mark(stack, change.name)
  const isMarked = mark?.read(body) !== undefined
  switch (change.action) {
    case 'skipped':
      return isMarked ? undefined : change.reason
    case 'update':
      if (change.origin === 'edited') return 'it was edited by hand since elkctl wrote it'
      if (change.origin === 'unmarkable')
        return 'it is not as elkctl writes it, and this server keeps no mark of who wrote it'
      return change.origin === 'unmarked' ? notOurs : undefined
    case 'unchanged':
      return isMarked || mark === undefined ? undefined : notOurs
    default:
      return isMarkOf(profile, mark?.read(body)) ? undefined : notOurs
  }
}

const notOurs = 'elkctl did not write it'
