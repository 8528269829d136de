import { apiOf } from '../../src/engine/change.js'
import { differencesOf } from '../../src/engine/differences.js'
import type { Difference } from '../../src/engine/diff.js'
import type { Existing, ResourceKind } from '../../src/kinds/kind.js'
import type { JsonObject } from '../../src/json.js'
import type { Stack } from '../../src/stack/stack.js'

/** How an object on a stack differs from the desired one, as the plan sees it. */
export function differencesOn(
  stack: Stack,
  kind: ResourceKind,
  name: string,
  desired: JsonObject,
  existing: Existing,
): Difference[] {
  const api = apiOf(kind, stack)
  return differencesOf({ kind, api, mark: api.mark(stack, name) }, desired, existing)
}
