import { expectShape } from '../http/shape.js'
import type { Stack } from '../stack/stack.js'

/** The names of the indices that a pattern matches, themselves or by an alias; who may look at definitions alone may ask. @throws ApiError */
export async function indicesOf(pattern: string, { search }: Stack): Promise<string[] | 'refused'> {
  const reply = await search.get(`/${encodeURIComponent(pattern)}/_alias`)
  if (reply.status === 403) return 'refused'
  // An index or alias without a * in its name that is not there.
  if (reply.status === 404) return []
  return Object.keys(expectShape(reply, `Looking for indices ${pattern}`, {}))
}
