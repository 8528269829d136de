import { ElkctlError, InterruptedError } from '../errors.js'
import type { ResourceApi, ResourceKind, Secret } from '../kinds/kind.js'
import type { Stack, Writers } from '../stack/stack.js'
import { isOtherWork, type Change, type OtherWork } from './change.js'
import type { KeptOtherwise } from './kept-otherwise.js'
import { pending, type Plan } from './plan.js'
import { interrupted } from './read-back.js'
import { removeObjects } from './remove-objects.js'
import { writeObjects, type Writing } from './write-objects.js'

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
  /** another run made this user at the same time, and has its password */
  | { change: Change; status: 'by another' }
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

/** Whether everything is there as it was planned, also where another run wrote it. */
export const everythingApplied = (outcomes: Outcome[]): boolean =>
  outcomes.every(({ status }) => status === 'applied' || status === 'by another')

/** Alerts aside: what goes wrong with them is told, and the application works. */
export const installationApplied = (outcomes: Outcome[]): boolean =>
  everythingApplied(outcomes.filter(({ change: { kind } }) => isOtherWork(kind) || kind.onlyFor === undefined))

/** What became of a change that was not simply applied. */
export type Mishap = ElkctlError | 'not tried' | 'unclear' | 'by another' | KeptOtherwise
export type Mishaps = Map<Change, Mishap>

/** What changes are carried out with. */
export interface Work extends Pick<ApplyOptions, 'secret' | 'readBack'> {
  plan: Plan
  writers: Writers
  /** from then on nothing more is begun */
  stop: AbortSignal
  /** says so */
  fail: () => void
}

/** The same, for changes of one kind. */
export interface KindWork extends Work {
  kind: ResourceKind
  api: ResourceApi
}

/**
 * Carries out what the plan says, and computes nothing more: kinds that do not need one another at the same time, and of each several objects. Every object
 * is read back, while what refers to it is written already. The first failure stops what has not begun; one of alerts stops alerts alone, and one of Grafana
 * that alone. An interruption stops all of it: what became of the writes that were under way is found out.
 */
export async function applyPlan(plan: Plan, writers: Writers, options: ApplyOptions): Promise<Outcome[]> {
  const failures = { application: new AbortController(), alerts: new AbortController(), grafana: new AbortController() }
  const begun = new Map<Change['kind'], Promise<Begun>>()
  for (const [kind, changes] of byKind(pending(plan))) {
    const failure = failures[stoppedBy(kind, changes)]
    const stop = AbortSignal.any([options.signal, failures.application.signal, failure.signal])
    const fail = () => {
      failure.abort()
    }
    begun.set(kind, whenReady(changes, needed(kind, changes, begun), { ...options, plan, writers, stop, fail }))
  }
  // What goes wrong beyond a refusal is thrown when its turn comes.
  for (const beginning of begun.values()) beginning.then(({ done }) => done).catch(() => undefined)
  const outcomes: Outcome[] = []
  // In the order of the plan, whatever ends first.
  for (const [kind, beginning] of begun) {
    const { isBegun, changes, done } = await beginning
    if (isBegun) options.onKind(kind, changes)
    const ofKind = await done
    ofKind.forEach(options.onOutcome)
    outcomes.push(...ofKind)
  }
  return outcomes
}

/** Of what a failure stops the rest. What is removed hangs together. */
const stoppedBy = (kind: Change['kind'], changes: Change[]): 'application' | 'alerts' | 'grafana' =>
  isOtherWork(kind) || changes.some(({ action }) => action === 'remove')
    ? 'application'
    : (kind.onlyFor ?? 'application')

/** The changes of one kind: begun, or not tried. */
interface Begun {
  isBegun: boolean
  changes: Change[]
  /** what refers to them can be written */
  sent: Promise<unknown>
  done: Promise<Outcome[]>
}

async function whenReady(changes: Change[], needed: Promise<unknown>[], work: Work): Promise<Begun> {
  await Promise.all(needed)
  if (work.stop.aborted) {
    const done = Promise.resolve(changes.map((change): Outcome => ({ change, status: 'not tried' })))
    return { isBegun: false, changes, sent: done, done }
  }
  const { sent, outcomes } = applyChanges(changes, work)
  const done = outcomes.then((all) => {
    if (!everythingApplied(all)) work.fail()
    return all
  })
  return { isBegun: true, changes, sent, done }
}

/** What has to be done before a kind. What is removed, and other work, come after all that stands before them in the plan. */
function needed(
  kind: Change['kind'],
  changes: Change[],
  begun: Map<Change['kind'], Promise<Begun>>,
): Promise<unknown>[] {
  const isLast = isOtherWork(kind) || changes.some(({ action }) => action === 'remove')
  return [...begun].flatMap(([other, beginning]) => {
    if (isLast || isOtherWork(other)) return [beginning.then(({ done }) => done)]
    return kind.after.includes(other.name) ? [beginning.then(({ sent }) => sent)] : []
  })
}

function byKind(changes: Change[]): Map<Change['kind'], Change[]> {
  const groups = new Map<Change['kind'], Change[]>()
  for (const change of changes) groups.set(change.kind, [...(groups.get(change.kind) ?? []), change])
  return groups
}

function applyChanges(changes: Change[], work: Work): { sent: Promise<unknown>; outcomes: Promise<Outcome[]> } {
  const start = performance.now()
  const { sent, mishaps } = carryOut(changes, work)
  return { sent, outcomes: mishaps.then((all) => outcomesOf(changes, all, Math.round(performance.now() - start))) }
}

const outcomesOf = (changes: Change[], mishaps: Mishaps, milliseconds: number): Outcome[] =>
  changes.map((change): Outcome => {
    const mishap = mishaps.get(change)
    if (mishap === undefined) return { change, status: 'applied', milliseconds }
    if (typeof mishap === 'string') return { change, status: mishap }
    return 'paths' in mishap
      ? { change, status: 'applied', milliseconds, keptOtherwise: mishap }
      : { change, status: 'failed', error: mishap, milliseconds }
  })

function carryOut(changes: Change[], work: Work): Writing {
  const [first] = changes
  if (first !== undefined && isOtherWork(first.kind)) {
    const mishaps = workOnIndices(first.kind, changes, work)
    return { sent: mishaps, mishaps }
  }
  const writing = writeObjects(
    changes.filter((change) => change.action === 'create' || change.action === 'update'),
    work,
  )
  const removals = changes.filter((change) => change.action === 'remove')
  const mishaps = writing.mishaps.then(
    async (ofWrites) => new Map([...ofWrites, ...(await removeObjects(removals, ofWrites.size > 0, work))]),
  )
  return { sent: writing.sent, mishaps }
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
