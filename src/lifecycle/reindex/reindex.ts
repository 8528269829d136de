import { ElkctlError } from '../../errors.js'
import { expectGone, expectOk } from '../../http/answer.js'
import { objectIn, type JsonObject } from '../../json.js'
import { reindexCopyOf, mappingOf, typeDifferences } from '../../kinds/index-mapping.js'
import { legacyQuery } from '../../kinds/index-template/legacy.js'
import type { Writer } from '../../stack/stack.js'
import { isCopyOf, markOfCopy, type OldIndex } from '../old-index.js'
import { copyDocuments, expectSame, finishEarlier, stillWritten } from './copy-documents.js'
import { aliasesOf, count, mappingsOf, refresh, setBlock, writesTo } from './index-requests.js'
import type { Job, ReindexOptions } from './job.js'

/**
 * Gives an old index the types of its template, by way of a copy. Where it stands is read off the stack alone: as long as the index has the old types it is
 * the original and its documents are copied away; else the copy is, and they are copied back. So it can be cut off anywhere and run again, and each of both is
 * deleted only when the other has all its documents.
 *
 * @returns how many documents the index has now. @throws ElkctlError
 */
export async function reindex(old: OldIndex, search: Writer, options: ReindexOptions): Promise<number> {
  const job: Job = { ...options, old, search, copy: reindexCopyOf(old.index) }
  await finishEarlier(job)
  if (await isOld(job)) {
    await makeCopy(job)
    await copyAway(job)
  }
  await makeAgain(job)
  return copyBack(job)
}

async function isOld(job: Job): Promise<boolean> {
  const { old } = job
  const mappings = await mappingsOf(old.index, job)
  return mappings !== undefined && typeDifferences(desiredMapping(old), mappings).length > 0
}

async function makeCopy(job: Job): Promise<void> {
  const { old, search, copy, stack } = job
  const there = await mappingsOf(copy, job)
  if (there === undefined) {
    const body = { ...bodyFor(old, await aliasesOf(old.index, search)), aliases: {} }
    expectOk(await search.put(`/${copy}${legacyQuery(stack)}`, body), `Making the copy ${copy}`)
  } else if (!isCopyOf(old.index, there) || typeDifferences(desiredMapping(old), there).length > 0)
    throw new ElkctlError(`The index ${copy} exists, and is not a copy made by elkctl.`, {
      exit: 'conflict',
      hint: `Check what is in it, rename or delete it, then run the command again.`,
    })
}

/** The copy has the types of the template already: a document that does not fit shows while the index is still there. */
async function copyAway(job: Job): Promise<void> {
  const { old, search, copy } = job
  await refresh(old.index, search)
  const before = await writesTo(old.index, search)
  const total = await copyDocuments(old.index, copy, 'index', job)
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
      .cleanupWriter()
      .then((writer) => setBlock(old.index, false, writer))
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
  if (made && typeDifferences(desiredMapping(old), made).length === 0) return
  throw stillWritten(old.index)
}

/** What has come into the new index since is newer, and stays. */
async function copyBack(job: Job): Promise<number> {
  const { old, search, copy } = job
  if ((await mappingsOf(copy, job)) === undefined) return count(old.index, search)
  await refresh(copy, search)
  const total = await copyDocuments(copy, old.index, 'create', job)
  await refresh(old.index, search)
  await expectSame(copy, old.index, total, search)
  expectGone(await search.delete(`/${copy}`), `Deleting the copy ${copy}, which is whole in ${old.index}`)
  return count(old.index, search)
}

const desiredMapping = ({ template }: OldIndex): JsonObject => mappingOf(template)

/** The aliases of the index are kept in the mark of its copy: when the index is gone nothing else knows them. */
function bodyFor(old: OldIndex, aliases: JsonObject) {
  const { lifecycle: _ours, ...index } = objectIn(old.template, 'settings', 'index')
  const elkctl = objectIn(markOfCopy(old.index), '_meta', 'elkctl')
  return {
    settings: { index },
    mappings: { ...desiredMapping(old), _meta: { elkctl: { ...elkctl, aliases } } },
    aliases,
  }
}

const aliasesIn = (copy: JsonObject | undefined): JsonObject => objectIn(copy, '_meta', 'elkctl', 'aliases')
