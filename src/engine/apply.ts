import { ElkctlError, InterruptedError } from '../errors.js'
import type { Reading, ResourceApi, ResourceKind, Secret } from '../kinds/kind.js'
import type { Stack, Writers } from '../stack/stack.js'
import { apiOf, differencesOf, type Change, type Writable } from './change.js'
import { noteForms, type KeptOtherwise, type Rewritten } from './kept-otherwise.js'
import { pending, type Plan } from './plan.js'

export type Outcome =
  | {
      change: Change
      status: 'applied'
      milliseconds: number
      /** where the server keeps it in a form that elkctl does not know */
      keptOtherwise?: KeptOtherwise
    }
  | { change: Change; status: 'failed'; error: ElkctlError; milliseconds: number }
  /** it was sent, and the run was interrupted before the stack told whether it was done */
  | { change: Change; status: 'unclear' }
  /** it was done, and taken back: a user whose password was not handed over */
  | { change: Change; status: 'undone' }
  /** something before it failed, or the run was interrupted */
  | { change: Change; status: 'not tried' }

export interface ApplyOptions {
  secret: Secret
  signal: AbortSignal
  /** The stack, to read back from: also after an interruption, where what was under way is to be known. */
  readBack: () => Promise<Stack>
  onKind: (kind: ResourceKind, changes: Change[]) => void
  onOutcome: (outcome: Outcome) => void
}

type Removable = Extract<Change, { action: 'remove' }>

/**
 * Carries out what the plan says, and computes nothing more. Every object is read back. Stops at the first failure. An interruption stops it as well:
 * what became of the write that was under way is found out.
 */
export async function applyPlan(plan: Plan, writers: Writers, options: ApplyOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const tell = (outcome: Outcome) => {
    outcomes.push(outcome)
    options.onOutcome(outcome)
  }
  const todo = pending(plan) as (Writable | Removable)[]
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
    const failed = await writeKind(
      kind,
      changes.filter((change) => change.action !== 'remove'),
      plan,
      writers,
      options,
    )
    for (const change of changes.filter((candidate) => candidate.action === 'remove')) {
      const error = failed.size === 0 ? await remove(change, plan, writers, options) : 'not tried'
      if (error !== undefined) failed.set(change, error)
    }
    const milliseconds = Math.round(performance.now() - start)
    for (const change of changes) {
      const error = failed.get(change)
      if (error === undefined) tell({ change, status: 'applied', milliseconds })
      else if (typeof error === 'string') tell({ change, status: error })
      else if ('paths' in error) tell({ change, status: 'applied', milliseconds, keptOtherwise: error })
      else tell({ change, status: 'failed', error, milliseconds })
    }
  }
  return outcomes
}

type Failure = ElkctlError | 'not tried' | 'unclear'

/** Writes the objects of one kind and reads them back: the answer to a write is not evidence. */
async function writeKind(
  kind: ResourceKind,
  changes: Writable[],
  plan: Plan,
  writers: Writers,
  { secret, readBack }: ApplyOptions,
): Promise<Map<Change, Failure | KeptOtherwise>> {
  const { stack, parts } = plan
  const api = apiOf(kind, stack)
  const failures = new Map<Change, Failure | KeptOtherwise>()
  if (changes.length === 0) return failures
  let refused: ElkctlError | undefined
  try {
    const objects = changes.map((change) => ({
      name: change.name,
      body: change.after,
      existing: change.action === 'update' ? change.existing : undefined,
    }))
    const failed = await api.write(writers, stack, objects, secret)
    if (failed instanceof Map)
      return new Map(
        changes.flatMap((change) => {
          const error = failed.get(change.name)
          return error ? [[change, error]] : []
        }),
      )
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    refused = error
  }
  let reading: Reading
  try {
    reading = await lookAgain(
      api,
      changes.map(({ name }) => name),
      readBack,
    )
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    if (error instanceof InterruptedError || refused instanceof InterruptedError)
      return new Map(changes.map((change) => [change, 'unclear']))
    return new Map(changes.map((change, index) => [change, index === 0 ? (refused ?? error) : 'not tried']))
  }
  let blamed = false
  const rewritten: Rewritten[] = []
  for (const change of changes) {
    const found = reading.status === 'read' ? reading.objects.get(change.name) : undefined
    const mark = api.mark(parts, change.name)
    const wanted = mark ? mark.strip(change.after) : change.after
    const left = found && differencesOf(kind, api, wanted, found, mark)
    const isOurs = found !== undefined && mark?.read(found.body) === mark?.read(change.after)
    const isThere = left?.length === 0 && isOurs
    // A password cannot be read back.
    const isSecret = kind.name === 'user' && change.action === 'update' && secret.password !== undefined
    if (isThere && !(refused instanceof InterruptedError && isSecret)) continue
    if (refused instanceof InterruptedError) {
      failures.set(change, isUnanswered(change, changes, refused) ? 'unclear' : 'not tried')
    } else if (refused) {
      // The first one that is not as wanted is the one that the server named.
      failures.set(change, blamed ? 'not tried' : refused)
      blamed = true
    } else if (api.rewritten && isOurs && left) {
      rewritten.push({ change, found, paths: left.map(({ path }) => path) })
    } else {
      failures.set(
        change,
        notAsWritten(change, left?.map(({ path }) => path).concat(left.length === 0 ? ['its mark'] : [])),
      )
    }
  }
  if (refused && !(refused instanceof InterruptedError) && !blamed && changes[0]) failures.set(changes[0], refused)
  const noted = await noteForms(kind, api, rewritten, plan, writers, (names) => lookAgain(api, names, readBack))
  return new Map<Change, Failure | KeptOtherwise>([...failures, ...noted])
}

/** An interruption in the middle of reading back is no answer: then it is asked once more, of a stack that answers for a moment yet. */
async function lookAgain(api: ResourceApi, names: string[], readBack: ApplyOptions['readBack']): Promise<Reading> {
  try {
    return await api.read(await readBack(), names)
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    return api.read(await readBack(), names)
  }
}

/** Whether the write that got no answer is the one of this object: its path names it, or it carries all of them. */
function isUnanswered({ name }: Change, changes: Change[], { unanswered }: InterruptedError): boolean {
  if (unanswered === undefined) return false
  const path = String(unanswered.split('?')[0])
  const names = (candidate: string) => path.endsWith(`/${encodeURIComponent(candidate)}`)
  return names(name) || !changes.some((other) => names(other.name))
}

/** Takes one object away and looks whether it has gone. */
async function remove(
  { kind, name }: Removable,
  { stack }: Plan,
  writers: Writers,
  { readBack }: ApplyOptions,
): Promise<Failure | undefined> {
  const api = apiOf(kind, stack)
  if (api.remove === undefined) throw new Error(`${kind.name} cannot be removed`)
  let interrupted: InterruptedError | undefined
  try {
    await api.remove(writers, stack, name).catch((error: unknown) => {
      if (!(error instanceof InterruptedError)) throw error
      interrupted = error
    })
    const reading = await lookAgain(api, [name], readBack)
    if (reading.status === 'read' && !reading.objects.has(name)) return undefined
    if (interrupted) return interrupted.unanswered === undefined ? 'not tried' : 'unclear'
    return new ElkctlError(`Removing the ${kind.name} ${name} was accepted, but it is still there.`, {
      exit: 'failure',
      hint: 'Does something else write it? Run the command again, with --verbose to see each request.',
    })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return error instanceof InterruptedError ? 'unclear' : error
  }
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
