import { Refusal } from './http.js'
import { isObject, textOf, type Json, type JsonObject } from './json.js'
import type { ObjectTypes } from './object-types.js'
import type { ImportedObject, Reference } from './saved-objects.js'

/** `savedObjects.maxImportExportSize` of both servers */
const limit = 10_000

/** What of a server's ways shows when a file is read. */
export interface FileRules {
  types: ObjectTypes
  /** what the server's saved objects client puts behind the text of a 400 */
  badRequestSuffix: string
}

/** One entry of `errors` in the answer. */
export interface ImportError {
  type: string
  id: string
  title: string
  meta: { title: string; icon?: string }
  error: { type: 'unsupported_type' | 'conflict' | 'missing_references' | 'unknown'; [detail: string]: Json }
}

/**
 * The objects of an NDJSON file and an error for each one of a type that the server does not have. Blank lines, CRLF, a missing
 * last newline and the line of export details are fine.
 *
 * @throws Refusal 400 no JSON, more than 10000 objects, one object twice; 500 an object without attributes
 */
export function readImportFile(
  text: string,
  { types, badRequestSuffix }: FileRules,
): { objects: ImportedObject[]; errors: ImportError[] } {
  const entries = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseLine)
    .filter((entry) => !('exportedCount' in entry))
  if (entries.length > limit) throw new Refusal(400, `Can't import more than ${limit} objects`)
  refuseDuplicates(entries, badRequestSuffix)

  const supported = entries.filter(({ type }) => textOf(type) in types)
  const unsupported = entries.filter(({ type }) => !(textOf(type) in types))
  return { objects: supported.map(importedObject), errors: unsupported.map(unsupportedType) }
}

/** The `meta` of an object in the answers. */
export function metaOf({ attributes, type }: ImportedObject, types: ObjectTypes): { title: string; icon: string } {
  return { title: titleOf(attributes), icon: types[type]?.icon ?? '' }
}

function parseLine(line: string): JsonObject {
  try {
    const entry = JSON.parse(line) as Json
    if (isObject(entry)) return entry
  } catch {
    // Both servers say it in the words of their own JavaScript engine; these are the recorded ones.
  }
  throw new Refusal(400, 'Unexpected end of JSON input')
}

function refuseDuplicates(entries: JsonObject[], suffix: string): void {
  const keys = entries.map(({ type, id }) => `${textOf(type)}:${textOf(id)}`)
  const twice = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
  if (twice.length > 0) throw new Refusal(400, `Non-unique import objects detected: [${twice.join()}]${suffix}`)
}

function importedObject(object: JsonObject): ImportedObject {
  const { type, id, attributes, references, migrationVersion, typeMigrationVersion: level } = object
  // The servers look for the title without asking whether there are attributes.
  if (!isObject(attributes)) throw new Refusal(500, 'An internal server error occurred.')
  return {
    type: textOf(type),
    id: textOf(id),
    attributes,
    references: (references ?? []) as Reference[],
    migrationVersion:
      typeof level === 'string' ? { [textOf(type)]: level } : ((migrationVersion ?? {}) as Record<string, string>),
  }
}

function unsupportedType({ type, id, attributes }: JsonObject): ImportError {
  const title = titleOf(isObject(attributes) ? attributes : {})
  return { type: textOf(type), id: textOf(id), title, meta: { title }, error: { type: 'unsupported_type' } }
}

function titleOf({ title }: JsonObject): string {
  return typeof title === 'string' ? title : ''
}
