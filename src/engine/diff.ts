import { isObject, type Json } from '../json.js'

/** One place where the stack is not as it should be. `undefined`: it is not there. */
export interface Difference {
  /** "template.settings.index.number_of_shards", "indices[0].names" */
  path: string
  before: Json | undefined
  after: Json | undefined
}

/** How `actual` differs from `desired`. With 'subset', members that only `actual` has are no difference. */
export const diff = (desired: Json | undefined, actual: Json | undefined, compare: 'exact' | 'subset'): Difference[] =>
  differences(desired, actual, compare).map((one) => ({ ...one, path: one.path.replace(/^\./, '') }))

function differences(desired: Json | undefined, actual: Json | undefined, compare: 'exact' | 'subset'): Difference[] {
  if (isObject(desired) && isObject(actual)) {
    const keys = compare === 'exact' ? new Set([...Object.keys(desired), ...Object.keys(actual)]) : Object.keys(desired)
    return [...keys].flatMap((key) => below(`.${key}`, differences(desired[key], actual[key], compare)))
  }
  if (Array.isArray(desired) && Array.isArray(actual)) {
    const [byName, actualByName] = [named(desired), named(actual)]
    // In a list one too many is a difference, whatever else servers may add: a delete phase that nobody wants still deletes.
    if (byName && actualByName)
      return [...new Set([...byName.keys(), ...actualByName.keys()])].flatMap((name) =>
        below(`[${name}]`, differences(byName.get(name), actualByName.get(name), compare)),
      )
    if (desired.length === actual.length && !isWords(desired))
      return desired.flatMap((item, index) => below(`[${index}]`, differences(item, actual[index], compare)))
  }
  return same(desired, actual) ? [] : [{ path: '', before: actual, after: desired }]
}

/** Most objects differ in nothing: a path is made when there is something to say of it. */
const below = (at: string, within: Difference[]): Difference[] => within.map((one) => ({ ...one, path: at + one.path }))

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
