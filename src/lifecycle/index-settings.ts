import { isObject, objectIn, type JsonObject } from '../json.js'
import { ApiError, type ElkctlError } from '../errors.js'
import { isBlocked, reasonIn, refusal } from '../http/answer.js'
import type { Reply, Writer } from '../stack/stack.js'
import { inParts } from './index-names.js'

/**
 * Puts settings on indices; one that is gone is no error. A server refuses a request as a whole for the sake of one index that cannot be changed:
 * then each is asked for by itself.
 *
 * @returns those that were refused
 * @throws ApiError the server is not able to answer now
 */
export async function putSettings(
  search: Writer,
  names: string[],
  settings: JsonObject,
  what: string,
): Promise<Map<string, ElkctlError>> {
  const refused = new Map<string, ElkctlError>()
  for (const part of inParts(names)) {
    const reply = await search.put(`/${part}/_settings?ignore_unavailable=true`, settings)
    if (reply.status < 300) continue
    if (!isAboutIndices(reply)) throw refusal(reply, what)
    const [name = '', ...others] = part.split(',').map(decodeURIComponent)
    if (others.length === 0) refused.set(name, await refusalOf(search, name, reply, what))
    for (const single of others.length === 0 ? [] : [name, ...others])
      for (const [index, error] of await putSettings(search, [single], settings, what)) refused.set(index, error)
  }
  return refused
}

const isAboutIndices = (reply: Reply): boolean =>
  isBlocked(reply) || (reply.status >= 400 && reply.status < 500 && ![401, 429].includes(reply.status))

async function refusalOf(search: Writer, name: string, reply: Reply, what: string): Promise<ElkctlError> {
  if (!isBlocked(reply)) return refusal(reply, `${what} (${name})`)
  const blocks = await blocksOn(search, name)
  const request = `PUT /${name}/_settings ${JSON.stringify(Object.fromEntries(blocks.map((block) => [block, null])))}`
  return new ApiError(`The index ${name} cannot be changed while it is blocked: ${reply.status} ${reasonIn(reply)}`, {
    status: reply.status,
    exit: 'failure',
    hint: `${blocks.some((block) => block.endsWith('read_only_allow_delete')) ? 'The disk was nearly full: free space on it first. ' : ''}${
      blocks.length > 0 ? `Take the block off with ${request}` : 'Take the block off'
    }, then run the command again.`,
  })
}

/** "index.blocks.read_only_allow_delete": those that are set. None where they may not be read. */
async function blocksOn(search: Writer, name: string): Promise<string[]> {
  const { status, body } = await search.get(`/${encodeURIComponent(name)}/_settings/index.blocks.*?flat_settings=true`)
  const settings = status === 200 && isObject(body) ? objectIn(body, name, 'settings') : {}
  return Object.keys(settings).filter((block) => String(settings[block]) === 'true')
}
