import type { JsonObject } from '../json.js'
import type { ElkctlError, Exit } from '../errors.js'
import type { Existing, ResourceApi, ResourceKind } from '../kinds/kind.js'
import type { Stack, Writers } from '../stack/stack.js'
import type { Definition } from './definitions.js'
import type { Difference } from './diff.js'

/**
 * Who wrote what is there: us; us, but edited since; an earlier elkctl, or other settings; a run of ours that was cut off while it handed over the
 * password; someone else; unknown, since there is no place for a mark; the signed-in user may not see that; a setting of the user's; others, after the
 * backup that is put back was made.
 */
export type Origin =
  'ours' | 'edited' | 'older' | 'unfinished' | 'unmarked' | 'unmarkable' | 'unseen' | 'setting' | 'backup'

/** Work that has no data files: on existing indices, which follows from policies and templates, and on the configuration file. */
export interface OtherWork {
  /** "managed index", "index pipeline", "setting" */
  name: string
  /** Does it and looks whether it was done; what it gives back failed. undefined: it can only be looked at. @throws ApiError */
  apply?: (writers: Writers, stack: Stack, bodies: Map<string, JsonObject>) => Promise<Map<string, ElkctlError>>
  needs: 'search' | 'configuration file'
}

export const isOtherWork = (kind: Change['kind']): kind is OtherWork => !('api' in kind)

export interface Subject {
  kind: ResourceKind | OtherWork
  name: string
  /** the data file it comes from */
  file: string
}

/** What is on the stack and not as it should be, beside what it should be. */
interface Differing {
  after: JsonObject
  existing: Existing
  differences: Difference[]
  origin: Origin
  /** what others added to it, and keep */
  kept?: Difference[]
}

/** What to do about it. */
export type Decision =
  | { action: 'create'; after: JsonObject }
  | ({ action: 'update' } & Differing)
  /** a person edited it: it stays as it is, unless --overwrite replaces it */
  | ({ action: 'kept' } & Differing)
  | { action: 'unchanged' }
  /** `asked`: also where something needs it */
  | { action: 'remove'; existing: Existing; asked?: true }
  /** the stack lacks the part, or does not need it */
  | { action: 'skipped'; reason: string }
  /** could not be looked at, and need not be written by the signed-in user */
  | { action: 'unverified'; reason: string }
  /** cannot be made so: a missing right, a reserved name, something of others in the way */
  | { action: 'blocked'; reason: string; hint: string; exit: Exit }

export type Change = Subject & Decision

export type Writable = Extract<Change, { action: 'create' | 'update' }>

export const subject = ({ kind, name, file }: Definition): Subject => ({ kind, name, file })

export const skipped = (definition: Definition, reason: string): Change => ({
  ...subject(definition),
  action: 'skipped',
  reason,
})

export function apiOf(kind: Change['kind'], stack: Stack): ResourceApi {
  const api = isOtherWork(kind) ? undefined : kind.api[stack.flavor.dialect]
  if (api === undefined) throw new Error(`${kind.name} does not exist on ${stack.flavor.title}`)
  return api
}
