import { isObject, withoutUndefined, type Json } from '../json.js'

/**
 * A data file without the parts that do not stand: `$if` in an object says whether it does, by the value of a variable as a rule. What is false, 0 or
 * empty leaves the object out of its list, or its member out of the object above.
 */
export function standingParts(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(standingParts).filter((member) => member !== undefined)
  if (!isObject(value)) return value
  const { $if: condition = true, ...members } = value
  if (['false', '0', ''].includes(String(condition))) return undefined
  const standing = Object.entries(members).map(([key, member]) => [key, standingParts(member)] as const)
  return withoutUndefined(Object.fromEntries(standing))
}
