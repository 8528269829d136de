import { isObject, listIn, type JsonObject } from '../../json.js'

/** The same role of Kibana for other spaces. `*` means all of them, also those to come. */
export function inSpaces(role: JsonObject, spaces: string[]): JsonObject {
  const kibana = listIn(role['kibana'])
  return {
    ...role,
    kibana: kibana.map((entry) =>
      isObject(entry) ? { ...entry, spaces: spaces.includes('*') ? ['*'] : [...new Set(spaces)].sort() } : entry,
    ),
  }
}

/** The same role of Kibana for a space besides those that it names: the documented role is for the default one. */
export function withSpace(role: JsonObject, space: string): JsonObject {
  const kibana = listIn(role['kibana'])
  return {
    ...role,
    kibana: kibana.map((entry) => {
      if (!isObject(entry) || !Array.isArray(entry['spaces']) || entry['spaces'].includes('*')) return entry
      return { ...entry, spaces: [...new Set([...entry['spaces'], space])] }
    }),
  }
}
