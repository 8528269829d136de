import { isObject, objectIn, type Json, type JsonObject } from '../json.js'
import type { Reader } from '../stack/stack.js'
import { readList, type Reading } from './reading.js'

/**
 * The fields of which the cluster state is asked for, beside `dynamic`: every template of ours maps one of them in another way than a server that has to
 * guess. Whole mappings of every index would be megabytes.
 */
const sampledFields = ['timestamp', 'value', 'json']

/** An index that its template names in full is never replaced by a new one; its mapping is looked at as a whole. */
export const reindexCopyOf = (index: string): string => `${index}-before-elkctl`

/**
 * What to ask of the indices in the cluster state, where a mapping stands below the name of its only type.
 *
 * @param lasting indices that are never replaced by new ones
 */
export const mappingPaths = (lasting: string[]): string[] => [
  '*.mappings.*.dynamic',
  ...sampledFields.flatMap((field) => ['type', 'enabled'].map((part) => `*.mappings.*.properties.${field}.${part}`)),
  ...lasting.flatMap((index) => [index, reindexCopyOf(index)]).map((index) => `${index}.mappings`),
]

/** `mappings` of an index in the cluster state, without its type. */
export function mappingIn(mappings: Json | undefined): JsonObject {
  const [typed] = Object.values(objectIn(mappings))
  return objectIn(typed)
}

/** The mappings of these indices, by name; one that is not there is left out. One request, for who may not read the cluster state, or has changed it. */
export function readMappings(reader: Reader, indices: string[]): Promise<Reading> {
  const path = `/${indices.map(encodeURIComponent).join()}/_mapping?ignore_unavailable=true`
  return readList(reader, path, 'mappings of existing indices', (body) =>
    Object.entries(body).map(([name, index]) => [name, { body: withoutType(objectIn(index, 'mappings')) }]),
  )
}

/** Elasticsearch 6.8 answers with the type, too. */
function withoutType(mappings: JsonObject): JsonObject {
  const typed = mappingIn(mappings)
  return isObject(mappings['properties']) || !isObject(typed['properties']) ? mappings : typed
}

/** What a template gives a new index. */
export const mappingOf = (template: JsonObject): JsonObject => objectIn(template, 'mappings')

/** A field whose type in an index is not the one that a template gives it. */
export interface TypeDifference {
  /** "timestamp", "users.numberOfElements", "name.keyword" */
  field: string
  /** undefined: it is not mapped */
  has: string | undefined
  wanted: string
}

/**
 * Which fields of a template have another type in an index whose whole mapping is known. A field that the index does not have yet counts only where dynamic
 * mapping cannot give it the right type: dates come as numbers.
 */
export function typeDifferences(desired: JsonObject, actual: JsonObject): TypeDifference[] {
  const types = typesIn(actual)
  return [...typesIn(desired)]
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

/** In what a mapping, of which only the telling part is known, differs from that of the template for it; the server's default is to take new fields. */
export function differingFields(actual: JsonObject, desired: JsonObject): string[] {
  const dynamic = ({ dynamic: given }: JsonObject): string => String(given ?? true)
  return [
    ...sampledFields.filter(
      (field) => fieldIn(desired, field) !== undefined && fieldIn(actual, field) !== fieldIn(desired, field),
    ),
    ...(dynamic(actual) === dynamic(desired) ? [] : ['fields without a name in the template']),
  ]
}

function fieldIn({ properties }: JsonObject, name: string): string | undefined {
  const field = isObject(properties) ? properties[name] : undefined
  return isObject(field) ? `${String(field['type'] ?? 'object')} ${String(field['enabled'] ?? true)}` : undefined
}
