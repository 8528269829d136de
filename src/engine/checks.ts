import type { Sample } from '../data-files/schemas/templates.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { ApiError, ElkctlError, InterruptedError } from '../errors.js'
import { spacePath } from '../kinds/saved-object/space.js'
import { expectOk, reasonIn } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reply, Stack, Writer, Writers } from '../stack/stack.js'
import { diff } from './diff.js'
import { findLeftovers, sweepLeftovers, type Leftover } from './leftover-probes.js'
import { probeOf } from './probe.js'

export interface CheckResult {
  title: string
  /** warn: it is not as it should be, and is not this run's doing */
  status: 'pass' | 'fail' | 'skip' | 'warn'
  detail: string
  hint?: string
}

export interface CheckContext {
  /** connected as the application will be: as the service account, or without credentials where there is no security */
  as: Writers
  /** the same account, not stopped by Ctrl-C: removes the probes */
  janitor: () => Promise<Writer>
  username: string | undefined
  role: string
  stack: Stack
  /** saved objects that this account must see: "dashboard/recordings" */
  savedObjects: string[]
  samples: Sample[]
  /** index → why documents in it do not come back as they should, where that is known */
  oldIndices: Map<string, string>
  /** makes the names of probe indices and documents unique */
  suffix: string
  onResult: (result: CheckResult) => void
  /** told of probes that earlier runs had left, and that are gone now */
  onSwept: (probes: string[]) => void
}

interface Check {
  title: string
  /** what was found; `warn`: it is not as it should be, for a reason that is known */
  run: (context: CheckContext) => Promise<string | { warn: string; hint: string }>
}

/**
 * Tries, as the new user, everything that the application will do. Leaves nothing behind but an application index that was missing, and takes away
 * what earlier runs that were killed have left.
 */
export async function runChecks(context: CheckContext): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  let leftovers: Leftover[] = []
  for (const check of [
    signsIn,
    ...context.samples.map(writesAndReads),
    ...(context.savedObjects.length > 0 ? [seesDashboards] : []),
  ]) {
    const result = withoutRepetition(await runOne(check, context), results)
    results.push(result)
    context.onResult(result)
    if (check !== signsIn) continue
    if (result.status === 'fail') return results
    leftovers = await findLeftovers(context.as.search, context.samples)
  }
  // Only now: what was the probe of a run beside this one is gone by itself.
  const swept = await sweepLeftovers(await context.janitor(), leftovers)
  if (swept.length > 0) context.onSwept(swept)
  return results
}

/** What to do about one cause is said once, however many checks it stops. */
function withoutRepetition({ hint, ...result }: CheckResult, before: CheckResult[]): CheckResult {
  return hint === undefined || before.some((earlier) => earlier.hint === hint) ? result : { ...result, hint }
}

