import type { Change } from '../engine/change.js'
import { planEarlierIndices, type EarlierIndex } from './earlier-indices.js'
import { planLifecycle } from './index-lifecycle.js'
import type { IndexLifecycle, LifecycleInput } from './plan-index.js'
import { planOldIndices, type OldIndex } from './old-index.js'

/**
 * Indices that are on the stack already. Policies and templates reach new indices only, so the others are planned here; what is done about them are
 * changes like any other, whose kind carries them out (`OtherWork`). A reindex moves documents: it is asked for by itself, and is no change.
 * The rest of elkctl imports this file only.
 */
export interface ExistingIndices {
  /** those that a policy of ours is for */
  managed: IndexLifecycle[]
  /** why lifecycle management does nothing, and what starts it */
  stopped?: string
  /** those that are written and have another mapping than their template */
  earlier: EarlierIndex[]
  /** those that are older than their template: they stay as they are, unless they are reindexed */
  old: OldIndex[]
}

export const noIndices: ExistingIndices = { managed: [], earlier: [], old: [] }

/** Those that ILM or ISM cannot move on. */
export const stuckIndices = ({ managed }: ExistingIndices): IndexLifecycle[] =>
  managed.filter(({ error, waiting }) => error !== undefined && !waiting)

export interface IndexPlan {
  /** in the order of work: those planned so far, and after them what is done about existing indices */
  changes: Change[]
  indices: ExistingIndices
}

/** Reads only. @throws ApiError */
export async function planIndices(input: LifecycleInput): Promise<IndexPlan> {
  const { stack, definitions } = input
  const { changes, indices: managed, stopped } = await planLifecycle(input)
  const earlier = await planEarlierIndices(input)
  const { oldIndices: old, unseen } = await planOldIndices(definitions, stack)
  return {
    changes: [...changes, ...earlier.changes, ...unseen],
    indices: { managed, ...(stopped !== undefined && { stopped }), earlier: earlier.indices, old },
  }
}

export { dataOf, deletion, indexNames } from './data-index.js'
export { readSwitch } from './lifecycle-switch.js'
export { lastingIndices } from './old-index.js'
export { awaitNewIndices } from './new-indices.js'
export { deletesAfter, inDays, type Retention } from './retention.js'
export { reindex } from './reindex/reindex.js'
export type { EarlierIndex, IndexLifecycle, OldIndex }
