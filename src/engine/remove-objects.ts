import { ElkctlError, InterruptedError } from '../errors.js'
import type { Reading } from '../kinds/reading.js'
import type { Mishap, Mishaps, Work } from './apply.js'
import { atOnce } from './at-once.js'
import { apiOf, type Change } from './change.js'
import { pending } from './plan.js'
import { readBack } from './read-back.js'

/** Removes objects of one kind, several at a time, until one is refused, and then looks which have gone. */
export async function removeObjects(changes: Change[], hasFailed: boolean, work: Work): Promise<Mishaps> {
  const [first] = changes
  if (first === undefined) return new Map()
  if (hasFailed) return new Map(changes.map((change) => [change, 'not tried']))
  const refused = await neededSince(changes, first, work)
  if (refused.size > 0) return new Map(changes.map((change) => [change, refused.get(change) ?? 'not tried']))
  const sent = await sendAll(changes, work)
  const names = [...sent.keys()].map(({ name }) => name)
  try {
    const reading = await readBack(apiOf(first.kind, work.plan.stack), names, work)
    const mishaps = mishapsIn(changes, sent, reading)
    const untried = changes.filter((change) => !sent.has(change))
    const isOnlyThat = sent.size > 0 && untried.length > 0 && mishaps.size === untried.length
    // What was refused had gone before, such as the alias of an index that was removed: that is no failure, and stops nothing.
    return isOnlyThat && !work.stop.aborted ? await removeObjects(untried, false, work) : mishaps
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    const refused = [...sent.values()].find((one) => one !== undefined && !(one instanceof InterruptedError))
    const mishapOf = (change: Change): Mishap => {
      if (!sent.has(change)) return 'not tried'
      return error instanceof InterruptedError || change !== first ? 'unclear' : (refused ?? error)
    }
    return new Map(changes.map((change) => [change, mishapOf(change)]))
  }
}

/** What something needs by now that stays: nothing of the kind is removed then. */
async function neededSince(changes: Change[], first: Change, { plan }: Work): Promise<Mishaps> {
  const { stack } = plan
  const { removedUnasked, dependants } = apiOf(first.kind, stack)
  if (!removedUnasked || dependants === undefined) return new Map()
  // What is put back as it was before elkctl needs nothing of ours.
  const going = new Set(pending(plan).map(({ kind, name }) => `${kind.name} ${name}`))
  const objects = changes.flatMap((change) =>
    change.action === 'remove' && !change.asked ? [{ name: change.name, body: change.existing.body }] : [],
  )
  try {
    const needs = await dependants(stack, objects)
    return new Map(
      changes.flatMap((change): [Change, Mishap][] => {
        const by = (needs.get(change.name) ?? []).map(({ kind, name }) => `${kind} ${name}`)
        const staying = by.filter((one) => !going.has(one))
        return staying.length === 0 ? [] : [[change, inUse(change, staying)]]
      }),
    )
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return new Map([[first, error instanceof InterruptedError ? 'not tried' : error]])
  }
}

const inUse = ({ kind, name }: Change, by: string[]): ElkctlError =>
  new ElkctlError(`The ${kind.name} ${name} has come into use since the plan was made: by ${by.join(', ')}.`, {
    exit: 'conflict',
    hint: 'Run the command again: it is kept then.',
  })

/** Those that were sent, each with the error with which it ended, if it did not end well. */
async function sendAll(changes: Change[], work: Work) {
  const sent = new Map<Change, ElkctlError | undefined>()
  const refusal = new AbortController()
  const stop = AbortSignal.any([work.stop, refusal.signal])
  const removeOne = async (change: Change) => {
    const error = await remove(change, work)
    sent.set(change, error)
    if (error !== undefined) refusal.abort()
  }
  for (const together of inTurns(changes, work)) await atOnce(together, removeOne, stop)
  return sent
}

/** What can be removed at the same time. What has the marks of others goes last: without it, a run that is cut off would leave them as nobody’s. */
function inTurns(changes: Change[], { plan }: Work): Change[][] {
  const [first] = changes
  if (first === undefined) return []
  const { removedInTurn, markKeptIn } = apiOf(first.kind, plan.stack)
  if (removedInTurn) return changes.map((change) => [change])
  const keepers = new Set(
    changes.map(
      (change) => change.action === 'remove' && markKeptIn?.({ name: change.name, body: change.existing.body }),
    ),
  )
  return [changes.filter(({ name }) => !keepers.has(name)), changes.filter(({ name }) => keepers.has(name))]
}

async function remove({ kind, name }: Change, work: Work): Promise<ElkctlError | undefined> {
  const { plan, writers } = work
  try {
    await apiOf(kind, plan.stack).remove(writers, plan.stack, name)
    return undefined
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return error
  }
}

function mishapsIn(changes: Change[], sent: Map<Change, ElkctlError | undefined>, reading: Reading): Mishaps {
  const mishaps: Mishaps = new Map()
  for (const change of changes) {
    const isGone = reading.status === 'read' && !reading.objects.has(change.name)
    if (!sent.has(change)) mishaps.set(change, 'not tried')
    else if (!isGone) mishaps.set(change, whyStillThere(change, sent.get(change)))
  }
  return mishaps
}

function whyStillThere({ kind, name }: Change, error: ElkctlError | undefined): Mishap {
  if (error instanceof InterruptedError) return error.unanswered === undefined ? 'not tried' : 'unclear'
  return (
    error ??
    new ElkctlError(`Removing the ${kind.name} ${name} was accepted, but it is still there.`, {
      exit: 'failure',
      hint: 'Does something else write it? Run the command again, with --verbose to see each request.',
    })
  )
}
