import { isObject, objectIn, type JsonObject } from '../../json.js'
import { counted } from '../../counted.js'
import { ElkctlError } from '../../errors.js'
import { copyOf, mappingOf, readMappings, typeDifferences } from '../../kinds/index-mapping.js'
import { legacyQuery } from '../../kinds/index-template/legacy.js'
import { expectGone, expectOk, grantHint, reasonIn } from '../../http/answer.js'
import { expectMap, expectShape, hasShape, notUnderstood } from '../../http/shape.js'
import type { Reply, Stack, Writer } from '../../stack/stack.js'
import { isCopyOf, markOfCopy, type OldIndex } from '../old-index.js'

export interface ReindexOptions {
  stack: Stack
  /** connects again and is not stopped by Ctrl-C: lets documents in again */
  janitor: () => Promise<Writer>
  onProgress: (what: string) => void
  /** between two looks at what the server is doing. @throws InterruptedError */
  pause: () => Promise<void>
}

/**
 * Gives an old index the types of its template, by way of a copy. Where it stands is read off the stack alone: as long as the index has the old types it is
 * the original and its documents are copied away; else the copy is, and they are copied back. So it can be cut off anywhere and run again, and each of both is
 * deleted only when the other has all its documents.
 *
 * @returns how many documents the index has now. @throws ElkctlError
 */
export async function reindex(old: OldIndex, search: Writer, options: ReindexOptions): Promise<number> {
  const job: Job = { ...options, old, search, copy: copyOf(old.index) }
  await finishEarlier(job)
  if (await isOld(job)) {
    await makeCopy(job)
    await copyAway(job)
  }
  await makeAgain(job)
  return copyBack(job)
}

interface Job extends ReindexOptions {
  old: OldIndex
  search: Writer
  copy: string
}

/** A task that an earlier run has begun goes on in the server, whatever became of that run. */
async function finishEarlier(job: Job): Promise<void> {
  const what = 'Looking for a reindex that is under way'
  const reply = await job.search.get('/_tasks?actions=*reindex&detailed=true')
  const { nodes } = expectShape(reply, what, { nodes: 'map' })
  const tasks = Object.values(nodes).flatMap((node) => {
    if (!hasShape(node, { tasks: 'map' })) throw notUnderstood(reply, what)
    return Object.entries(node.tasks)
  })
  for (const [id, { description }] of tasks) if (String(description).includes(`[${job.copy}]`)) await follow(id, job)
}

async function isOld(job: Job): Promise<boolean> {
  const { old } = job
  const mappings = await mappingsOf(old.index, job)
  return mappings !== undefined && typeDifferences(wanted(old), mappings).length > 0
}

async function makeCopy(job: Job): Promise<void> {
  const { old, search, copy, stack } = job
  const there = await mappingsOf(copy, job)
  if (there === undefined) {
    const body = { ...bodyFor(old, await aliasesOf(old.index, search)), aliases: {} }
    expectOk(await search.put(`/${copy}${legacyQuery(stack)}`, body), `Making the copy ${copy}`)
  } else if (!isCopyOf(old.index, there) || typeDifferences(wanted(old), there).length > 0)
    throw new ElkctlError(`There is an index ${copy}, and it is no copy that elkctl made.`, {
      exit: 'conflict',
      hint: `Look what is in it. Rename or delete it, then run the command again.`,
    })
}

/** The copy has the types of the template already: a document that does not fit shows while the index is still there. */
async function copyAway(job: Job): Promise<void> {
  const { old, search, copy } = job
  await refresh(old.index, search)
  const before = await writesTo(old.index, search)
  const { total } = await copyAll(old.index, copy, 'index', job)
  await refresh(copy, search)
  await expectSame(old.index, copy, total, search)
  try {
    await setBlock(old.index, true, search)
    await refresh(old.index, search)
    if ((await writesTo(old.index, search)) !== before) throw stillWritten(old.index)
    await expectSame(old.index, copy, total, search)
    expectGone(await search.delete(`/${old.index}`), `Deleting ${old.index}, which is whole in ${copy}`)
  } catch (error) {
    // Where this fails too, the next run goes on.
    await job
      .janitor()
      .then((janitor) => setBlock(old.index, false, janitor))
      .catch(() => undefined)
    throw error
  }
}

async function makeAgain(job: Job): Promise<void> {
  const { old, search, copy, stack } = job
  const aliases = aliasesIn(await mappingsOf(copy, job))
  const { mappings, ...body } = bodyFor(old, aliases)
  const { _meta, ...ours } = mappings
  const reply = await search.put(`/${old.index}${legacyQuery(stack)}`, { ...body, mappings: ours })
  if (!(reply.status === 400 && (await mappingsOf(old.index, job)))) expectOk(reply, `Making ${old.index}`)
  const made = await mappingsOf(old.index, job)
  if (made && typeDifferences(wanted(old), made).length === 0) return
  throw stillWritten(old.index)
}

/** What has come into the new index since is newer, and stays. */
async function copyBack(job: Job): Promise<number> {
  const { old, search, copy } = job
  if ((await mappingsOf(copy, job)) === undefined) return count(old.index, search)
  await refresh(copy, search)
  const { total } = await copyAll(copy, old.index, 'create', job)
  await refresh(old.index, search)
  await expectSame(copy, old.index, total, search)
  expectGone(await search.delete(`/${copy}`), `Deleting the copy ${copy}, which is whole in ${old.index}`)
  return count(old.index, search)
}

interface Copied {
  total: number
}

