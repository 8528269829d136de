import { ElkctlError, InterruptedError } from '../errors.js'
import type { Existing, ObjectToWrite } from '../kinds/kind.js'
import { withForm } from '../kinds/mark.js'
import type { KindWork } from './apply.js'
import type { Writable } from './change.js'
import { differencesOf, serverFormOf } from './differences.js'
import { mergeExisting } from './plan-change.js'
import { readBack } from './read-back.js'

/** Written, but by a server that rewrites what it is given, in a way that elkctl does not know. */
export interface KeptOtherwise {
  /** what is not as it was sent */
  paths: string[]
  /** why its mark does not say in which form it is kept, so that the next plan takes that for an edit */
  unnoted?: string
}

/** An object that was just written, and what the server made of it. */
export interface Rewritten {
  change: Writable
  paths: string[]
  actual: Existing
}

/**
 * Writes such objects once more, with a mark that says in which form the server keeps them, and looks whether it kept them so again. Where that fails
 * they are still written, and the next run does it again: the mark of the first time is there, or this one. Unclear is what a second write did
 * that was sent, not answered before the run was interrupted, and not found when read back.
 */
export async function markServerForms(
  rewritten: Rewritten[],
  work: KindWork,
): Promise<Map<Writable, KeptOtherwise | 'unclear'>> {
  const marked = new Map(rewritten.map((object) => [object, withFormMark(object, work)]))
  const { objects, isUnclear } = await writeAgain(
    [...marked.values()].flatMap((one) => (one === undefined ? [] : [one.object])),
    work,
  )
  const resultOf = ({ change, paths }: Rewritten, one: MarkedForm | undefined): KeptOtherwise | 'unclear' => {
    if (one === undefined) return { paths, unnoted: 'has no place for a mark' }
    const existing = objects.get(change.name)
    if (existing === undefined || !one.isMarked(existing))
      return isUnclear ? 'unclear' : { paths, unnoted: 'was not found written a second time' }
    return one.isKept(existing) ? { paths } : { paths, unnoted: 'is changed in another way by each write' }
  }
  return new Map([...marked].map(([object, one]) => [object.change, resultOf(object, one)]))
}

interface MarkedForm {
  object: ObjectToWrite
  isMarked: (existing: Existing) => boolean
  /** in the form that the mark names */
  isKept: (existing: Existing) => boolean
}

/** undefined: it has no place for a mark */
function withFormMark({ change, actual }: Rewritten, { kind, api, plan }: KindWork): MarkedForm | undefined {
  const mark = api.mark(plan.stack, change.name)
  const written = mark?.read(change.after)
  if (mark === undefined || written === undefined) return undefined
  const bare = mark.strip(change.after)
  // As the next plan is going to compare them.
  const formAsPlanned = (existing: Existing) =>
    serverFormOf(differencesOf({ kind, api, mark }, mergeExisting(bare, existing, api), existing))
  const form = formAsPlanned(actual)
  const markWithForm = withForm(written, form)
  return {
    object: { name: change.name, body: mark.put(bare, markWithForm), existing: actual },
    isMarked: (existing) => mark.read(existing.body) === markWithForm,
    isKept: (existing) => formAsPlanned(existing) === form,
  }
}

interface SecondWrite {
  /** what was found after it */
  objects: Map<string, Existing>
  isUnclear: boolean
}

async function writeAgain(again: ObjectToWrite[], work: KindWork): Promise<SecondWrite> {
  if (again.length === 0) return { objects: new Map(), isUnclear: false }
  let isUnclear = false
  try {
    await work.api.write(work.writers, work.plan.stack, again, { password: undefined })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    isUnclear = error instanceof InterruptedError && error.unanswered !== undefined
  }
  // Whatever the answer was, and also where it was lost.
  try {
    const reading = await readBack(
      work.api,
      again.map(({ name }) => name),
      work,
    )
    return { objects: reading.status === 'read' ? reading.objects : new Map<string, Existing>(), isUnclear }
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return { objects: new Map(), isUnclear: isUnclear || error instanceof InterruptedError }
  }
}
