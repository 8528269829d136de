export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a place in a tree. */
export const valueIn = (value: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value)

/** The object at a place in a tree; an empty one where there is none. */
export function objectIn(value: Json | undefined, ...path: string[]): JsonObject {
  const inner = valueIn(value, ...path)
  return isObject(inner) ? inner : {}
}

/** A list; a single value is a list of one: index patterns may be one word, and AWS answers one entry of a list without the list. */
export const listIn = (value: Json | undefined): Json[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

export const objectsIn = (value: Json | undefined): JsonObject[] => listIn(value).filter(isObject)

/** Where all are words already, it is the list itself: lists of thousands of objects are asked again and again. */
export function wordsIn(value: Json | undefined): readonly string[] {
  const list = listIn(value)
  return list.every((item) => typeof item === 'string') ? list : list.map(String)
}

type Members = { [key: string]: Json | undefined }

export const withoutUndefined = (object: Members): JsonObject => pick(object, Object.keys(object))

/** Without members that are null or empty: that is how servers fill up what was left out. */
export const withoutEmpty = (object: Members): JsonObject =>
  Object.fromEntries(Object.entries(withoutUndefined(object)).filter(([, value]) => !isEmpty(value)))

export const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** These members, as far as they are there. */
export function pick(object: Members, keys: string[]): JsonObject {
  const picked: JsonObject = {}
  for (const key of keys) {
    const value = object[key]
    if (value !== undefined) picked[key] = value
  }
  return picked
}
