import { ElkctlError } from '../../errors.js'
import { expectOk, grantHint, notUnderstood } from '../../http/answer.js'
import { expectMap, expectShape, hasShape } from '../../http/shape.js'
import { objectIn, type JsonObject } from '../../json.js'
import { readMappings } from '../../kinds/index-mapping.js'
import type { Writer } from '../../stack/stack.js'
import type { Job } from './job.js'

/** Changes with every write, also where as many documents went as came. */
export async function writesTo(index: string, search: Writer): Promise<string> {
  const what = `Looking for writes to ${index}`
  const reply = await search.get(`/${index}/_stats?level=shards`)
  const { indices } = expectShape(reply, what, { indices: 'map' })
  const last = Object.entries(objectIn(indices, index, 'shards')).map(([shard, copies]) => {
    const numbers = [copies]
      .flat()
      .map((one) => objectIn(one, 'seq_no')['max_seq_no'])
      .filter((number) => typeof number === 'number')
    if (numbers.length === 0) throw notUnderstood(reply, what)
    return `${shard}: ${Math.max(...numbers)}`
  })
  if (last.length === 0) throw notUnderstood(reply, what)
  return last.sort().join()
}

export async function count(index: string, search: Writer): Promise<number> {
  const what = `Counting the documents of ${index}`
  return expectShape(await search.get(`/${index}/_count`), what, { count: 'number' }).count
}

export const refresh = async (index: string, search: Writer) =>
  expectOk(await search.post(`/${index}/_refresh`, {}), `Refreshing ${index}`)

export const setBlock = async (index: string, blocked: boolean, search: Writer) =>
  expectOk(
    await search.put(`/${index}/_settings`, { 'index.blocks.write': blocked ? true : null }),
    `${blocked ? 'Keeping writes from' : 'Letting writes into'} ${index}`,
  )

export async function mappingsOf(
  index: string,
  { search, stack }: Pick<Job, 'search' | 'stack'>,
): Promise<JsonObject | undefined> {
  const reading = await readMappings(search, [index])
  if (reading.status === 'read') return reading.objects.get(index)?.body
  throw new ElkctlError(`The mapping of ${index} cannot be read: ${reading.reason}.`, {
    exit: 'access',
    hint: grantHint(reading.reason, stack.identity),
  })
}

export async function aliasesOf(index: string, search: Writer): Promise<JsonObject> {
  const what = `Reading the aliases of ${index}`
  const reply = await search.get(`/${index}/_alias`)
  const ofIndex = expectMap(reply, what)[index]
  if (!hasShape(ofIndex, { aliases: 'object' })) throw notUnderstood(reply, what)
  return ofIndex.aliases
}
