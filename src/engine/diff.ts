import { isObject, type Json } from '../json.js'

/** One place where the stack is not as wanted. `undefined`: it is not there. */
export interface Difference {
  /** "template.settings.index.number_of_shards", "indices[0].names" */
  path: string
  before: Json | undefined
  after: Json | undefined
}

/** How `found` differs from `wanted`. With 'subset', members that only `found` has are no difference. */
export function diff(
  wanted: Json | undefined,
  found: Json | undefined,
  compare: 'exact' | 'subset',
  path = '',
): Difference[] {
  if (isObject(wanted) && isObject(found)) {
    const keys = compare === 'exact' ? new Set([...Object.keys(wanted), ...Object.keys(found)]) : Object.keys(wanted)
    return [...keys].flatMap((key) => diff(wanted[key], found[key], compare, path === '' ? key : `${path}.${key}`))
  }
  if (Array.isArray(wanted) && Array.isArray(found)) {
    const [byName, foundByName] = [named(wanted), named(found)]
    // In a list one too many is a difference, whatever else servers may add: a delete phase that nobody wants still deletes.
    if (byName && foundByName)
      return [...new Set([...byName.keys(), ...foundByName.keys()])].flatMap((name) =>
        diff(byName.get(name), foundByName.get(name), compare, `${path}[${name}]`),
      )
    if (wanted.length === found.length && !isWords(wanted))
      return wanted.flatMap((item, index) => diff(item, found[index], compare, `${path}[${index}]`))
  }
  return same(wanted, found) ? [] : [{ path, before: found, after: wanted }]
}

/** The members of a list by their `name`, if each has one of its own. */
function named(list: Json[]): Map<string, Json> | undefined {
  const members = list.flatMap((item): [string, Json][] =>
    isObject(item) && typeof item['name'] === 'string' ? [[item['name'], item]] : [],
  )
  const byName = new Map(members)
  return byName.size === list.length && list.length > 0 ? byName : undefined
}

/** Lists of words are shown whole: "cluster: a, b → a, b, c". */
const isWords = (list: Json[]): boolean => list.every((item) => typeof item !== 'object')

/** Servers turn numbers and booleans into text and back. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (typeof a === 'object' || typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b)
  return a === undefined || b === undefined ? a === b : String(a) === String(b)
}
