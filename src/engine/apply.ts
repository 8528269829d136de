import { ElkctlError, InterruptedError } from '../errors.js'
import type { ResourceApi, ResourceKind, Secret } from '../kinds/kind.js'
import type { Stack, Writers } from '../stack/stack.js'
import { isOtherWork, type Change, type OtherWork } from './change.js'
import type { KeptOtherwise } from './kept-otherwise.js'
import { pending, type Plan } from './plan.js'
import { interrupted } from './read-back.js'
import { removeObjects } from './remove-objects.js'
import { writeObjects } from './write-objects.js'

export type Outcome =
  | {
      change: Change
      status: 'applied'
      milliseconds: number
      /** where the server keeps it in a form that elkctl does not know */
      keptOtherwise?: KeptOtherwise
    }
  | { change: Change; status: 'failed'; error: ElkctlError; milliseconds: number }
  /** it was sent, and the run was interrupted before the stack said whether it was done */
  | { change: Change; status: 'unclear' }
  /** it was done, and taken back: a user whose password was not handed over */
  | { change: Change; status: 'undone' }
  /** something before it failed, or the run was interrupted */
  | { change: Change; status: 'not tried' }

export interface ApplyOptions {
  secret: Secret
  signal: AbortSignal
  /** The stack, to read back from: also after an interruption, to find out what became of the write under way. */
  readBack: () => Promise<Stack>
  onKind: (kind: Change['kind'], changes: Change[]) => void
  onOutcome: (outcome: Outcome) => void
}

/** What became of a change that was not simply applied. */
export type Mishap = ElkctlError | 'not tried' | 'unclear' | KeptOtherwise
export type Mishaps = Map<Change, Mishap>

/** What changes are carried out with. */
export interface Work extends Pick<ApplyOptions, 'secret' | 'readBack'> {
  plan: Plan
  writers: Writers
}

/** The same, for changes of one kind. */
export interface KindWork extends Work {
  kind: ResourceKind
  api: ResourceApi
}

/**
 * Carries out what the plan says, and computes nothing more. Every object is read back. Stops at the first failure. An interruption stops it as well:
 * what became of the write that was under way is found out.
 */
export async function applyPlan(plan: Plan, writers: Writers, options: ApplyOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const todo = pending(plan)
  for (const kind of new Set(todo.map((change) => change.kind))) {
    const changes = todo.filter((change) => change.kind === kind)
    const stopped = options.signal.aborted || outcomes.some(({ status }) => status === 'failed')
    if (!stopped) options.onKind(kind, changes)
    const ofKind: Outcome[] = stopped
      ? changes.map((change) => ({ change, status: 'not tried' }))
      : await applyChanges(changes, { plan, writers, ...options })
    ofKind.forEach(options.onOutcome)
    outcomes.push(...ofKind)
  }
  return outcomes
}

async function applyChanges(changes: Change[], work: Work): Promise<Outcome[]> {
  const start = performance.now()
  const mishaps = await carryOut(changes, work)
  const milliseconds = Math.round(performance.now() - start)
  return changes.map((change): Outcome => {
    const mishap = mishaps.get(change)
    if (mishap === undefined) return { change, status: 'applied', milliseconds }
    if (typeof mishap === 'string') return { change, status: mishap }
    return 'paths' in mishap
      ? { change, status: 'applied', milliseconds, keptOtherwise: mishap }
      : { change, status: 'failed', error: mishap, milliseconds }
  })
}

async function carryOut(changes: Change[], work: Work): Promise<Mishaps> {
  const [first] = changes
  if (first !== undefined && isOtherWork(first.kind)) return workOnIndices(first.kind, changes, work)
  const mishaps = await writeObjects(
    changes.filter((change) => change.action === 'create' || change.action === 'update'),
    work,
  )
  const removals = changes.filter((change) => change.action === 'remove')
  return new Map([...mishaps, ...(await removeObjects(removals, mishaps.size > 0, work))])
}

/** Such work looks itself whether it was done; an interruption leaves open what became of it. */
async function workOnIndices(kind: OtherWork, changes: Change[], { plan, writers }: Work): Promise<Mishaps> {
  const bodies = new Map(
    changes.flatMap((change) => {
      if (change.action === 'update') return [[change.name, change.after]]
      return change.action === 'remove' ? [[change.name, change.existing.body]] : []
    }),
  )
  try {
    const failed = (await kind.apply?.(writers, plan.stack, bodies)) ?? new Map<string, ElkctlError>()
    return new Map(
      changes.flatMap((change) => {
        const error = failed.get(change.name)
        return error === undefined ? [] : [[change, error]]
      }),
    )
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    if (error instanceof InterruptedError) return interrupted(changes, error)
    return new Map(changes.map((change, index) => [change, index === 0 ? error : 'not tried']))
  }
}
