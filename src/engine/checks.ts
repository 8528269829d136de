import { ElkctlError, InterruptedError } from '../errors.js'
import { spacePath } from '../kinds/saved-object/space.js'
import { expectOk, reasonIn } from '../http/answer.js'
import { missingRight } from '../http/explain/rights.js'
import { expectShape } from '../http/shape.js'
import type { Reply } from '../stack/stack.js'
import { atOnce } from './at-once.js'
import type { Check, CheckContext, CheckResult } from './check.js'
import { MayBeLeft, writesAndReads } from './check-document.js'
import { findLeftovers, sweepLeftovers } from './leftover-probes.js'

/**
 * Tries, as the new user, everything that the application will do. Leaves nothing behind but an application index that was missing, and takes away
 * what earlier runs that were killed have left.
 */
export async function runChecks(context: CheckContext): Promise<CheckResult[]> {
  const signedIn = await runOne(signInCheck, context)
  context.onResult(signedIn)
  if (signedIn.status === 'fail') return [signedIn]
  const leftovers = await findLeftovers(context.reader, context.samples)
  const checks = [...context.samples.map(writesAndReads), ...(context.savedObjects.length > 0 ? [dashboardsCheck] : [])]
  const results = [signedIn, ...(await runTogether(checks, context))]
  // Only now: what was the probe of a run beside this one is gone by itself.
  const swept = await sweepLeftovers(await context.cleanupWriter(), leftovers)
  if (swept.length > 0) context.onSwept(swept)
  return results
}

/** Several at a time; each is told when all before it have been. What is thrown ends those under way first, so that they take their probes away. */
async function runTogether(checks: Check[], context: CheckContext): Promise<CheckResult[]> {
  const stop = new AbortController()
  const ended = new Map<Check, CheckResult>()
  const thrown: unknown[] = []
  const told: CheckResult[] = []
  await atOnce(
    checks,
    async (check) => {
      try {
        ended.set(check, await runOne(check, context))
      } catch (error) {
        thrown.push(error)
        stop.abort()
      }
      for (let next = endedNext(); next !== undefined; next = endedNext()) {
        told.push(next)
        context.onResult(next)
      }
    },
    stop.signal,
  )
  if (thrown.length > 0) throw asOne(thrown)
  return told

  function endedNext(): CheckResult | undefined {
    const check = checks[told.length]
    const result = check && ended.get(check)
    return result && withoutRepetition(result, told)
  }
}

/** A bug goes before an interruption, and of that every probe is named. */
function asOne(thrown: unknown[]): unknown {
  const left = thrown.flatMap((error) => (error instanceof MayBeLeft ? error.probes : []))
  const bug = thrown.find((error) => !(error instanceof InterruptedError))
  return bug ?? (left.length > 0 ? new MayBeLeft(left) : thrown[0])
}

/** What to do about one cause is said once, however many checks it stops. */
function withoutRepetition({ hint, ...result }: CheckResult, before: CheckResult[]): CheckResult {
  return hint === undefined || before.some((earlier) => earlier.hint === hint) ? result : { ...result, hint }
}

async function runOne(check: Check, context: CheckContext): Promise<CheckResult> {
  const { id, title } = check
  try {
    const outcome = await check.run(context)
    if (typeof outcome === 'string') return { id, title, status: 'pass', detail: outcome }
    return { id, title, status: 'warn', detail: outcome.warn, hint: outcome.hint }
  } catch (error) {
    if (!(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
    return { id, title, status: 'fail', detail: error.message, hint: hintOf(error, context) }
  }
}

/** To sign in as an administrator would be of no use: it is the account that is tried. */
function hintOf({ exit, message, hint }: ElkctlError, { username }: CheckContext): string {
  if (exit !== 'access' || username === undefined) return hint
  return `${missingRight(message) ?? `elkctl plan shows how the role of ${username} differs`}.`
}

const signInCheck: Check = {
  id: 'account.signs-in',
  title: 'signs in',
  run: async ({ as, username, role, stack, passwordElsewhere }) => {
    if (username === undefined) {
      expectOk(await as.search.get('/'), 'A request without credentials')
      return 'without credentials: this stack has no security'
    }
    const path =
      stack.flavor.dialect === 'elasticsearch'
        ? '/_security/_authenticate'
        : `${stack.flavor.pluginPath}/_security/authinfo`
    const reply = await as.search.get(path)
    if (reply.status === 401) throw passwordRefused(reply, username, passwordElsewhere)
    const { roles } = expectShape(reply, `Signing in as ${username}`, { roles: 'texts' })
    if (!roles.includes(role))
      throw new ElkctlError(`${username} signs in, but has the roles ${roles.join(', ') || '(none)'} and not ${role}`, {
        exit: 'failure',
        hint: 'Look at the role mapping, then run the command again.',
      })
    return `${username} has the role ${role}`
  },
}

const passwordRefused = (reply: Reply, username: string, elsewhere: string | undefined) =>
  new ElkctlError(`the password of ${username} is refused: ${reply.status} ${reasonIn(reply)}`, {
    exit: 'failure',
    hint: `Correct it in the configuration file${elsewhere === undefined ? '' : ` (${elsewhere})`}, or set a new one: elkctl init --reset-password --write-env.`,
  })

const dashboardsCheck: Check = {
  id: 'account.dashboards',
  title: 'sees the dashboards',
  run: async ({ as: { dashboards }, stack, savedObjects }) => {
    if (dashboards === undefined) return 'there is no dashboards server'
    const opened = await Promise.all(
      savedObjects.map((name) => {
        const [type = '', id = ''] = name.split('/')
        return dashboards.get(`${spacePath(stack)}/api/saved_objects/${type}/${encodeURIComponent(id)}`)
      }),
    )
    opened.forEach((reply, at) =>
      expectOk(reply, `Opening the dashboard ${String(savedObjects[at]).replace(/^.*?\//, '')}`),
    )
    return `${savedObjects.length} opened`
  },
}
