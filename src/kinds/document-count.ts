import { expectShape } from '../http/shape.js'
import type { Reader } from '../stack/stack.js'

/** How many documents an index has, or what an alias leads to; 0 where there is neither. @throws ApiError */
export async function countIn({ search }: { search: Reader }, name: string): Promise<number> {
  const reply = await search.get(`/${encodeURIComponent(name)}/_count?ignore_unavailable=true`)
  if (reply.status === 404) return 0
  return expectShape(reply, `Counting the documents of ${name}`, { count: 'number' }).count
}