/** Every document of one index has been put into the other, or, with `create`, was there. */
async function copyAll(from: string, to: string, op: 'index' | 'create', job: Job): Promise<Copied> {
  const what = `Copying ${from} to ${to}`
  const begun = await job.search.post('/_reindex?wait_for_completion=false', {
    conflicts: 'proceed',
    source: { index: from },
    dest: { index: to, op_type: op },
  })
  const response = await follow(expectShape(begun, what, { task: 'text' }).task, job)
  const { total, created, updated, version_conflicts: there, failures } = response ?? {}
  const done = [created, updated, there].reduce<number>((sum, number) => sum + Number(number ?? 0), 0)
  if (typeof total === 'number' && Array.isArray(failures) && failures.length === 0 && done === total) return { total }
  throw new ElkctlError(
    `${what} did not reach every document: ${response ? JSON.stringify(failures ?? response).slice(0, 500) : 'the server no longer knows how it ended'}.`,
    { exit: 'failure', hint: `No document is lost: ${from} is as it was. ${again}` },
  )
}

const again = 'Fix the cause and re-run to resume.'

/** Waits until a task of the server has ended. undefined: the server does not know it any more */
async function follow(task: string, { search, onProgress, pause }: Job): Promise<JsonObject | undefined> {
  for (;;) {
    const reply = await search.get(`/_tasks/${task}`)
    if (reply.status === 404) return undefined
    const asked = expectShape(reply, 'Asking how far the reindex is', { completed: 'truth', task: 'object' })
    if (asked.completed) return outcomeIn(reply)
    const { total = 0, created = 0, updated = 0 } = objectIn(asked.task, 'status')
    onProgress(`${Number(created) + Number(updated)} of ${counted(Number(total), 'document')}`)
    await pause()
  }
}

/** undefined: a task whose end was not kept. @throws ElkctlError when it was refused */
function outcomeIn(reply: Reply): JsonObject | undefined {
  const { response, error } = isObject(reply.body) ? reply.body : {}
  if (error === undefined) return isObject(response) ? response : undefined
  throw new ElkctlError(`The reindex was refused: ${reasonIn({ ...reply, body: { error } })}.`, {
    exit: 'failure',
    hint: `No document is lost. ${again}`,
  })
}

/** @throws ElkctlError when the second index has fewer documents than the first, or the copying did not see all of them */
async function expectSame(from: string, to: string, copied: number, search: Writer): Promise<void> {
  const [had, has] = [await count(from, search), await count(to, search)]
  if (had === copied && has >= had) return
  if (had !== copied) throw stillWritten(from)
  throw new ElkctlError(`${to} has ${counted(has, 'document')}, and ${from} has ${had}.`, {
    exit: 'failure',
    hint: `Neither was deleted. Look why they differ, then run the command again.`,
  })
}

const stillWritten = (index: string): ElkctlError =>
  new ElkctlError(`Something writes to ${index} while it is being reindexed. No document is lost.`, {
    exit: 'conflict',
    hint: 'Stop the application on all nodes, then run the same command again: it goes on from here.',
  })

/** Changes with every write, also where as many documents went as came. */
async function writesTo(index: string, search: Writer): Promise<string> {
  const what = `Looking for writes to ${index}`
  const reply = await search.get(`/${index}/_stats?level=shards`)
  const { indices } = expectShape(reply, what, { indices: 'map' })
  const last = Object.entries(objectIn(indices, index, 'shards')).map(([shard, copies]) => {
    const numbers = [copies]
      .flat()
      .map((one) => objectIn(one, 'seq_no')['max_seq_no'])
      .filter((number) => typeof number === 'number')
    if (numbers.length === 0) throw notUnderstood(reply, what)
    return `${shard}: ${Math.max(...numbers)}`
  })
  if (last.length === 0) throw notUnderstood(reply, what)
  return last.sort().join()
}

async function count(index: string, search: Writer): Promise<number> {
  const what = `Counting the documents of ${index}`
  return expectShape(await search.get(`/${index}/_count`), what, { count: 'number' }).count
}

const refresh = async (index: string, search: Writer) =>
  expectOk(await search.post(`/${index}/_refresh`, {}), `Refreshing ${index}`)

const setBlock = async (index: string, blocked: boolean, search: Writer) =>
  expectOk(
    await search.put(`/${index}/_settings`, { 'index.blocks.write': blocked ? true : null }),
    `${blocked ? 'Keeping writes from' : 'Letting writes into'} ${index}`,
  )

async function mappingsOf(
  index: string,
  { search, stack }: Pick<Job, 'search' | 'stack'>,
): Promise<JsonObject | undefined> {
  const reading = await readMappings(search, [index])
  if (reading.status === 'read') return reading.objects.get(index)?.body
  throw new ElkctlError(`The mapping of ${index} cannot be read: ${reading.reason}.`, {
    exit: 'access',
    hint: grantHint(reading.reason, stack.identity),
  })
}

async function aliasesOf(index: string, search: Writer): Promise<JsonObject> {
  const what = `Reading the aliases of ${index}`
  const reply = await search.get(`/${index}/_alias`)
  const found = expectMap(reply, what)[index]
  if (!hasShape(found, { aliases: 'object' })) throw notUnderstood(reply, what)
  return found.aliases
}

const wanted = ({ template }: OldIndex): JsonObject => mappingOf(template)

/** The aliases of the index are kept in the mark of its copy: when the index is gone nothing else knows them. */
function bodyFor(old: OldIndex, aliases: JsonObject) {
  const { lifecycle: _ours, ...index } = objectIn(old.template, 'settings', 'index')
  const elkctl = objectIn(markOfCopy(old.index), '_meta', 'elkctl')
  return { settings: { index }, mappings: { ...wanted(old), _meta: { elkctl: { ...elkctl, aliases } } }, aliases }
}

const aliasesIn = (copy: JsonObject | undefined): JsonObject => objectIn(copy, '_meta', 'elkctl', 'aliases')
