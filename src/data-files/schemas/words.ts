import * as z from 'zod'
import { similarNames } from '../../similar-names.js'
import { isObject, type Json } from '../../json.js'

// A run checks a few files once. To have V8 compile a checker for each form takes longer than all of them, and no compiled program can keep it.
z.config({ jitless: true })

/** An object of these keys and no others. Its problem names the keys that there are. */
export const form = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue['keys'], Object.keys(shape)) : undefined),
  })

/** One of several objects, told apart by a key that only it has. */
export const oneOfKeys = <Forms extends Record<string, z.ZodObject>>(forms: Forms) => {
  const allowed = Object.keys(forms)
  // Of its members, in their order: what a union needs to know.
  const members = Object.values(forms) as unknown as [Forms[keyof Forms], Forms[keyof Forms]]
  return z.union(members, {
    error: ({ input }) =>
      isObject(input) && !allowed.some((key) => key in input)
        ? `must have one of the keys ${allowed.join(', ')}`
        : undefined,
  })
}

/** An object of a server's: what elkctl relies on, and whatever else the server takes. */
export const serverForm = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.looseObject(shape)

/**
 * An object that a later release of the product may give more keys: only what looks like a misspelt one is refused, and what must not be there.
 *
 * @param never keys that belong elsewhere
 */
export const productForm = <Shape extends z.core.$ZodLooseShape>(shape: Shape, never: string[] = []) => {
  const allowed = Object.keys(shape)
  const wrongIn = (value: unknown): string[] =>
    isObject(value)
      ? Object.keys(value).filter(
          (key) => !allowed.includes(key) && (never.includes(key) || similarNames(key, allowed).length > 0),
        )
      : []
  return z.looseObject(shape).refine((value) => wrongIn(value).length === 0, {
    error: ({ input }) => unknownKeys(wrongIn(input), allowed),
    // Also where a key is missing: that may be the one that is misspelt.
    when: ({ value }) => isObject(value),
  })
}

function unknownKeys(keys: string[], allowed: string[]): string {
  const named = keys.map((key) => {
    const [meant] = similarNames(key, allowed)
    return meant === undefined ? JSON.stringify(key) : `${JSON.stringify(key)} (did you mean ${JSON.stringify(meant)}?)`
  })
  return `unknown key ${named.join(', ')}; known are ${allowed.join(', ')}`
}

export const text = z.string().min(1)
export const texts = z.array(text)
/** Servers take one word for a list of one. */
export const oneOrMore = z.union([text, z.array(text).min(1)])
export const json = z.json() as z.ZodType<Json>
export const body = z.record(z.string(), json)
