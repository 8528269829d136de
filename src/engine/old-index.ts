import { clusterStatePath, indicesIn } from '../kinds/cluster-state.js'
import { indexTemplate } from '../kinds/index-template.js'
import { isObject, type ResourceKind } from '../kinds/kind.js'
import { readMappings, typeDifferences, type TypeDifference } from '../kinds/mapping.js'
import type { JsonObject, Stack } from '../stack/stack.js'
import type { Change } from './change.js'
import type { Definition } from './definitions.js'
import { diff } from './diff.js'

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

export const copyOf = (index: string): string => `${index}-before-elkctl`

/** The mark by which a copy is known that elkctl made: an index of that name may be somebody else's. */
export const markOfCopy = (index: string): JsonObject => ({ _meta: { elkctl: { copyOf: index } } })

export const isCopyOf = (index: string, mappings: JsonObject | undefined): boolean =>
  mappings !== undefined && diff(markOfCopy(index), mappings, 'subset').length === 0

/** Has no data files and writes nothing: what an index must look like follows from its template. */
const indexMapping: ResourceKind = {
  name: 'index mapping',
  folder: 'templates/index-templates',
  compare: 'subset',
  needs: 'search',
  api: {},
}

/** Looks at the indices that a template of ours is for by their whole name: the others are made anew every day or month. One request where there are any. */
export async function planOldIndices(
  definitions: Definition[],
  stack: Stack,
): Promise<{ oldIndices: OldIndex[]; unseen: Change[] }> {
  const templates = definitions.flatMap(({ kind, file, body }) =>
    kind === indexTemplate && Array.isArray(body['index_patterns'])
      ? body['index_patterns']
          .map(String)
          .filter((pattern) => !pattern.includes('*'))
          .map((index) => ({ index, file, template: isObject(body['template']) ? body['template'] : {} }))
      : [],
  )
  const there =
    templates.length === 0 ? [] : indicesIn(await stack.search.get(clusterStatePath))?.map(({ name }) => name)
  const isThere = (name: string) => there?.includes(name) ?? true
  const wanted = templates.filter(({ index }) => isThere(index) || isThere(copyOf(index)))
  if (wanted.length === 0) return { oldIndices: [], unseen: [] }
  const reading = await readMappings(
    stack.search,
    wanted.flatMap(({ index }) => (there?.includes(copyOf(index)) ? [index, copyOf(index)] : [index])),
  )
  if (reading.status !== 'read')
    return {
      oldIndices: [],
      unseen: wanted.map(({ index, file }) => ({
        kind: indexMapping,
        name: index,
        file,
        action: 'unverified',
        reason: `cannot tell whether it is older than its template: ${reading.reason}`,
      })),
    }
  const oldIndices = wanted.flatMap(({ index, template }): OldIndex[] => {
    const found = reading.objects.get(index)?.body
    const differences = found ? typeDifferences(isObject(template['mappings']) ? template['mappings'] : {}, found) : []
    const copy = isCopyOf(index, reading.objects.get(copyOf(index))?.body) ? copyOf(index) : undefined
    if (differences.length === 0 && copy === undefined) return []
    return [{ index, differences: differences.sort(datesFirst), template, copy }]
  })
  return { oldIndices, unseen: [] }
}

const datesFirst = (a: TypeDifference, b: TypeDifference): number =>
  Number(b.wanted === 'date') - Number(a.wanted === 'date')
