import { isEmpty, type JsonObject } from '../json.js'
import type { Existing } from '../kinds/kind.js'
import { hashOf } from '../kinds/mark.js'
import type { Comparison } from './plan-update.js'
import { diff, type Difference } from './diff.js'

/** How objects of a kind are compared. */
export type HowToCompare = Pick<Comparison, 'kind' | 'api' | 'mark'>

/** How an object on the stack differs from the desired one. A mark is not content; a user who sees only grants is compared by these. */
export function differencesOf(
  { kind, api, mark }: HowToCompare,
  desired: JsonObject,
  existing: Existing,
): Difference[] {
  const actual = withoutAdded(mark ? mark.strip(existing.body) : existing.body, desired, existing.extensibleList)
  const comparable = existing.partiallyVisible
    ? Object.fromEntries(Object.entries(desired).filter(([key]) => key in actual))
    : desired
  return diff(api.normalize(comparable), api.normalize(actual), kind.compare)
}

/** In which form the server keeps an object, shown by what is not as it was sent: whatever else is no difference is none here either. */
export const serverFormOf = (differences: Difference[]): string =>
  hashOf(Object.fromEntries(differences.map(({ path, before }) => [path, before ?? null])))

function withoutAdded(actual: JsonObject, desired: JsonObject, list: string | undefined): JsonObject {
  const [there, ours] = list === undefined ? [] : [actual[list], desired[list]]
  if (list === undefined || !Array.isArray(there) || !Array.isArray(ours)) return actual
  return { ...actual, [list]: there.filter((member) => ours.includes(member)) }
}

/** An update replaces the whole object: what a person added beside ours goes too, and is shown. Empty fields are the server's filling. */
export function allChanges({ api, desired, existing, mark, others }: Comparison): Difference[] {
  const actual = mark ? mark.strip(existing.body) : existing.body
  return diff(api.normalize(desired), api.normalize(actual), 'exact')
    .filter(({ before, after }) => after !== undefined || (before !== undefined && !isEmpty(before)))
    .map((difference) => ({ ...difference, path: api.describePath?.(difference.path, others) ?? difference.path }))
}

/** What would go with ours alone, and stays. */
export function keptAdditions(comparison: Comparison): { kept?: Difference[] } {
  const gone = (changes: Difference[]) => changes.filter(({ after }) => after === undefined)
  const going = gone(allChanges(comparison)).map(({ path }) => path)
  const kept = gone(allChanges({ ...comparison, desired: comparison.ours })).filter(({ path }) => !going.includes(path))
  return kept.length > 0 ? { kept } : {}
}