async function runOne(check: Check, context: CheckContext): Promise<CheckResult> {
  try {
    const found = await check.run(context)
    if (typeof found === 'string') return { title: check.title, status: 'pass', detail: found }
    return { title: check.title, status: 'warn', detail: found.warn, hint: found.hint }
  } catch (error) {
    if (!(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
    return { title: check.title, status: 'fail', detail: error.message, hint: error.hint }
  }
}

const signsIn: Check = {
  title: 'signs in',
  run: async ({ as, username, role, stack }) => {
    if (username === undefined) {
      expectOk(await as.search.get('/'), 'A request without credentials')
      return 'without credentials: this stack has no security'
    }
    const path =
      stack.flavor.dialect === 'elasticsearch'
        ? '/_security/_authenticate'
        : `${stack.flavor.pluginPath}/_security/authinfo`
    const { roles } = expectShape(await as.search.get(path), `Signing in as ${username}`, { roles: 'texts' })
    if (!roles.includes(role))
      throw new ElkctlError(`${username} signs in, but has the roles ${roles.join(', ') || '(none)'} and not ${role}`, {
        exit: 'failure',
        hint: 'Look at the role mapping, then run the command again.',
      })
    return `${username} has the role ${role}`
  },
}

const writesAndReads = (sample: Sample): Check => ({
  title: `${sample.title} (${sample.index})`,
  run: async ({ as: { search }, janitor, suffix, oldIndices }) => {
    const { index, id } = probeOf(sample, suffix)
    const takeAway = async () =>
      cleanUp(await janitor(), index, id, sample).catch((error: unknown) => {
        if (error instanceof ElkctlError) return error
        throw error
      })
    // Where a shard is away the engine shall say so, before our own patience ends.
    const query = new URLSearchParams({
      refresh: 'true',
      timeout: '20s',
      ...(sample.pipeline && { pipeline: sample.pipeline }),
    })
    try {
      expectOk(
        await search.put(`/${index}/_doc/${id}?${query.toString()}`, sample.document),
        `Writing a document to ${index}`,
      )
      await compare(search, index, id, sample)
    } catch (error) {
      // A document that the server did not take needs no clean-up in an index that stays.
      const notTaken =
        sample.keepIndex && error instanceof ApiError && error.status < 500 && !(await isThere(search, index, id))
      const problem = notTaken ? undefined : await takeAway()
      // Without an answer to the write, the server may carry it out after the clean-up.
      if (error instanceof InterruptedError)
        throw problem !== undefined || error.unanswered !== undefined ? mayBeLeft(index, id) : error
      if (!(error instanceof ElkctlError)) throw error
      if (problem !== undefined) throw andThen(error, problem)
      const known = oldIndices.get(index)
      if (known === undefined || !comesFromOldIndex(error)) throw error
      return { warn: error.message, hint: `The index is ${known}.` }
    }
    const problem = await takeAway()
    if (problem !== undefined) throw problem instanceof InterruptedError ? mayBeLeft(index, id) : problem
    return `written${sample.pipeline ? ` through ${sample.pipeline}` : ''}, read back with ${Object.keys(sample.types).length} field types as expected, removed`
  },
})

const isThere = async (search: Writer, index: string, id: string): Promise<boolean> =>
  (await search.get(`/${index}/_doc/${id}`)).status === 200

/** The first is what went wrong; the second must not hide it. */
const andThen = (first: ElkctlError, second: ElkctlError): ElkctlError =>
  new ElkctlError(`${first.message} And then: ${second.message}`, {
    exit: first.exit,
    hint: `${first.hint} ${second.hint}`,
    cause: first,
  })

const mayBeLeft = (index: string, id: string) =>
  new InterruptedError({
    message: `Interrupted; the probe /${index}/_doc/${id} may be left, and the next init or verify --write-probe takes it away`,
  })

/** Other types, a document that does not fit them, or a block that a reindex left when it was cut off. */
const comesFromOldIndex = ({ exit, message }: ElkctlError): boolean =>
  exit === 'failure' || message.includes('cluster_block_exception') || message.includes('blocked by')

async function compare(search: Writer, index: string, id: string, sample: Sample): Promise<void> {
  const stored = expectShape(await search.get(`/${index}/_doc/${id}`), `Reading a document of ${index}`, {
    _source: 'object',
  })
  const { fields } = expectShape(
    await search.get(`/${index}/_field_caps?fields=${Object.keys(sample.types).map(encodeURIComponent).join(',')}`),
    `Reading the field types of ${index}`,
    { fields: 'map' },
  )
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

/** Leaves no probe behind, whatever happened before. A failure to remove one is told: it would be in the user's way. */
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

const seesDashboards: Check = {
  title: 'sees the dashboards',
  run: async ({ as: { dashboards }, stack, savedObjects }) => {
    if (dashboards === undefined) return 'there is no dashboards server'
    for (const name of savedObjects) {
      const [type = '', id = ''] = name.split('/')
      expectOk(
        await dashboards.get(`${spacePath(stack)}/api/saved_objects/${type}/${encodeURIComponent(id)}`),
        `Opening the dashboard ${id}`,
      )
    }
    return `${savedObjects.length} opened`
  },
}

function valueAt(source: JsonObject, path: string): Json {
  if (source[path] !== undefined) return source[path]
  return path.split('.').reduce<Json>((at, key) => (isObject(at) ? (at[key] ?? null) : null), source)
}
