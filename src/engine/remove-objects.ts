import { ElkctlError, InterruptedError } from '../errors.js'
import type { Reading } from '../kinds/reading.js'
import type { Mishap, Mishaps, Work } from './apply.js'
import { apiOf, type Change } from './change.js'
import { readBack } from './read-back.js'

/** Removes objects of one kind one after the other, until one fails, and then looks which have gone. */
export async function removeObjects(changes: Change[], hasFailed: boolean, work: Work): Promise<Mishaps> {
  const [first] = changes
  if (first === undefined) return new Map()
  if (hasFailed) return new Map(changes.map((change) => [change, 'not tried']))
  const sent = await sendAll(changes, work)
  const names = [...sent.keys()].map(({ name }) => name)
  try {
    const reading = await readBack(apiOf(first.kind, work.plan.stack), names, work)
    return mishapsIn(changes, sent, reading)
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

/** Those that were sent, each with the error with which it ended, if it did not end well. */
async function sendAll(changes: Change[], { plan: { stack }, writers }: Work) {
  const sent = new Map<Change, ElkctlError | undefined>()
  for (const change of changes) {
    try {
      await apiOf(change.kind, stack).remove(writers, stack, change.name)
      sent.set(change, undefined)
    } catch (error) {
      if (!(error instanceof ElkctlError)) throw error
      sent.set(change, error)
      break
    }
  }
  return sent
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
