import { z } from 'zod'
import type { Json } from '../../json.js'

/** An object of these keys and no others. Its problem names the keys that there are. */
export const form = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key ${(issue['keys']).map((key) => JSON.stringify(key)).join(', ')}; known are ${Object.keys(shape).join(', ')}`
        : undefined,
  })

/** An object of a server's: what elkctl relies on, and whatever else the server takes. */
export const serverForm = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.looseObject(shape)

export const text = z.string().min(1)
export const texts = z.array(text)
/** Servers take one word for a list of one. */
export const oneOrMore = z.union([text, z.array(text).min(1)])
export const json = z.json() as z.ZodType<Json>
export const body = z.record(z.string(), json)
