import type { SavedObjects } from './saved-objects.js'

export type Action = 'find' | 'get' | 'bulk_get' | 'bulk_create' | 'delete'

/** What the one who asks may do with saved objects, and where. Each server has its own rules for it. */
export interface Access {
  /** the objects of the space or tenant of the request, as far as the user can see them */
  objects: SavedObjects
  /** the value of `namespaces` in the answers */
  namespace: string
  /** the engine's words when it refuses every write of this request, object by object; undefined: it does not */
  writeRefused: string | undefined
  /** @throws Refusal 403 */
  demand(action: Action, types: string[]): Promise<void>
  /** those of `types` that a search may return; @throws Refusal 403 where the server refuses instead of leaving out */
  searchable(types: string[]): Promise<string[]>
}
