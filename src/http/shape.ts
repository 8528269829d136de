import { isObject, type Json, type JsonObject } from '../json.js'
import { expectOk, notUnderstood } from './answer.js'
import type { Reply } from '../stack/stack.js'

const isText = (value: unknown): value is string => typeof value === 'string'

/** What a field of an answer can be asked to be. */
const shapes = {
  object: isObject,
  /** every value of it is an object */
  map: (value: unknown): value is Record<string, JsonObject> => isObject(value) && Object.values(value).every(isObject),
  objects: (value: unknown): value is JsonObject[] => Array.isArray(value) && value.every(isObject),
  texts: (value: unknown): value is string[] => Array.isArray(value) && value.every(isText),
  text: isText,
  number: (value: unknown): value is number => typeof value === 'number',
  truth: (value: unknown): value is boolean => typeof value === 'boolean',
}

type Fields = Record<string, keyof typeof shapes>
type Guarded<Guard> = Guard extends (value: unknown) => value is infer Shape ? Shape : never
type Shaped<Wanted extends Fields> = { [Field in keyof Wanted]: Guarded<(typeof shapes)[Wanted[Field]]> }

/** Whether it is an object with these fields; others may be there too. */
export const hasShape = <Wanted extends Fields>(value: unknown, fields: Wanted): value is Shaped<Wanted> =>
  isObject(value) && Object.entries(fields).every(([name, shape]) => shapes[shape](value[name]))

/** @throws ApiError when it is a refusal, UnreachableError when the body is not such an object */
export function expectShape<Wanted extends Fields>(reply: Reply, what: string, fields: Wanted): Shaped<Wanted> {
  const { body } = expectOk(reply, what)
  if (!hasShape(body, fields)) throw notUnderstood(reply, what)
  return body
}

/** An object by whose names things are found, each an object itself: users, roles. @throws ApiError, UnreachableError */
export function expectMap(reply: Reply, what: string): Record<string, JsonObject> {
  const { body } = expectOk(reply, what)
  if (!shapes.map(body)) throw notUnderstood(reply, what)
  return body
}

/** @throws ApiError, UnreachableError */
export function expectList(reply: Reply, what: string): Json[] {
  const { body } = expectOk(reply, what)
  if (!Array.isArray(body)) throw notUnderstood(reply, what)
  return body as Json[]
}
