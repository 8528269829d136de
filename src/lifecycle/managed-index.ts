import type { JsonObject } from '../json.js'
import type { ElkctlError } from '../errors.js'
import type { Dialect } from '../stack/flavors.js'
import type { Stack, Writers } from '../stack/stack.js'
import type { OtherWork } from '../engine/change.js'
import { ilmIndices } from './managed-index-ilm.js'
import { ismIndices } from './managed-index-ism.js'

/** An index that was there before its policy, or follows an old version of it: as lifecycle management sees it. */
export interface IndexState {
  name: string
  /** milliseconds since 1970, from which ILM or ISM counts the age */
  since: number
  /** the policy that manages it */
  policy: string | undefined
  /** the policy that the index follows, where that is a copy of its own */
  copy?: JsonObject
  /** sequence number of the policy that the copy was taken of, where the copy is not shown */
  copySequence?: number
  /** ISM: its job does not run any more, so it takes up nothing: its policy is completed, or it was switched off */
  off?: true
  /** ISM: an earlier run took it off its policy, to add it to this one */
  reassigningTo?: string
  /** it has a successor, or may go on without one: no rollover holds it up */
  rolledOver?: true
  /** "hot", "delete" */
  phase: string | undefined
  /** what it is stuck at, in the server's words */
  error: string | undefined
  /** why it is none of our business, although its name says so */
  leftAlone?: string
}

export type IndexReading =
  /** `unseen`: why phases and errors could not be read, while the policies could */
  { status: 'read'; indices: IndexState[]; unseen?: string } | { status: 'refused'; reason: string }

/** What an index shall be: goes to `write` in the body of an object. */
export type PolicyAssignment = {
  policy: string
  /** ISM: the state in which it shall go on; only where the new policy does not have the one it is in */
  state?: string
  /** ISM: it is taken off its policy first, or was by an earlier run */
  reassign?: true
  /** ISM: the policy with its mark, which is written when ISM has accepted it for all its indices */
  markedPolicy?: JsonObject
}

export interface IndexApi {
  /** The existing indices that these patterns match. One request more than the cluster state, at most. */
  read: (stack: Stack, patterns: string[]) => Promise<IndexReading>
  /** Looks itself whether it was done. What it gives back failed. @throws ApiError */
  write: (
    writers: Writers,
    stack: Stack,
    assignments: Map<string, PolicyAssignment>,
  ) => Promise<Map<string, ElkctlError>>
  /** how to make it go on when the cause of an error is gone */
  retry: (stack: Stack, index: string) => string
}

export const indexApis: Record<Dialect, IndexApi> = { elasticsearch: ilmIndices, opensearch: ismIndices }

/** Brings an index under its policy. */
export const managedIndex: OtherWork = {
  name: 'managed index',
  needs: 'search',
  apply: (writers, stack, assignments) =>
    indexApis[stack.flavor.dialect].write(writers, stack, assignments as Map<string, PolicyAssignment>),
}
