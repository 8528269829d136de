import { objectIn, type JsonObject } from '../json.js'
import { clusterStatePath, indicesIn } from '../kinds/cluster-state.js'
import { reindexCopyOf, mappingOf, readMappings, typeDifferences, type TypeDifference } from '../kinds/index-mapping.js'
import { indexTemplate } from '../kinds/index-template/index-template.js'
import type { Reading } from '../kinds/reading.js'
import type { Reader, Stack } from '../stack/stack.js'
import type { Change, OtherWork } from '../engine/change.js'
import type { Definition } from '../engine/definitions.js'
import { diff } from '../engine/diff.js'

/** An index that is older than the template for it, has other types, and is never replaced by a new one: a template changes new indices only. */
export interface OldIndex {
  index: string
  /** dates first: without them nothing can be asked by time */
  differences: TypeDifference[]
  /** what the template gives a new index */
  template: JsonObject
  /** a reindex of an earlier run was cut off: documents are in this copy */
  copy: string | undefined
}

/** The mark by which a copy is known that elkctl made: an index of that name may be somebody else's. */
export const markOfCopy = (index: string): JsonObject => ({ _meta: { elkctl: { copyOf: index } } })

export const isCopyOf = (index: string, mappings: JsonObject | undefined): boolean =>
  mappings !== undefined && diff(markOfCopy(index), mappings, 'subset').length === 0

/** Nothing is written: what an index must look like follows from its template. */
const indexMapping: OtherWork = { name: 'index mapping', needs: 'search' }

interface Lasting {
  index: string
  file: string
  template: JsonObject
}

/** Indices that a template of ours names in full. */
export const lastingIndices = (definitions: Definition[]): string[] =>
  definitions.flatMap(lastingOf).map(({ index }) => index)

/**
 * Looks at the indices that a template of ours is for by their whole name: the others are replaced every day or month.
 *
 * @param stack its reader knows their whole mappings
 */
export async function planOldIndices(
  definitions: Definition[],
  { search }: Stack,
): Promise<{ oldIndices: OldIndex[]; unseen: Change[] }> {
  const lasting = definitions.flatMap(lastingOf)
  if (lasting.length === 0) return { oldIndices: [], unseen: [] }
  const reading = await mappingsOf(
    lasting.map(({ index }) => index),
    search,
  )
  if (reading.status !== 'read')
    return { oldIndices: [], unseen: lasting.map((one) => cannotTell(one, reading.reason)) }
  return {
    oldIndices: lasting.flatMap((one) => oldIn(one, (name) => reading.objects.get(name)?.body)),
    unseen: [],
  }
}

const lastingOf = ({ kind, file, body }: Definition): Lasting[] =>
  kind === indexTemplate && Array.isArray(body['index_patterns'])
    ? body['index_patterns']
        .map(String)
        .filter((pattern) => !pattern.includes('*'))
        .map((index) => ({ index, file, template: objectIn(body, 'template') }))
    : []

/** Of these indices and their copies, as far as they are there. No request of its own where the cluster state may be read. */
async function mappingsOf(indices: string[], search: Reader): Promise<Reading> {
  const wanted = new Set(indices.flatMap((index) => [index, reindexCopyOf(index)]))
  const present = indicesIn(await search.get(clusterStatePath), (name) => wanted.has(name))
  if (present === undefined) return readMappings(search, indices)
  // A dot parts names in `filter_path`: such a mapping is not whole there.
  if (present.some(({ name }) => name.includes('.')))
    return readMappings(
      search,
      present.map(({ name }) => name),
    )
  return { status: 'read', objects: new Map(present.map(({ name, mapping }) => [name, { body: mapping }])) }
}

function oldIn({ index, template }: Lasting, mapping: (name: string) => JsonObject | undefined): OldIndex[] {
  const actual = mapping(index)
  const differences = actual ? typeDifferences(mappingOf(template), actual) : []
  const copy = isCopyOf(index, mapping(reindexCopyOf(index))) ? reindexCopyOf(index) : undefined
  return differences.length === 0 && copy === undefined
    ? []
    : [{ index, differences: differences.sort(datesFirst), template, copy }]
}

const cannotTell = ({ index, file }: Lasting, reason: string): Change => ({
  kind: indexMapping,
  name: index,
  file,
  action: 'unverified',
  reason: `cannot tell whether it is older than its template: ${reason}`,
})

const datesFirst = (a: TypeDifference, b: TypeDifference): number =>
  Number(b.wanted === 'date') - Number(a.wanted === 'date')
