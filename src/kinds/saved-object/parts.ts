import { isObject, objectsIn, type Json, type JsonObject } from '../../json.js'

/** By which a server knows how far an object is migrated; `typeMigrationVersion` from Kibana 8.8 on. */
export const levelFields = ['migrationVersion', 'typeMigrationVersion', 'coreMigrationVersion']

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
export function withoutSearch({ visState }: JsonObject): boolean {
  const state = parsed(visState)
  return isObject(state) && state['type'] === 'metrics'
}
