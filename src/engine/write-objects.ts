import { ElkctlError, InterruptedError } from '../errors.js'
import type { Existing, ResourceApi, ResourceKind } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import type { Mishap, Mishaps, Work } from './apply.js'
import { apiOf, isIndexWork, type Change, type Writable } from './change.js'
import { differencesOf } from './differences.js'
import { noteForms } from './kept-otherwise.js'
import { interrupted, readBack } from './read-back.js'

/** Writes the objects of one kind and reads them back: the answer to a write is not evidence. */
export async function writeObjects(changes: Writable[], work: Work): Promise<Mishaps> {
  const [first] = changes
  if (first === undefined || isIndexWork(first.kind)) return new Map()
  const api = apiOf(first.kind, work.plan.stack)
  const refused = await write(api, changes, work)
  try {
    const names = changes.map(({ name }) => name)
    return await judged(changes, await readBack(api, names, work), { ...work, kind: first.kind, api, refused })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    if (error instanceof InterruptedError || refused instanceof InterruptedError)
      return new Map(changes.map((change) => [change, 'unclear']))
    return onlyFirst(changes, refused ?? error)
  }
}

/** The error with which it ended, where it did not end well. */
async function write(api: ResourceApi, changes: Writable[], work: Work): Promise<ElkctlError | undefined> {
  const objects = changes.map((change) => ({
    name: change.name,
    body: change.after,
    existing: change.action === 'update' ? change.existing : undefined,
  }))
  try {
    await api.write(work.writers, work.plan.stack, objects, work.secret)
    return undefined
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return error
  }
}

const onlyFirst = (changes: Writable[], error: ElkctlError): Mishaps =>
  new Map(changes.map((change, index) => [change, index === 0 ? error : 'not tried']))

interface Judgement extends Work {
  kind: ResourceKind
  api: ResourceApi
  refused: ElkctlError | undefined
}

async function judged(changes: Writable[], reading: Reading, judgement: Judgement): Promise<Mishaps> {
  const { refused } = judgement
  const found = changes.map((change) => ({ change, ...writtenState(change, reading, judgement) }))
  const missing = found.filter(({ isDone }) => !isDone)
  if (refused instanceof InterruptedError)
    return interrupted(
      missing.map(({ change }) => change),
      refused,
      changes,
    )
  // The first one that is not as wanted is the one that the server named.
  if (refused) return onlyFirst(missing.length > 0 ? missing.map(({ change }) => change) : changes.slice(0, 1), refused)
  const rewritten = missing.flatMap(({ change, isOurs, there, left }) =>
    judgement.api.rewritten && isOurs && there && left ? [{ change, found: there, paths: left }] : [],
  )
  const wrong = missing.filter(({ change }) => !rewritten.some((one) => one.change === change))
  const { kind, api, plan, writers } = judgement
  const noted = await noteForms(kind, api, rewritten, plan, writers, (names) => readBack(api, names, judgement))
  return new Map<Change, Mishap>([
    ...wrong.map((state): [Change, Mishap] => [state.change, notAsWritten(state)]),
    ...noted,
  ])
}

interface State {
  isDone: boolean
  /** the object carries our mark */
  isOurs: boolean
  there: Existing | undefined
  /** paths that differ; undefined: the object is not there */
  left: string[] | undefined
}

function writtenState(change: Writable, reading: Reading, { kind, api, plan, refused, secret }: Judgement): State {
  const found = reading.status === 'read' ? reading.objects.get(change.name) : undefined
  const mark = api.mark(plan.stack, change.name)
  const wanted = mark ? mark.strip(change.after) : change.after
  const left = found && differencesOf(kind, api, wanted, found, mark).map(({ path }) => path)
  const isOurs = found !== undefined && mark?.read(found.body) === mark?.read(change.after)
  // A password cannot be read back.
  const isSecret = change.kind.name === 'user' && change.action === 'update' && secret.password !== undefined
  const isDone = left?.length === 0 && isOurs && !(refused instanceof InterruptedError && isSecret)
  return { isDone, isOurs, there: found, left }
}

function notAsWritten({ change, left }: State & { change: Change }): Mishap {
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
