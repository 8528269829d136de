import { randomUUID } from 'node:crypto'
import type { Access } from './access.js'
import { metaOf, readImportFile, type FileRules, type ImportError } from './import-file.js'
import type { Json, JsonObject } from './json.js'
import { migrate } from './object-migrations.js'
import { mappingRefuses, type ObjectType, type ObjectTypes } from './object-types.js'
import type { ImportedObject } from './saved-objects.js'

/** The server whose rules hold for an import. */
export interface ImportServer extends FileRules {
  /** as it calls itself in errors */
  name: string
  /** set on every object; undefined where the server does not know the field */
  coreVersion: string | undefined
  /** every object has `typeMigrationVersion` (Kibana 8.8 and later) */
  typeVersions: boolean
  /** fields that are in every answer of `_import` */
  extraFields: JsonObject
}

/** One entry of `retries` of `_resolve_import_errors`. */
export interface Retry {
  type: string
  id: string
  overwrite?: boolean
  replaceReferences?: { type: string; from: string; to: string }[]
}

export interface ImportOptions {
  overwrite: boolean
  createNewCopies: boolean
  /** only these objects of the file, each with its own answer to a conflict */
  retries?: Retry[]
}

/** One object on its way through an import. */
interface Item {
  object: ImportedObject
  /** where it will be written: another id with `createNewCopies` */
  destinationId: string
  overwrites: boolean
}

/** These are for the user to decide; as long as there is one, nothing at all is written. */
const blocking: ImportError['error']['type'][] = ['conflict', 'missing_references']

/** Only these references are looked up; a dashboard may name visualizations that do not exist. */
const checkedReferences = ['index-pattern', 'search']

/**
 * Imports a file: the body of the answer of `_import` and `_resolve_import_errors`. HTTP is 200 also when `success` is false.
 *
 * @throws Refusal for the whole file: 400 unreadable, 403 no rights, 422 too new, 500 cannot be migrated
 */
export async function importObjects(
  text: string,
  options: ImportOptions,
  access: Access,
  server: ImportServer,
): Promise<Json> {
  const file = readImportFile(text, server)
  const objects = options.retries ? retried(file.objects, options.retries) : file.objects
  const describe = (object: ImportedObject, error: ImportError['error']): ImportError => {
    const meta = metaOf(object, server.types)
    return { type: object.type, id: object.id, title: meta.title, meta, error }
  }

  const missing = await missingReferences(objects, access)
  const errors = [
    ...file.errors,
    ...missing.map(({ object, references }) => describe(object, { type: 'missing_references', references })),
  ]
  const sound = objects.filter((object) => !missing.some((entry) => entry.object === object))

  if (sound.length > 0) await access.demand('bulk_create', typesOf(sound))
  const items = sound.map((object) => itemOf(object, options, access))
  const conflicts = items.filter(({ object, overwrites }) => overwrites && !mayOverwrite(object, options))
  errors.push(...conflicts.map(({ object }) => describe(object, { type: 'conflict' })))

  const toWrite = items.filter((item) => !conflicts.includes(item))
  const isBlocked = errors.some(({ error }) => blocking.includes(error.type))
  const failures = isBlocked ? new Map<Item, string>() : write(toWrite, items, access, server)
  errors.push(...[...failures].map(([{ object }, message]) => describe(object, { type: 'unknown', message })))

  const done = toWrite.filter((item) => !failures.has(item))
  return {
    successCount: done.length,
    success: errors.length === 0,
    ...server.extraFields,
    ...(done.length > 0 && { successResults: done.map((item) => successOf(item, server.types)) }),
    ...(errors.length > 0 && { errors: errors as unknown as Json }),
  }
}

function retried(objects: ImportedObject[], retries: Retry[]): ImportedObject[] {
  return objects.flatMap((object) => {
    const retry = retries.find(({ type, id }) => type === object.type && id === object.id)
    if (!retry) return []
    const references = object.references.map((reference) => {
      const replacement = retry.replaceReferences?.find(
        ({ type, from }) => type === reference.type && from === reference.id,
      )
      return replacement ? { ...reference, id: replacement.to } : reference
    })
    return [{ ...object, references }]
  })
}

async function missingReferences(objects: ImportedObject[], access: Access) {
  const isInFile = (type: string, id: string) => objects.some((object) => object.type === type && object.id === id)
  const outside = ({ references }: ImportedObject) =>
    references.filter(({ type, id }) => checkedReferences.includes(type) && !isInFile(type, id))
  const asked = objects.flatMap(outside)
  if (asked.length > 0) await access.demand('bulk_get', typesOf(asked))
  return objects.flatMap((object) => {
    const absent = outside(object).filter(({ type, id }) => !access.objects.get(type, id))
    return absent.length > 0 ? [{ object, references: absent.map(({ type, id }) => ({ type, id })) }] : []
  })
}

function itemOf(object: ImportedObject, { createNewCopies }: ImportOptions, access: Access): Item {
  if (createNewCopies) return { object, destinationId: randomUUID(), overwrites: false }
  return { object, destinationId: object.id, overwrites: access.objects.get(object.type, object.id) !== undefined }
}

function mayOverwrite(object: ImportedObject, { overwrite, retries }: ImportOptions): boolean {
  const retry = retries?.find(({ type, id }) => type === object.type && id === object.id)
  return retry ? retry.overwrite === true : overwrite
}

/** Every object is migrated before the first is written: one that is too new stops the file. @returns why which were not written */
function write(toWrite: Item[], all: Item[], access: Access, server: ImportServer): Map<Item, string> {
  const failures = new Map<Item, string>()
  const migrated = toWrite.map((item) => {
    const references = item.object.references.map((reference) => {
      const target = all.find(({ object }) => object.type === reference.type && object.id === reference.id)
      return target ? { ...reference, id: target.destinationId } : reference
    })
    const type = server.types[item.object.type] as ObjectType
    return { item, type, stored: migrate({ ...item.object, id: item.destinationId, references }, type, server) }
  })
  for (const { item, type, stored } of migrated) {
    const failure = access.writeRefused ?? mappingRefuses(stored, type)
    if (failure === undefined) access.objects.put(stored)
    else failures.set(item, failure)
  }
  return failures
}

function successOf({ object, destinationId, overwrites }: Item, types: ObjectTypes): Json {
  return {
    type: object.type,
    id: object.id,
    meta: metaOf(object, types),
    ...(overwrites && { overwrite: true }),
    ...(destinationId !== object.id && { destinationId }),
  }
}

/** Sorted and each once, as the servers name them in a 403. */
function typesOf(objects: { type: string }[]): string[] {
  return [...new Set(objects.map(({ type }) => type))].sort()
}
