import { ElkctlError, InterruptedError } from '../errors.js'
import type { Existing } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import type { KindWork, Mishap, Mishaps, Work } from './apply.js'
import { apiOf, isOtherWork, type Change, type Writable } from './change.js'
import { differencesOf } from './differences.js'
import { markServerForms } from './kept-otherwise.js'
import { interrupted, readBack } from './read-back.js'

/** Writes the objects of one kind and reads them back: the answer to a write is not evidence. */
export async function writeObjects(changes: Writable[], work: Work): Promise<Mishaps> {
  const [first] = changes
  if (first === undefined || isOtherWork(first.kind)) return new Map()
  const kindWork = { ...work, kind: first.kind, api: apiOf(first.kind, work.plan.stack) }
  const refused = await write(changes, kindWork)
  try {
    const names = changes.map(({ name }) => name)
    const reading = await readBack(kindWork.api, names, work)
    return await mishapsIn(changes, reading, { ...kindWork, refused })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    if (error instanceof InterruptedError || refused instanceof InterruptedError)
      return new Map(changes.map((change) => [change, 'unclear']))
    return onlyFirst(changes, refused ?? error)
  }
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
    return error
  }
}

const onlyFirst = (changes: Writable[], error: ElkctlError): Mishaps =>
  new Map(changes.map((change, index) => [change, index === 0 ? error : 'not tried']))

interface Attempt extends KindWork {
  /** with which error the write ended, where it did not end well */
  refused: ElkctlError | undefined
}

/** What became of changes that are not there as they were written. */
async function mishapsIn(changes: Writable[], reading: Reading, attempt: Attempt): Promise<Mishaps> {
  const { refused, api } = attempt
  const undone = changes
    .map((change) => ({ change, ...writtenState(change, reading, attempt) }))
    .filter(({ isDone }) => !isDone)
  const undoneChanges = undone.map(({ change }) => change)
  if (refused instanceof InterruptedError) return interrupted(undoneChanges, refused, changes)
  // The first one that is not as it should be is the one that the server named.
  if (refused) return onlyFirst(undoneChanges.length > 0 ? undoneChanges : changes.slice(0, 1), refused)
  const rewritten = undone.flatMap(({ change, isOurs, existing, left }) =>
    api.rewritten && isOurs && existing && left ? [{ change, actual: existing, paths: left }] : [],
  )
  const wrong = undone.filter(({ change }) => !rewritten.some((one) => one.change === change))
  return new Map<Change, Mishap>([
    ...wrong.map((state): [Change, Mishap] => [state.change, notAsWritten(state)]),
    ...(await markServerForms(rewritten, attempt)),
  ])
}

interface WrittenState {
  isDone: boolean
  /** the object carries our mark */
  isOurs: boolean
  existing: Existing | undefined
  /** paths that differ; undefined: the object is not there */
  left: string[] | undefined
}

function writtenState(change: Writable, reading: Reading, attempt: Attempt): WrittenState {
  const { kind, api, plan, refused, secret } = attempt
  const existing = reading.status === 'read' ? reading.objects.get(change.name) : undefined
  const mark = api.mark(plan.stack, change.name)
  const desired = mark ? mark.strip(change.after) : change.after
  const left = existing && differencesOf({ kind, api, mark }, desired, existing).map(({ path }) => path)
  const isOurs = existing !== undefined && mark?.read(existing.body) === mark?.read(change.after)
  // A password cannot be read back.
  const isSecret = change.kind.name === 'user' && change.action === 'update' && secret.password !== undefined
  const isDone = left?.length === 0 && isOurs && !(refused instanceof InterruptedError && isSecret)
  return { isDone, isOurs, existing, left }
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
