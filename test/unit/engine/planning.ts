import { expect } from '@jest/globals'
import type { Change } from '../../../src/engine/change.js'
import type { PlanOptions } from '../../../src/engine/plan-change.js'
import { type Definition } from '../../../src/engine/definitions.js'
import { planChanges } from '../../../src/engine/plan.js'
import type { ResourceKind } from '../../../src/kinds/kind.js'
import { elasticsearch, type Flavor } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { forbidden, readerOf, stackOf, type Answer } from '../fake-stack.js'

export const options: PlanOptions = { profile: 'openvidu', account: 'openvidu', adopt: false, resetPassword: false }
export const definition = (kind: ResourceKind, name: string, body: JsonObject): Definition => ({
  kind,
  name,
  body,
  file: `${name}.json`,
})

export async function planOne(
  wanted: Definition,
  answers: Record<string, Answer>,
  parts: Partial<Stack> = {},
  given: Partial<PlanOptions> = {},
  flavor: Flavor = elasticsearch,
): Promise<Change> {
  // Whether ISM could act for who is signed in is not known here.
  const unread = Object.fromEntries(
    ['roles', 'actiongroups'].map((what) => [`/_plugins/_security/api/${what}`, forbidden]),
  )
  const stack = stackOf({ search: readerOf({ ...unread, ...answers }), ...parts }, flavor)
  const { changes } = await planChanges([wanted], stack, { ...options, ...given })
  expect(changes).toHaveLength(1)
  return changes[0] as Change
}

/** Without what identifies it. */
export function decision({ kind: _kind, name: _name, file: _file, ...rest }: Change): Record<string, unknown> {
  return rest
}
