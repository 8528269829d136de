import { ElkctlError } from '../errors.js'
import { expectGone } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reply, Writer } from '../stack/stack.js'
import { indicesMadeForSampleData, refresh } from './indices.js'
import { everywhere, lenient, ofSampleData, type Marked } from './mark.js'

export interface RemoveResult {
  deleted: number
  /** by family: `filebeat*` */
  families: Map<string, number>
  /** indices that were made for sample data and held nothing any more */
  indices: string[]
  /** made for sample data too, but something else has come in since */
  kept: string[]
  /** empty too, but the account has no right to delete an index */
  undeletable: string[]
}

/** So many in one request: it must end before its time is over. */
const atATime = 20_000

/** What was done, also when it was stopped or failed. */
export interface Removed {
  result: RemoveResult
  ended: 'finished' | 'stopped' | ElkctlError
}

interface RemoveOptions {
  /** after each request that deleted some */
  onProgress: (deleted: number) => void
  stopped: () => boolean
}

/** Deletes every sample document and no other, then those indices that a load made and that are empty. */
export async function removeDocuments(search: Writer, data: Marked, options: RemoveOptions): Promise<Removed> {
  const result: RemoveResult = { deleted: 0, families: new Map(), indices: [], kept: [], undeletable: [] }
  const work = async (): Promise<'finished' | 'stopped'> => {
    const { families } = data
    // A load that has just been interrupted may have left documents that no search would find yet.
    await refresh(search, everywhere(families))
    for (const family of families) {
      let deleted: number
      do {
        if (options.stopped()) return 'stopped'
        deleted = await deleteSome(search, family, data)
        result.deleted += deleted
        if (deleted > 0) result.families.set(family, (result.families.get(family) ?? 0) + deleted)
        options.onProgress(result.deleted)
      } while (deleted >= atATime)
    }
    for (const index of await indicesMadeForSampleData(search, families)) {
      if (options.stopped()) return 'stopped'
      if (!(await isEmpty(search, index))) result.kept.push(index)
      else if (await deleteIndex(search, index)) result.indices.push(index)
      else result.undeletable.push(index)
    }
    return 'finished'
  }
  try {
    return { result, ended: await work() }
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return { result, ended: error }
  }
}

/** @returns how many there were to delete */
async function deleteSome(search: Writer, family: string, data: Marked): Promise<number> {
  const reply = await search.post(
    `/${family}/_delete_by_query?${lenient}&conflicts=proceed&refresh=true&max_docs=${atATime}`,
    { query: ofSampleData(data) },
  )
  if (lacksDeletion(reply))
    throw new ElkctlError(
      `This server does not know deletion by query (${reply.status} for POST /${family}/_delete_by_query), so sample documents cannot be told from others and deleted.`,
      {
        exit: 'failure',
        hint: 'Its module "reindex" is missing, which every distribution of Elasticsearch and OpenSearch has. With it, run the command again; or delete the indices yourself that hold nothing else.',
      },
    )
  const { deleted, failures } = expectShape(reply, `Deleting sample data from ${family}`, {
    deleted: 'number',
    failures: 'objects',
  })
  if (failures.length > 0)
    throw new ElkctlError(`Some sample documents of ${family} could not be deleted: ${JSON.stringify(failures[0])}`, {
      exit: 'failure',
      hint: 'Correct what the server names, then run the command again.',
    })
  return deleted
}

/** A route that a server does not have is 404, 405, or 400 with a sentence for an error, by version; a refusal has an object. */
const lacksDeletion = ({ status, body }: Reply): boolean =>
  status === 404 ||
  status === 405 ||
  (status === 400 && typeof (body as { error?: unknown } | null)?.error === 'string')

/** @returns false: the account may not */
async function deleteIndex(search: Writer, index: string): Promise<boolean> {
  const reply = await search.delete(`/${index}`)
  if (reply.status === 403) return false
  expectGone(reply, `Deleting the empty index ${index}`)
  return true
}

/** Asked right before the index goes: a sender that wakes up in between makes it again with its next document. */
async function isEmpty(search: Writer, index: string): Promise<boolean> {
  await refresh(search, index)
  const reply = await search.get(`/${index}/_count`)
  return expectShape(reply, `Counting the documents of ${index}`, { count: 'number' }).count === 0
}
