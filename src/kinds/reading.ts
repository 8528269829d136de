import type { Exit } from '../errors.js'
import { isObject, type JsonObject } from '../json.js'
import { notUnderstood, reasonIn, refusal } from '../http/answer.js'
import { isNotOffered } from '../http/explain/aws.js'
import { causeOf } from '../http/explain/causes.js'
import type { Reader, Reply } from '../stack/stack.js'
import type { Existing } from './kind.js'

export type Reading =
  | { status: 'read'; objects: Map<string, Existing> }
  /** this stack does not have the feature */
  | { status: 'absent'; reason: string }
  /** the signed-in user may not read it */
  | { status: 'refused'; reason: string }
  /** of what is asked for besides the application: it could not be read, and the rest can be done */
  | { status: 'failed'; exit: Exit; reason: string; hint: string }

/** The objects in an answer, by name; undefined: this is not what the server answers here. */
export type ObjectsIn = (body: JsonObject) => [string, Existing][] | undefined

/** Where names stand for objects: `from` makes what is compared of each. */
export const objectsByName =
  (from: (object: JsonObject, name: string) => Existing): ObjectsIn =>
  (body) => {
    const entries = Object.entries(body)
    if (!entries.every((entry): entry is [string, JsonObject] => isObject(entry[1]))) return undefined
    return entries.map(([name, object]) => [name, from(object, name)])
  }

/** Reads a list. 404 is an empty one. @throws ApiError for anything but 200, 401, 403, 404; UnreachableError */
export async function readList(reader: Reader, path: string, what: string, objects: ObjectsIn): Promise<Reading> {
  const reply = await reader.get(path)
  return readingOf(reply, what, objects)
}

export function readingOf(reply: Reply, what: string, objects: ObjectsIn): Reading {
  if (reply.status === 401 && isNotOffered(reasonIn(reply)))
    return { status: 'absent', reason: `AWS does not offer ${reply.method} ${reply.path} (${reply.status})` }
  // What has another cause than a missing right stops the run, with that cause.
  if ((reply.status === 401 || reply.status === 403) && causeOf(reply) === undefined)
    return { status: 'refused', reason: `${reply.status} ${firstClause(reasonIn(reply))}` }
  if (reply.status === 404) return { status: 'read', objects: new Map() }
  if (reply.status !== 200) throw refusal(reply, `Reading the ${what}`)
  const entries = isObject(reply.body) ? objects(reply.body) : undefined
  if (entries === undefined) throw notUnderstood(reply, `Reading the ${what}`)
  return { status: 'read', objects: new Map(entries) }
}

/** OpenSearch lists every role and header behind its refusal. */
const firstClause = (reason: string): string => reason.split(/: |\n/)[0] ?? reason
