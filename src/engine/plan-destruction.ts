import { wordsIn } from '../json.js'
import { kinds } from '../kinds/index.js'
import type { Dependant } from '../kinds/kind.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { roleMapping } from '../kinds/role-mapping.js'
import { noIndices } from '../lifecycle/index.js'
import type { Stack } from '../stack/stack.js'
import type { BeforeElkctl } from './before-elkctl.js'
import { apiOf, type Change, type Decision } from './change.js'
import type { FoundObject } from './found-objects.js'
import type { Plan } from './plan.js'
import { restoration } from './plan-restore.js'
import { onlyUsers } from './removal.js'

export interface ToDestroy {
  /** what would be done to make the stack as it should be */
  plan: Plan
  objects: FoundObject[]
  /** "index template NAME" → what needs it */
  needs: Map<string, Dependant[]>
  /** deletions of indices */
  indices: Change[]
  /** objects that go although they would be kept: "index-template/NAME" */
  also: string[]
  before: BeforeElkctl
}

/** What takes away what elkctl made, in the reverse order of its making. Nothing goes that something needs which stays; it is skipped, with the reason. */
export function planDestruction({ plan, objects, needs, indices, also, before }: ToDestroy): Plan {
  const isAsked = (object: FoundObject) => also.includes(addressOf(object))
  const gone = new Set(indices.map(nameOf))
  const staying = ({ kind, name }: FoundObject) => (needs.get(nameOf({ kind, name })) ?? []).filter(isStaying(gone))
  const held = (object: FoundObject): string | undefined =>
    staying(object).some(({ kind }) => kind === 'index') ? apiOf(object.kind, plan.stack).heldByIndices : undefined
  const whyKept = (object: FoundObject): string => {
    const hold = isAsked(object) ? held(object) : undefined
    return hold === undefined ? (object.kept ?? neededBy(staying(object))) : `${neededBy(staying(object))}; ${hold}`
  }
  const going: FoundObject[] = []
  let left = objects
  for (let free = left; free.length > 0; left = left.filter((object) => !free.includes(object))) {
    free = left.filter(
      (object) =>
        (isAsked(object) && held(object) === undefined) || (object.kept === undefined && staying(object).length === 0),
    )
    for (const object of free) gone.add(nameOf(object))
    going.push(...free)
  }
  const keep = (object: FoundObject): Change => ({
    ...subjectOf(object),
    ...(withoutGoneUsers(object, gone) ?? {
      action: 'skipped',
      reason: `kept: ${whyKept(object)}`,
    }),
  })
  const changes = [
    ...going.map((object): Change => ({
      ...subjectOf(object),
      ...takeAway(object, before, plan.stack, isAsked(object)),
    })),
    ...left.map(keep),
  ]
  return {
    stack: plan.stack,
    lifecycle: plan.lifecycle,
    changes: [...indices, ...inOrder(changes)],
    indices: noIndices,
    missing: [],
  }
}

/** How an object is named on the command line: "index-template/NAME". */
export const addressOf = ({ kind, name }: Pick<Change, 'kind' | 'name'>): string =>
  `${kind.name.replaceAll(' ', '-')}/${name}`

/** What was there before elkctl is put back, unless it is asked for. */
function takeAway(object: FoundObject, before: BeforeElkctl, stack: Stack, isAsked: boolean): Decision {
  const { kind, name, existing } = object
  const body = isAsked ? undefined : before.get(addressOf(object))
  return body === undefined
    ? { action: 'remove', existing, ...(isAsked && { asked: true }) }
    : restoration(kind, { name, body }, existing, stack)
}

/** A name that stays in a mapping would give the role to the next user who is called so. */
function withoutGoneUsers({ kind, existing, kept }: FoundObject, gone: Set<string>): Decision | undefined {
  const users = wordsIn(existing.body['users'])
  const staying = users.filter((user) => !gone.has(`user ${user}`))
  return kind === roleMapping && kept === undefined && staying.length < users.length
    ? onlyUsers(existing, staying)
    : undefined
}

const subjectOf = ({ kind, name, file }: FoundObject) => ({ kind, name, file })

/** Templates of both forms are one kind to those who name what needs an object (kinds/index-uses.ts). */
const nameOf = ({ kind, name }: Pick<Change, 'kind' | 'name'>): string =>
  `${kind.name.replace(/.* template$/, 'template')} ${name}`

const isStaying =
  (gone: Set<string>) =>
  ({ kind, name }: Dependant): boolean =>
    !gone.has(`${kind} ${name}`)

/** What others refer to was written first, and goes last. */
const inOrder = (changes: Change[]): Change[] =>
  [...kinds].reverse().flatMap((kind) => changes.filter((change) => change.kind === kind))

/** "index template NAME" → what needs it. @throws ApiError */
export async function dependantsOf(
  objects: FoundObject[],
  { stack, indices }: Plan,
): Promise<Map<string, Dependant[]>> {
  const ofKinds = await Promise.all(
    [...new Set(objects.map((object) => object.kind))].map(async (kind) => {
      const ofKind = objects.filter((object) => object.kind === kind)
      const named = ofKind.map(({ name, existing }) => ({ name, body: existing.body }))
      const found = await apiOf(kind, stack).dependants?.(stack, named)
      return ofKind.map(({ name }): [string, Dependant[]] => [nameOf({ kind, name }), found?.get(name) ?? []])
    }),
  )
  const all = new Map(ofKinds.flat())
  for (const { index, managedBy } of indices.managed) {
    const users = all.get(nameOf({ kind: lifecyclePolicy, name: String(managedBy) }))
    if (users?.some(({ kind, name }) => kind === 'index' && name === index) === false)
      users.push({ kind: 'index', name: index })
  }
  return all
}

function neededBy(dependants: Dependant[]): string {
  const names = [...new Set(dependants.map(({ kind, name }) => `${kind} ${name}`.trim()))].sort()
  const listed = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const last = listed.at(-1) ?? ''
  return listed.length === 1 ? `${last} needs it` : `${listed.slice(0, -1).join(', ')} and ${last} need it`
}
