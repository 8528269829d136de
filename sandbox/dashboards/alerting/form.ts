import { Refusal } from '../http.js'
import { isObject, type Json, type JsonObject } from '../json.js'

/** What is wrong with a value at a place; undefined: nothing */
export type Check = (value: Json | undefined, place: string) => string | undefined

const typeOf = (value: Json | undefined): string =>
  Array.isArray(value) ? 'Array' : value === null ? 'null' : typeof value

export const text: Check = (value, place) =>
  typeof value === 'string' ? undefined : `[${place}]: expected value of type [string] but got [${typeOf(value)}]`

export const truth: Check = (value, place) =>
  typeof value === 'boolean' ? undefined : `[${place}]: expected value of type [boolean] but got [${typeOf(value)}]`

export const anyObject: Check = (value, place) =>
  isObject(value) ? undefined : `[${place}]: expected a plain object value, but found [${typeOf(value)}] instead.`

export const duration: Check = (value, place) =>
  text(value, place) ??
  (/^\d+[smhd]$/.test(String(value)) ? undefined : `[${place}]: string is not a valid duration: ${String(value)}`)

export const optional =
  (check: Check): Check =>
  (value, place) =>
    value === undefined ? undefined : check(value, place)

export const orNull =
  (check: Check): Check =>
  (value, place) =>
    value === null ? undefined : check(value, place)

export const listOf =
  (check: Check): Check =>
  (value, place) =>
    Array.isArray(value)
      ? value.map((member, index) => check(member, `${place}.${index}`)).find((problem) => problem !== undefined)
      : `[${place}]: expected value of type [array] but got [${typeOf(value)}]`

/** An object with these keys and no others: first what is wrong with its members, in their order, then the first key that is not known. */
export const form =
  (members: Record<string, Check>): Check =>
  (value, place) => {
    const object = isObject(value) ? value : {}
    const wrong = Object.entries(members).flatMap(([name, check]) => check(object[name], within(place, name)) ?? [])
    const unknown = Object.keys(object).filter((name) => !(name in members))
    return (
      wrong[0] ??
      (unknown[0] === undefined ? undefined : `[${within(place, unknown[0])}]: definition for this key is missing`)
    )
  }

const within = (place: string, name: string): string =>
  place === '' || place.endsWith(' body') ? `${place}${place === '' ? '' : '.'}${name}` : `${place}.${name}`

/** @throws Refusal 400 as Kibana’s routes refuse a body */
export function expectForm(body: Json, check: Check): JsonObject {
  const problem = check(body, 'request body')
  if (problem !== undefined) throw new Refusal(400, problem)
  return isObject(body) ? body : {}
}
