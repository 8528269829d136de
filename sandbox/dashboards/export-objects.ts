import type { Access } from './access.js'
import { Refusal, type Answer } from './http.js'
import { isObject, textOf, type Json, type JsonObject } from './json.js'
import type { ObjectTypes } from './object-types.js'
import type { SavedObject } from './saved-objects.js'

export interface ExportServer {
  types: ObjectTypes
  /** the text of the 400 for objects that are not there; the body lists them */
  missingObjects: string
}

/**
 * `POST /api/saved_objects/_export`: NDJSON, what others refer to first, the export details last.
 *
 * @throws Refusal 400 nothing asked for, unknown types or missing objects; 403
 */
export async function exportObjects(body: Json, access: Access, server: ExportServer): Promise<Answer> {
  const { type, objects, includeReferencesDeep, excludeExportDetails } = isObject(body) ? body : {}
  const asked = Array.isArray(objects) ? namedObjects(objects, server) : undefined
  const types = type === undefined ? undefined : [type].flat().map(textOf)
  if (!asked && !types) throw new Refusal(400, 'Either `type` or `objects` are required.')

  const roots = asked ? await fetchAll(asked, access, server) : await ofTypes(types ?? [], access)
  const { found, missing } =
    includeReferencesDeep === true ? await withReferences(roots, access) : { found: roots, missing: [] }
  const details = { exportedCount: found.length, missingRefCount: missing.length, missingReferences: missing }
  const lines = [...dependenciesFirst(found).map(exported), ...(excludeExportDetails === true ? [] : [details])]
  return {
    status: 200,
    headers: { 'content-type': 'application/ndjson', 'content-disposition': 'attachment; filename="export.ndjson"' },
    body: lines.map((line) => JSON.stringify(sorted(line))).join('\n'),
  }
}

type Named = { type: string; id: string }

function namedObjects(objects: Json[], { types }: ExportServer): Named[] {
  const named = objects.filter(isObject).map(({ type, id }) => ({ type: textOf(type), id: textOf(id) }))
  const foreign = named.filter(({ type }) => !(type in types)).map(({ type, id }) => `${type}:${id}`)
  if (foreign.length > 0)
    throw new Refusal(400, `Trying to export object(s) with non-exportable types: ${foreign.join(', ')}`)
  return named
}

async function fetchAll(named: Named[], access: Access, server: ExportServer): Promise<SavedObject[]> {
  await access.demand('bulk_get', [...new Set(named.map(({ type }) => type))])
  const missing = named.filter(({ type, id }) => !access.objects.get(type, id))
  if (missing.length > 0) {
    const entry = ({ type, id }: Named) => {
      return {
        id,
        type,
        error: { statusCode: 404, error: 'Not Found', message: `Saved object [${type}/${id}] not found` },
      }
    }
    throw new Refusal(400, server.missingObjects, { objects: missing.map(entry) })
  }
  return named.flatMap(({ type, id }) => access.objects.get(type, id) ?? [])
}

async function ofTypes(types: string[], access: Access): Promise<SavedObject[]> {
  return access.objects.ofTypes(await access.searchable(types)).sort((one, other) => (one.id < other.id ? -1 : 1))
}

async function withReferences(
  roots: SavedObject[],
  access: Access,
): Promise<{ found: SavedObject[]; missing: Named[] }> {
  const found = [...roots]
  const missing: Named[] = []
  const isKnown = (named: Named) =>
    [...found, ...missing].some(({ type, id }) => type === named.type && id === named.id)
  // `found` grows while it is walked: what a reference leads to is looked at as well.
  for (const { references } of found) {
    for (const { type, id } of references.filter((reference) => !isKnown(reference))) {
      await access.demand('bulk_get', [type])
      const object = access.objects.get(type, id)
      if (object) found.push(object)
      else missing.push({ type, id })
    }
  }
  return { found, missing }
}

function dependenciesFirst(objects: SavedObject[]): SavedObject[] {
  const order = new Set<SavedObject>()
  const seen = new Set<SavedObject>()
  const visit = (object: SavedObject) => {
    if (seen.has(object)) return
    seen.add(object)
    for (const reference of object.references) {
      const target = objects.find(({ type, id }) => type === reference.type && id === reference.id)
      if (target) visit(target)
    }
    order.add(object)
  }
  objects.forEach(visit)
  return [...order]
}

function exported({ coreMigrationVersion, typeMigrationVersion, ...object }: SavedObject): JsonObject {
  return {
    ...object,
    ...(coreMigrationVersion !== undefined && { coreMigrationVersion }),
    ...(typeMigrationVersion !== undefined && { typeMigrationVersion }),
  }
}

/** Exports have their keys in alphabetical order, at every depth. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, entry]) => [name, sorted(entry)]))
}
