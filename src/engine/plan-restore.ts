import { noIndices } from '../lifecycle/index.js'
import type { JsonObject } from '../json.js'
import { kinds } from '../kinds/index.js'
import type { Existing, ResourceKind } from '../kinds/kind.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change, type Decision } from './change.js'
import { diff } from './diff.js'
import type { Plan } from './plan.js'

/** An object of a backup. */
export interface BackedUp {
  kind: string
  name: string
  body: JsonObject
}

/** What puts objects back as a backup has them. Reads only. @param file the backup @throws ApiError */
export async function planRestore(objects: BackedUp[], file: string, stack: Stack): Promise<Plan> {
  const changes = objects.filter(({ kind }) => kinds.every(({ name }) => name !== kind)).map(unknown(file))
  for (const kind of kinds) {
    const ofKind = objects.filter((object) => object.kind === kind.name)
    if (ofKind.length > 0) changes.push(...(await planKind(kind, ofKind, file, stack)))
  }
  return { stack, lifecycle: true, changes, indices: noIndices, missing: [] }
}

const unknown =
  (file: string) =>
  ({ kind, name }: BackedUp): Change => ({
    ...{ kind: { name: kind, needs: 'search' }, name, file },
    ...{ action: 'skipped', reason: 'this elkctl does not know that kind' },
  })

async function planKind(kind: ResourceKind, objects: BackedUp[], file: string, stack: Stack): Promise<Change[]> {
  const skip = (reason: string) => objects.map(({ name }): Change => ({ kind, name, file, action: 'skipped', reason }))
  if (kind.api[stack.flavor.dialect] === undefined) return skip(`${stack.flavor.title} has none of that kind`)
  if (kind.needs === 'security' && !stack.security) return skip('this stack has no security')
  // Also where there is nothing to look at: restore connects to no Grafana.
  if (kind.notRestored?.when === 'always') return skip(kind.notRestored.reason)
  const api = apiOf(kind, stack)
  const names = objects.map(({ name }) => name)
  const keepers = objects.flatMap((object) => api.markKeptIn?.(object) ?? [])
  const reading = await api.read(stack, [...new Set([...names, ...keepers])])
  if (reading.status !== 'read') return skip(reading.reason)
  const hasPlace = (keeper: string | undefined) =>
    keeper === undefined || reading.objects.has(keeper) || names.includes(keeper)
  return objects.map(({ name, body }) => {
    const kept = hasPlace(api.markKeptIn?.({ name, body })) ? body : (api.mark(stack, name)?.strip(body) ?? body)
    return { kind, name, file, ...restoration(kind, { name, body: kept }, reading.objects.get(name), stack) }
  })
}

/** What makes an object as it was. */
export function restoration(
  kind: ResourceKind,
  { name, body }: Pick<BackedUp, 'name' | 'body'>,
  existing: Existing | undefined,
  stack: Stack,
): Decision {
  const api = apiOf(kind, stack)
  const after = api.writable?.(body) ?? body
  const { notRestored } = kind
  if (notRestored !== undefined && (notRestored.when === 'always' || existing === undefined))
    return { action: 'skipped', reason: notRestored.reason }
  if (existing === undefined) return { action: 'create', after }
  const mark = api.mark(stack, name)
  const bare = (of: JsonObject) => api.normalize(mark ? mark.strip(of) : of)
  const differences = diff(bare(after), bare(existing.body), 'exact')
  if (differences.length === 0 && mark?.read(after) === mark?.read(existing.body)) return { action: 'unchanged' }
  return { action: 'update', after, existing, differences, origin: 'backup' }
}
