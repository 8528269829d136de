import { ElkctlError, InterruptedError } from '../errors.js'
import type { Reading, ResourceKind, Secret } from '../kinds/kind.js'
import type { Writers } from '../stack/stack.js'
import { apiOf, differencesOf, type Change } from './change.js'
import { pending, type Plan } from './plan.js'

export type Outcome =
  | { change: Change; status: 'applied'; milliseconds: number }
  | { change: Change; status: 'failed'; error: ElkctlError; milliseconds: number }
  /** something before it failed, or the run was interrupted */
  | { change: Change; status: 'not tried' }

export interface ApplyOptions {
  secret: Secret
  signal: AbortSignal
  onKind: (kind: ResourceKind, changes: Change[]) => void
  onOutcome: (outcome: Outcome) => void
}

type Writable = Extract<Change, { action: 'create' | 'update' }>

/** Carries out what the plan says, and computes nothing anew. The only place that writes. Every object is read back. Stops at the first failure. */
export async function applyPlan(plan: Plan, writers: Writers, options: ApplyOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const tell = (outcome: Outcome) => {
    outcomes.push(outcome)
    options.onOutcome(outcome)
  }
  const todo = pending(plan) as Writable[]
  for (const kind of new Set(todo.map((change) => change.kind))) {
    const changes = todo.filter((change) => change.kind === kind)
    if (options.signal.aborted || outcomes.some(({ status }) => status === 'failed')) {
      changes.forEach((change) => {
        tell({ change, status: 'not tried' })
      })
      continue
    }
    options.onKind(kind, changes)
    const start = performance.now()
    const failed = await writeKind(kind, changes, plan, writers, options.secret)
    const milliseconds = Math.round(performance.now() - start)
    for (const change of changes) {
      const error = failed.get(change)
      if (error === undefined) tell({ change, status: 'applied', milliseconds })
      else if (error === 'not tried') tell({ change, status: 'not tried' })
      else tell({ change, status: 'failed', error, milliseconds })
    }
  }
  return outcomes
}

type Failure = ElkctlError | 'not tried'

/** Writes the objects of one kind and reads them back: the answer to a write is not evidence. */
async function writeKind(
  kind: ResourceKind,
  changes: Writable[],
  plan: Plan,
  writers: Writers,
  secret: Secret,
): Promise<Map<Change, Failure>> {
  const { stack, parts } = plan
  const api = apiOf(kind, stack)
  const failures = new Map<Change, Failure>()
  let refused: ElkctlError | undefined
  try {
    const objects = changes.map((change) => ({
      name: change.name,
      body: change.after,
      existing: change.action === 'update' ? change.existing : undefined,
    }))
    await api.write(writers, stack, objects, secret)
  } catch (error) {
    if (!(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
    refused = error
  }
  let reading: Reading
  try {
    reading = await api.read(
      stack,
      changes.map(({ name }) => name),
    )
  } catch (error) {
    if (!(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
    return new Map(changes.map((change, index) => [change, index === 0 ? (refused ?? error) : 'not tried']))
  }
  let blamed = false
  for (const change of changes) {
    const found = reading.status === 'read' ? reading.objects.get(change.name) : undefined
    const mark = api.mark(parts, change.name)
    const wanted = mark ? mark.strip(change.after) : change.after
    const left = found && differencesOf(kind, api, wanted, found, mark)
    if (left?.length === 0 && found && mark?.read(found.body) === mark?.read(change.after)) continue
    if (refused) {
      // The first one that is not as wanted is the one that the server named.
      failures.set(change, blamed ? 'not tried' : refused)
      blamed = true
    } else {
      failures.set(
        change,
        notAsWritten(change, left?.map(({ path }) => path).concat(left.length === 0 ? ['its mark'] : [])),
      )
    }
  }
  if (refused && !blamed && changes[0]) failures.set(changes[0], refused)
  return failures
}

function notAsWritten(change: Change, paths: string[] | undefined): ElkctlError {
  return new ElkctlError(
    paths
      ? `The ${change.kind.name} ${change.name} was accepted, but reads back differently (${paths.join(', ')}).`
      : `The ${change.kind.name} ${change.name} was accepted, but is not there when read back.`,
    {
      exit: 'failure',
      hint: 'Does something else write it too? Run the command again, with --verbose to see each request.',
    },
  )
}
