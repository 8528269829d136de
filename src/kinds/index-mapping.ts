import type { Json, JsonObject } from '../stack/stack.js'
import { isObject } from './kind.js'

/**
 * The fields of which the cluster state is asked for, beside `dynamic`: every template of ours maps one of them in another way than a server that has to
 * guess. Whole mappings would be megabytes.
 */
const telling = ['timestamp', 'value', 'json']

/** What to ask of each index in the cluster state, where the mapping stands below the name of its only type. */
export const mappingPaths: string[] = [
  'mappings.*.dynamic',
  ...telling.flatMap((field) => ['type', 'enabled'].map((part) => `mappings.*.properties.${field}.${part}`)),
]

/** `mappings` of an index in the cluster state, without its type. */
export function mappingIn(mappings: Json | undefined): JsonObject {
  const [typed] = isObject(mappings) ? Object.values(mappings) : []
  return isObject(typed) ? typed : {}
}

/** In what a mapping differs from that of the template for it; the server's default is to take new fields. */
export function differingFields(found: JsonObject, wanted: JsonObject): string[] {
  const dynamic = ({ dynamic: given }: JsonObject): string => String(given ?? true)
  return [
    ...telling.filter(
      (field) => fieldIn(wanted, field) !== undefined && fieldIn(found, field) !== fieldIn(wanted, field),
    ),
    ...(dynamic(found) === dynamic(wanted) ? [] : ['fields without a name in the template']),
  ]
}

function fieldIn({ properties }: JsonObject, name: string): string | undefined {
  const field = isObject(properties) ? properties[name] : undefined
  return isObject(field) ? `${String(field['type'] ?? 'object')} ${String(field['enabled'] ?? true)}` : undefined
}
