import type { Json, JsonObject, Reader } from '../stack/stack.js'
import { isObject, readList, type Reading } from './kind.js'

/** A field whose type in an index is not the one that a template gives it. */
export interface TypeDifference {
  /** "timestamp", "users.numberOfElements", "name.keyword" */
  field: string
  /** undefined: it is not mapped */
  has: string | undefined
  wanted: string
}

/**
 * Which fields of a template have another type in an index. A field that the index does not have yet counts only where dynamic mapping cannot give it the
 * right type: dates come as numbers.
 */
export function typeDifferences(wanted: JsonObject, found: JsonObject): TypeDifference[] {
  const types = typesIn(found)
  return [...typesIn(wanted)]
    .map(([field, type]) => ({ field, has: types.get(field), wanted: type }))
    .filter(({ has, wanted: type }) => (has === undefined ? type === 'date' : alike(has) !== alike(type)))
}

/** Numbers with a fraction are asked for in the same way, however exact they are. */
const alike = (type: string): string => (['float', 'half_float', 'scaled_float'].includes(type) ? 'double' : type)

function typesIn(mapping: JsonObject, prefix = ''): Map<string, string> {
  const fields = Object.entries(objectIn(mapping['properties'])).concat(Object.entries(objectIn(mapping['fields'])))
  return new Map(
    fields.flatMap(([name, field]) => {
      const inner = objectIn(field)
      return [[prefix + name, String(inner['type'] ?? 'object')], ...typesIn(inner, `${prefix}${name}.`)] as const
    }),
  )
}

/** The mappings of these indices, by name; one that is not there is left out. One request. */
export function readMappings(reader: Reader, indices: string[]): Promise<Reading> {
  const path = `/${indices.map(encodeURIComponent).join()}/_mapping?ignore_unavailable=true`
  return readList(reader, path, 'mappings of existing indices', (body) =>
    Object.entries(body).map(([name, index]) => [name, { body: withoutType(objectIn(objectIn(index)['mappings'])) }]),
  )
}

/** Elasticsearch 6.8 has the mappings below the name of their type. */
function withoutType(mappings: JsonObject): JsonObject {
  const [only] = Object.values(mappings)
  return isObject(mappings['properties']) || !isObject(only) || !isObject(only['properties']) ? mappings : only
}

const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
