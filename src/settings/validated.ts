import type { Problem } from '../errors.js'

/** What was read of the settings. Where there are problems, the value only stands in for one that can be used. */
export interface Validated<T> {
  value: T
  problems: Problem[]
  /** worth knowing, and no reason to stop */
  notes: string[]
}

export const validated = <T>(value: T, problems: Problem[], notes: string[] = []): Validated<T> => ({
  value,
  problems,
  notes,
})

export const valid = <T>(value: T): Validated<T> => validated(value, [])

/** There is no value. */
export const invalid = (problem: Problem): Validated<undefined> => validated(undefined, [problem])

type Values<Parts> = { [Name in keyof Parts]: Parts[Name] extends Validated<infer Value> ? Value : never }

/** All of them as one, with the problems of all. */
export const combined = <Parts extends Record<string, Validated<unknown>>>(parts: Parts): Validated<Values<Parts>> =>
  validated(
    Object.fromEntries(Object.entries(parts).map(([name, { value }]) => [name, value])) as Values<Parts>,
    Object.values(parts).flatMap(({ problems }) => problems),
    Object.values(parts).flatMap(({ notes }) => notes),
  )

export const combinedList = <T>(list: Validated<T>[]): Validated<T[]> =>
  validated(
    list.map(({ value }) => value),
    list.flatMap(({ problems }) => problems),
    list.flatMap(({ notes }) => notes),
  )
