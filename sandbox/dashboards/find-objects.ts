import type { Access } from './access.js'
import { Refusal } from './http.js'
import { textOf, type Json, type JsonObject } from './json.js'
import { knownQuery } from './payload.js'
import type { SavedObject } from './saved-objects.js'

const findParameters = [
  ...['type', 'per_page', 'page', 'search', 'search_fields', 'default_search_operator', 'fields', 'sort_field'],
  ...['has_reference', 'has_reference_operator', 'filter', 'namespaces'],
]

/**
 * `GET /api/saved_objects/_find`. `sort_field` and `filter` are taken and change nothing.
 *
 * @throws Refusal 400 unknown parameter or no type; 403 where the server refuses to search
 */
export async function findObjects(parameters: URLSearchParams, access: Access): Promise<Json> {
  const query = knownQuery(parameters, findParameters)
  const types = query.getAll('type')
  if (types.length === 0)
    throw new Refusal(400, '[request query.type]: expected at least one defined value but got [undefined]')
  const page = Number(query.get('page') ?? 1)
  const perPage = Number(query.get('per_page') ?? 20)
  const fields = query.getAll('fields')

  const search = query.get('search')
  const inFields = query.getAll('search_fields').map((field) => field.replace(/\^.*/, ''))
  const wanted = query.getAll('has_reference').map((text) => JSON.parse(text) as { type: string; id: string })
  const found = access.objects
    .ofTypes(await access.searchable(types))
    .filter(({ references }) =>
      wanted.every(({ type, id }) => references.some((one) => one.type === type && one.id === id)),
    )
    .filter((object) => search === null || matches(object, search, inFields))
  const onPage = found.slice((page - 1) * perPage, page * perPage)
  return {
    page,
    per_page: perPage,
    total: found.length,
    saved_objects: onPage.map((object) => ({
      ...readable(object, access),
      ...(fields.length > 0 && { attributes: pick(object.attributes, fields) }),
      score: search === null ? 0 : 1,
    })),
  }
}

/** An object as GET, `_bulk_get` and `_find` give it. */
export function readable(
  { coreMigrationVersion, typeMigrationVersion, ...object }: SavedObject,
  access: Access,
): JsonObject {
  return {
    ...object,
    namespaces: [access.namespace],
    ...(coreMigrationVersion !== undefined && { coreMigrationVersion }),
    ...(typeMigrationVersion !== undefined && { typeMigrationVersion }),
  }
}

/** A small part of the simple query string: words, any of which must be in a field; a star at the end for the rest of a word. */
function matches({ attributes }: SavedObject, search: string, inFields: string[]): boolean {
  const texts = Object.entries(attributes)
    .filter(([name, value]) => typeof value === 'string' && (inFields.length === 0 || inFields.includes(name)))
    .map(([, value]) => textOf(value).toLowerCase())
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}_]+/u))
  return search
    .toLowerCase()
    .split(/\s+/)
    .some((term) => words.some((word) => (term.endsWith('*') ? word.startsWith(term.slice(0, -1)) : word === term)))
}

function pick(attributes: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)))
}
