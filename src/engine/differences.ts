import { isEmpty, type JsonObject } from '../json.js'
import type { Existing, ResourceApi, ResourceKind } from '../kinds/kind.js'
import { hashOf, type Mark } from '../kinds/mark.js'
import type { Comparison } from './plan-update.js'
import { diff, type Difference } from './diff.js'

/** How an object on the stack differs from the wanted one. A mark is not content; a user who sees only grants is compared by these. */
export function differencesOf(
  kind: ResourceKind,
  api: ResourceApi,
  wanted: JsonObject,
  existing: Existing,
  mark: Mark | undefined,
): Difference[] {
  const found = withoutAdded(mark ? mark.strip(existing.body) : existing.body, wanted, existing.extensibleList)
  const comparable = existing.partiallyVisible
    ? Object.fromEntries(Object.entries(wanted).filter(([key]) => key in found))
    : wanted
  return diff(api.normalize(comparable), api.normalize(found), kind.compare)
}

/** In which form the server keeps an object, shown by what is not as it was sent: whatever else is no difference is none here either. */
export const formOf = (differences: Difference[]): string =>
  hashOf(Object.fromEntries(differences.map(({ path, before }) => [path, before ?? null])))

function withoutAdded(found: JsonObject, wanted: JsonObject, list: string | undefined): JsonObject {
  const [there, ours] = list === undefined ? [] : [found[list], wanted[list]]
  if (list === undefined || !Array.isArray(there) || !Array.isArray(ours)) return found
  return { ...found, [list]: there.filter((member) => ours.includes(member)) }
}

/** An update replaces the whole object: what a person added beside ours goes too, and is shown. Empty fields are the server's filling. */
export function allThatChanges({ api, wanted, existing, mark, others }: Comparison): Difference[] {
  const found = mark ? mark.strip(existing.body) : existing.body
  return diff(api.normalize(wanted), api.normalize(found), 'exact')
    .filter(({ before, after }) => after !== undefined || (before !== undefined && !isEmpty(before)))
    .map((difference) => ({ ...difference, path: api.describePath?.(difference.path, others) ?? difference.path }))
}

/** What would go with ours alone, and stays. */
export function keptOf(comparison: Comparison): { kept?: Difference[] } {
  const gone = (changes: Difference[]) => changes.filter(({ after }) => after === undefined)
  const going = gone(allThatChanges(comparison)).map(({ path }) => path)
  const kept = gone(allThatChanges({ ...comparison, wanted: comparison.ours })).filter(
    ({ path }) => !going.includes(path),
  )
  return kept.length > 0 ? { kept } : {}
}
