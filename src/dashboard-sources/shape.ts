import type { Json } from '../json.js'

/** What is wrong in a source, and where: the path of keys from the panel down. */
export class SourceProblem extends Error {}

/** Turns JSON into the value it should hold. @throws SourceProblem naming `where` */
export type Shape<T> = (value: Json | undefined, where: string) => T

export type Shaped<S> = S extends Shape<infer T> ? T : never

export const text: Shape<string> = (value, where) => {
  if (typeof value !== 'string' || value === '') throw new SourceProblem(`${where} must be a text`)
  return value
}

export const number: Shape<number> = (value, where) => {
  if (typeof value !== 'number') throw new SourceProblem(`${where} must be a number`)
  return value
}

export const flag: Shape<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw new SourceProblem(`${where} must be true or false`)
  return value
}

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, where) =>
    value === undefined ? undefined : shape(value, where)

export const oneOf =
  <T extends string>(...known: T[]): Shape<T> =>
  (value, where) => {
    const found = known.find((candidate) => candidate === value)
    if (found === undefined) throw new SourceProblem(`${where} is ${show(value)}; known are ${known.join(', ')}`)
    return found
  }

export const listOf =
  <T>(shape: Shape<T>, length?: number): Shape<T[]> =>
  (value, where) => {
    if (!Array.isArray(value)) throw new SourceProblem(`${where} must be a list`)
    if (length !== undefined && value.length !== length)
      throw new SourceProblem(`${where} must have ${length} members, it has ${value.length}`)
    return value.map((member, index) => shape(member, `${where}[${index}]`))
  }

/** An object with any keys: labels → queries, thresholds → colours. */
export const mapOf =
  <T>(shape: Shape<T>): Shape<Record<string, T>> =>
  (value, where) =>
    Object.fromEntries(
      Object.entries(members(value, where)).map(([key, member]) => [key, shape(member, path(where, key))]),
    )

/** An object with these keys and no others. */
export const object =
  <S extends Record<string, Shape<unknown>>>(shapes: S): Shape<{ [K in keyof S]: Shaped<S[K]> }> =>
  (value, where) => {
    const given = members(value, where)
    const unknown = Object.keys(given).filter((key) => !(key in shapes))
    if (unknown.length > 0)
      throw new SourceProblem(
        `${where === '' ? '' : `${where}: `}unknown key ${unknown.map(show).join(', ')}; known are ${Object.keys(shapes).join(', ')}`,
      )
    return Object.fromEntries(
      Object.entries(shapes).map(([key, shape]) => [key, shape(given[key], path(where, key))]),
    ) as { [K in keyof S]: Shaped<S[K]> }
  }

/** The first shape that does not refuse; the last one's refusal is told. */
export const either =
  <A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> =>
  (value, where) => {
    try {
      return first(value, where)
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error
      return second(value, where)
    }
  }

function members(value: Json | undefined, where: string): Record<string, Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SourceProblem(`${where === '' ? 'it' : where} must be an object`)
  return value
}

const path = (where: string, key: string): string => (where === '' ? key : `${where}.${key}`)

const show = (value: Json | undefined): string => (value === undefined ? 'missing' : JSON.stringify(value))
