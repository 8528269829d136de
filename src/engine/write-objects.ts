import { ElkctlError, InterruptedError } from '../errors.js'
import type { Existing } from '../kinds/kind.js'
import { isOfAnotherRun } from '../kinds/mark.js'
import type { Reading } from '../kinds/reading.js'
import type { KindWork, Mishap, Mishaps, Work } from './apply.js'
import { atOnce } from './at-once.js'
import { apiOf, isOtherWork, type Change, type Writable } from './change.js'
import { differencesOf } from './differences.js'
import { markServerForms } from './kept-otherwise.js'
import { interrupted, readBack } from './read-back.js'

/** The writes of one kind. */
export interface Writing {
  /** every write has been answered, or is not going to be made */
  sent: Promise<unknown>
  /** read back: the answer to a write is not evidence */
  mishaps: Promise<Mishaps>
}

/** Writes the objects of one kind, several at a time, and reads them back. */
export function writeObjects(changes: Writable[], work: Work): Writing {
  const [first] = changes
  if (first === undefined || isOtherWork(first.kind))
    return { sent: Promise.resolve(), mishaps: Promise.resolve(new Map<Change, Mishap>()) }
  const kindWork = { ...work, kind: first.kind, api: apiOf(first.kind, work.plan.stack) }
  const requests = kindWork.api.writesTogether ? [changes] : changes.map((change) => [change])
  const sent = atOnce(requests, (together) => write(together, kindWork), work.stop)
  return { sent, mishaps: sent.then((ends) => lookBack(requests, ends, kindWork)) }
}

/** @param ends of the requests that were begun */
async function lookBack(
  requests: Writable[][],
  ends: Map<Writable[], ElkctlError | undefined>,
  work: KindWork,
): Promise<Mishaps> {
  const changes = requests.flat()
  const attempts = requests.map((together): Attempt => ({
    ...{ changes: together, isBegun: ends.has(together), error: ends.get(together) },
  }))
  const begun = attempts.flatMap((attempt) => (attempt.isBegun ? attempt.changes : []))
  if (begun.length === 0) return notTried(changes)
  try {
    const names = begun.map(({ name }) => name)
    return await mishapsIn(attempts, await readBack(work.api, names, work), work)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    const unclear = new Map<Change, Mishap>(
      changes.map((change) => [change, begun.includes(change) ? 'unclear' : 'not tried']),
    )
    const isInterrupted = [error, ...ends.values()].some((one) => one instanceof InterruptedError)
    return isInterrupted ? unclear : withFailure(unclear, attempts, failureOf(attempts) ?? error)
  }
}

/** Objects that are written by one request. */
interface Attempt {
  changes: Writable[]
  isBegun: boolean
  /** with which the write ended, where it did not end well */
  error: ElkctlError | undefined
}

/** The error with which it ended, where it did not end well. */
async function write(changes: Writable[], work: KindWork): Promise<ElkctlError | undefined> {
  const objects = changes.map((change) => ({
    name: change.name,
    body: change.after,
    existing: change.action === 'update' ? change.existing : undefined,
  }))
  try {
    await work.api.write(work.writers, work.plan.stack, objects, work.secret)
    return undefined
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    work.fail()
    return error
  }
}

const notTried = (changes: Change[]): Mishaps => new Map(changes.map((change) => [change, 'not tried']))

const failureOf = (attempts: Attempt[]): ElkctlError | undefined =>
  attempts.map(({ error }) => error).find((error) => error && !(error instanceof InterruptedError))

/** What became of changes that are not there as they were written. */
async function mishapsIn(attempts: Attempt[], reading: Reading, work: KindWork): Promise<Mishaps> {
  const states = attempts.flatMap((attempt) =>
    attempt.changes.map((change) => ({ attempt, change, ...writtenState(change, attempt, reading, work) })),
  )
  const mishaps: Mishaps = new Map(attempts.flatMap((attempt) => [...whereStopped(attempt, states)]))
  const undone = states.filter(({ attempt, isDone }) => attempt.isBegun && attempt.error === undefined && !isDone)
  const rewritten = undone.flatMap(({ change, isOurs, existing, left }) =>
    work.api.rewritten && isOurs && existing && left ? [{ change, actual: existing, paths: left }] : [],
  )
  for (const state of undone)
    if (!rewritten.some(({ change }) => change === state.change))
      mishaps.set(state.change, state.isByAnother ? 'by another' : notAsWritten(state))
  for (const [change, form] of await markServerForms(rewritten, work)) mishaps.set(change, form)
  const failure = failureOf(attempts)
  return failure === undefined || [...mishaps.values()].includes(failure)
    ? mishaps
    : withFailure(mishaps, attempts, failure)
}

/** Of objects that were not written, or whose write did not end well. */
function whereStopped({ changes, isBegun, error }: Attempt, states: { change: Change; isDone: boolean }[]): Mishaps {
  if (!isBegun) return notTried(changes)
  const undone = changes.filter((change) => states.some((state) => state.change === change && !state.isDone))
  if (error === undefined) return new Map()
  if (error instanceof InterruptedError) return interrupted(undone, error, changes)
  // The first one that is not as it should be is the one that the server named.
  return new Map<Change, Mishap>(undone.map((change, index) => [change, index === 0 ? error : 'not tried']))
}

/** Every error is reported with an object: the first one of the failed request, where reading back does not show which object it was. */
function withFailure(mishaps: Mishaps, attempts: Attempt[], failure: ElkctlError): Mishaps {
  const [first] = (attempts.find(({ error }) => error === failure) ?? attempts[0])?.changes ?? []
  return first === undefined ? mishaps : new Map([...mishaps, [first, failure]])
}

interface WrittenState {
  isDone: boolean
  /** the object carries our mark */
  isOurs: boolean
  /** as it should be, but with the password of another run */
  isByAnother: boolean
  existing: Existing | undefined
  /** paths that differ; undefined: the object is not there */
  left: string[] | undefined
}

function writtenState(change: Writable, { error }: Attempt, reading: Reading, work: KindWork): WrittenState {
  const { kind, api, plan, secret } = work
  const existing = reading.status === 'read' ? reading.objects.get(change.name) : undefined
  const mark = api.mark(plan.stack, change.name)
  const desired = mark ? mark.strip(change.after) : change.after
  const left = existing && differencesOf({ kind, api, mark }, desired, existing).map(({ path }) => path)
  const [own, found] = [change.after, existing?.body ?? {}].map((body) => mark?.read(body))
  const isOurs = existing !== undefined && found === own
  const isByAnother = left?.length === 0 && isOfAnotherRun(own, found)
  // A password cannot be read back.
  const isSecret = change.kind.name === 'user' && change.action === 'update' && secret.password !== undefined
  const isDone = left?.length === 0 && isOurs && !(error instanceof InterruptedError && isSecret)
  return { isDone, isOurs, isByAnother, existing, left }
}

function notAsWritten({ change, left }: WrittenState & { change: Change }): Mishap {
  const paths = left?.length === 0 ? ['its mark'] : left
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
