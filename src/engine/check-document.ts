import type { Sample } from '../data-files/schemas/templates.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { ApiError, ElkctlError, InterruptedError } from '../errors.js'
import { expectOk, reasonIn } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reader, Reply, Writer } from '../stack/stack.js'
import { diff } from './diff.js'
import { probeOf } from './probe.js'

import type { Check } from './check.js'

/** Writes a document as the application does, reads it back, and takes it away. */
export const writesAndReads = (sample: Sample): Check => ({
  id: 'account.writes',
  title: `${sample.title} (${sample.index})`,
  run: async ({ as: { search }, reader, cleanupWriter, onlyAdds, suffix, oldIndices }) => {
    const { index, id } = probeOf(sample, suffix)
    const takeAway = async () =>
      cleanUp(await cleanupWriter(), index, id, sample).catch((error: unknown) => {
        if (error instanceof ElkctlError) return error
        throw error
      })
    // Where a shard is away the engine shall say so, before our own patience ends.
    const query = new URLSearchParams({
      refresh: 'true',
      timeout: '20s',
      ...(onlyAdds && { op_type: 'create' }),
      ...(sample.pipeline && { pipeline: sample.pipeline }),
    })
    try {
      expectOk(
        await search.put(`/${index}/_doc/${id}?${query.toString()}`, sample.document),
        `Writing a document to ${index}`,
      )
      await expectStored(reader, index, id, sample)
    } catch (error) {
      // A document that the server did not take needs no clean-up in an index that stays.
      const notTaken =
        sample.keepIndex && error instanceof ApiError && error.status < 500 && !(await isThere(reader, index, id))
      const problem = notTaken ? undefined : await takeAway()
      // Without an answer to the write, the server may carry it out after the clean-up.
      if (error instanceof InterruptedError)
        throw problem !== undefined || error.unanswered !== undefined ? mayBeLeft(index, id) : error
      if (!(error instanceof ElkctlError)) throw error
      if (problem !== undefined) throw andThen(error, problem)
      const knownReason = oldIndices.get(index)
      if (knownReason === undefined || !comesFromOldIndex(error)) throw error
      return { warn: error.message, hint: `The index is ${knownReason}.` }
    }
    const problem = await takeAway()
    if (problem !== undefined) throw problem instanceof InterruptedError ? mayBeLeft(index, id) : problem
    return `written${sample.pipeline ? ` through ${sample.pipeline}` : ''}, read back with ${Object.keys(sample.types).length} field types as expected, removed`
  },
})

const isThere = async (search: Reader, index: string, id: string): Promise<boolean> =>
  (await search.get(`/${index}/_doc/${id}`)).status === 200

/** The first is what went wrong; the second must not hide it. */
const andThen = (first: ElkctlError, second: ElkctlError): ElkctlError =>
  new ElkctlError(`${first.message} And then: ${second.message}`, {
    exit: first.exit,
    hint: `${first.hint} ${second.hint}`,
    cause: first,
  })

/** The probes may have been written, and may not have been taken away. */
export class MayBeLeft extends InterruptedError {
  constructor(readonly probes: string[]) {
    const [which, them] = probes.length === 1 ? ['the probe', 'it'] : ['the probes', 'them']
    super({
      message: `Interrupted; ${which} ${probes.join(', ')} may be left behind; the next init or verify --write-probe removes ${them}`,
    })
  }
}

const mayBeLeft = (index: string, id: string) => new MayBeLeft([`/${index}/_doc/${id}`])

/** Other types, a document that does not fit them, or a block that a reindex left when it was cut off. */
const comesFromOldIndex = ({ exit, message }: ElkctlError): boolean =>
  exit === 'failure' || message.includes('cluster_block_exception') || message.includes('blocked by')

async function expectStored(search: Reader, index: string, id: string, sample: Sample): Promise<void> {
  const [document, caps] = await Promise.all([
    search.get(`/${index}/_doc/${id}`),
    search.get(`/${index}/_field_caps?fields=${Object.keys(sample.types).map(encodeURIComponent).join(',')}`),
  ])
  const stored = expectShape(document, `Reading a document of ${index}`, { _source: 'object' })
  const { fields } = expectShape(caps, `Reading the field types of ${index}`, { fields: 'map' })
  const types = Object.fromEntries(
    Object.keys(sample.types).map((field) => [field, Object.keys(fields[field] ?? {}).join(' or ') || null]),
  )
  const values = Object.fromEntries(
    Object.keys(sample.values ?? {}).map((path) => [path, valueAt(stored._source, path)]),
  )
  const wrong = [...diff(sample.types, types, 'subset'), ...diff(sample.values ?? {}, values, 'subset')]
  if (wrong.length > 0)
    throw new ElkctlError(
      `${index}: ${wrong.map(({ path, before, after }) => `${path} is ${JSON.stringify(before ?? null)}, expected ${JSON.stringify(after)}`).join('; ')}`,
      {
        exit: 'failure',
        hint: 'Does another template with a higher priority match this index? Data that is there already keeps its old mapping.',
      },
    )
}

/** Leaves no probe behind, whatever happened before. A failure to remove one is reported: it would be in the user's way. */
async function cleanUp(search: Writer, index: string, id: string, sample: Sample): Promise<undefined> {
  const reply: Reply = await (sample.keepIndex
    ? search.delete(`/${index}/_doc/${id}?refresh=true&timeout=20s`)
    : search.delete(`/${index}`))
  if (reply.status === 404 || (reply.status >= 200 && reply.status < 300)) return
  // Where writing was refused there is nothing to remove, and removing is refused likewise.
  if ((reply.status === 403 || reply.status === 401) && !(await isThere(search, index, id))) return
  throw new ElkctlError(`The probe in ${index} could not be removed: ${reply.status} ${reasonIn(reply)}`, {
    exit: 'failure',
    hint: `Delete it yourself: DELETE /${index}${sample.keepIndex ? `/_doc/${id}` : ''}`,
  })
}

function valueAt(source: JsonObject, path: string): Json {
  if (source[path] !== undefined) return source[path]
  return path.split('.').reduce<Json>((at, key) => (isObject(at) ? (at[key] ?? null) : null), source)
}
