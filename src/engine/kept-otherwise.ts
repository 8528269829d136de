import { ElkctlError, InterruptedError } from '../errors.js'
import type { Existing, ResourceApi, ResourceKind } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { withForm } from '../kinds/mark.js'
import type { Writers } from '../stack/stack.js'
import { differencesOf, formOf } from './differences.js'
import { withTheirs } from './plan-change.js'
import type { Writable } from './change.js'
import type { Plan } from './plan.js'

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
  found: Existing
}

/**
 * Writes such objects once more, with a mark that says in which form the server keeps them, and looks whether it kept them so again. Where that fails
 * they are still written, and the next run does it again: the mark of the first time is there, or this one. Unclear is what a second write did
 * that was sent, not answered before the run was interrupted, and not found when read back.
 */
export async function noteForms(
  kind: ResourceKind,
  api: ResourceApi,
  rewritten: Rewritten[],
  { stack }: Plan,
  writers: Writers,
  lookAgain: (names: string[]) => Promise<Reading>,
): Promise<Map<Writable, KeptOtherwise | 'unclear'>> {
  const marked = rewritten.flatMap(({ change, found }) => {
    const mark = api.mark(stack, change.name)
    const written = mark?.read(change.after)
    if (mark === undefined || written === undefined) return []
    const bare = mark.strip(change.after)
    // As the next plan is going to compare them.
    const formAsPlanned = (there: Existing) =>
      formOf(differencesOf(kind, api, withTheirs(bare, there, api), there, mark))
    const form = formAsPlanned(found)
    const noted = withForm(written, form)
    const isMarked = (there: Existing) => mark.read(there.body) === noted
    const isKept = (there: Existing) => formAsPlanned(there) === form
    return [{ change, isMarked, isKept, object: { name: change.name, body: mark.put(bare, noted), existing: found } }]
  })
  const { objects, isUnclear } = await writeAgain()
  const becameOf = ({ change, paths }: Rewritten): KeptOtherwise | 'unclear' => {
    const one = marked.find((candidate) => candidate.change === change)
    if (one === undefined) return { paths, unnoted: 'has no place for a mark' }
    const there = objects.get(change.name)
    if (there === undefined || !one.isMarked(there))
      return isUnclear ? 'unclear' : { paths, unnoted: 'was not found written a second time' }
    return one.isKept(there) ? { paths } : { paths, unnoted: 'is changed in another way by each write' }
  }
  return new Map(rewritten.map((object) => [object.change, becameOf(object)]))

  async function writeAgain(): Promise<SecondTime> {
    if (marked.length === 0) return { objects: new Map(), isUnclear: false }
    const again = marked.map(({ object }) => object)
    let isUnclear = false
    try {
      await api.write(writers, stack, again, { password: undefined })
    } catch (error) {
      if (!(error instanceof ElkctlError)) throw error
      isUnclear = error instanceof InterruptedError && error.unanswered !== undefined
    }
    // Whatever the answer was, and also where it was lost.
    try {
      const reading = await lookAgain(again.map(({ name }) => name))
      return { objects: reading.status === 'read' ? reading.objects : new Map<string, Existing>(), isUnclear }
    } catch (error) {
      if (!(error instanceof ElkctlError)) throw error
      return { objects: new Map(), isUnclear: isUnclear || error instanceof InterruptedError }
    }
  }
}

interface SecondTime {
  /** what was found after it */
  objects: Map<string, Existing>
  isUnclear: boolean
}
