import { ElkctlError } from '../errors.js'
import { expectGone, expectOk } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Change, OtherWork } from '../engine/change.js'
import { objectIn, type JsonObject } from '../json.js'
import { clusterStatePath, indexNamesIn } from '../kinds/cluster-state.js'
import { countIn } from '../kinds/document-count.js'
import { matchesAny } from '../patterns.js'
import type { Reader, Stack } from '../stack/stack.js'
import { inParts } from './index-names.js'

/** Deletes an index, with its documents. One that was empty when it was looked at is left alone when something is in it now. */
export const dataIndex: OtherWork = {
  name: 'index',
  needs: 'search',
  apply: async ({ search }, stack, bodies) => {
    const failed = new Map<string, ElkctlError>()
    for (const [name, { documents }] of bodies)
      if (documents === 0 && (await countIn(stack, name)) > 0) failed.set(name, notEmpty(name))
    const names = [...bodies.keys()].filter((name) => !failed.has(name))
    for (const part of inParts(names))
      expectGone(await search.delete(`/${part}?ignore_unavailable=true`), 'Deleting indices')
    const left = new Set((await indexNames(search)).filter((name) => names.includes(name)))
    for (const name of left) failed.set(name, stillThere(name))
    return failed
  },
}

const notEmpty = (name: string) =>
  new ElkctlError(`The index ${name} was empty, and something was written to it since.`, {
    exit: 'conflict',
    hint: 'Stop what writes to it, then run the command again; --delete-data deletes its documents too.',
  })

const stillThere = (name: string) =>
  new ElkctlError(`Deleting the index ${name} was accepted, but it is still there.`, {
    exit: 'failure',
    hint: 'Does something write to it? Stop that, then run the command again.',
  })

/** The deletion of an index that holds so many documents and bytes. */
export const deletion = (name: string, size: JsonObject): Change => ({
  ...{ kind: dataIndex, name, file: '' },
  action: 'remove',
  existing: { body: size },
})

/** Every index of the stack, closed ones too. @throws ApiError */
export async function indexNames(search: Reader): Promise<string[]> {
  const reply = await search.get(clusterStatePath)
  return indexNamesIn(expectOk(reply, 'Reading the indices')) ?? []
}

/** Deletes each index that these patterns match; what a closed one holds is unknown. @throws ApiError */
export async function dataOf(stack: Stack, patterns: string[]): Promise<Change[]> {
  const names = (await indexNames(stack.search)).filter((name) => matchesAny(patterns, name))
  const shown = 'indices.*.primaries.docs.count,indices.*.total.store.size_in_bytes'
  // A name without a wildcard is refused where there is no such index (404), and where it is closed (400).
  const path = `/${patterns.join()}/_stats/docs,store?filter_path=${shown}&ignore_unavailable=true`
  if (names.length === 0) return []
  const stats = objectIn(expectShape(await stack.search.get(path), 'Reading the sizes of indices', {}), 'indices')
  return names.sort().map((name) => {
    const { primaries, total } = objectIn(stats, name)
    const documents = objectIn(primaries, 'docs')['count'] ?? null
    return deletion(name, { documents, bytes: objectIn(total, 'store')['size_in_bytes'] ?? null })
  })
}
