import { levelFields } from '../../data-files/exports.js'
import { isObject, objectsIn, pick, type Json, type JsonObject } from '../../json.js'

/** `<type>/<id>`; there may be a `/` in an id. */
export function typeAndId(name: string): { type: string; id: string } {
  const [type = '', ...id] = name.split('/')
  return { type, id: id.join('/') }
}

/** How far an object is migrated, as it says itself. */
export const levelOf = (body: JsonObject): JsonObject => pick(body, levelFields)

/** The object at the level of another one, where that says its own. */
export function atLevelOf(other: JsonObject, body: JsonObject): JsonObject {
  const level = levelOf(other)
  if (Object.keys(level).length === 0) return body
  return { ...Object.fromEntries(Object.entries(body).filter(([key]) => !levelFields.includes(key))), ...level }
}

/** JSON as our files hold it, or as text as servers do. */
export function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Json
  } catch {
    // Broken by hand: it differs from ours as the text that it is.
    return value
  }
}

/** The objects of a list, which may be text. */
export function objects(value: Json | undefined): JsonObject[] {
  const list = parsed(value)
  return objectsIn(list)
}

/** TSVB asks by its parameters. Whatever stands in its search source has no effect, and is taken away (elastic/kibana 7.10). */
export const withoutSearch = (state: Json | undefined): boolean => isObject(state) && state['type'] === 'metrics'
