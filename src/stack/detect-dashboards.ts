import { ApiError, UnreachableError } from '../errors.js'
import type { DetectOptions } from './detect-options.js'
import { credentialIn, refuseForAws, shortBody } from './refused.js'
import { isBusy } from '../http/retries.js'
import type { DashboardsServer, Reader, Reply } from './stack.js'
import { retryUntilReady } from './wait.js'

/**
 * Milliseconds during which a 401 is asked again: a Kibana that has just lost Elasticsearch refuses right passwords (for 1 s on
 * Kibana 7.12, as long as the engine is away on OpenSearch Dashboards 2.19). The engine itself has accepted them a moment ago.
 */
const retry401For = 10_000

export const statusPath = '/api/status'

/** Waits until the dashboards server is ready and tells which one it is. One request when it is. @throws UnreachableError that says that it is this server */
export async function detectDashboards(options: DetectOptions & { dashboards: Reader }): Promise<DashboardsServer> {
  try {
    return await identify(options)
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error
    const { message, code, hint } = error
    throw new UnreachableError(message, { code, hint, isDashboards: true, cause: error })
  }
}

async function identify(options: DetectOptions & { dashboards: Reader }): Promise<DashboardsServer> {
  const { dashboards, signIn } = options
  const start = options.now()
  const doubt = Math.min(retry401For, options.wait)
  const ask = async () => {
    const answer = await dashboards.get(statusPath)
    if (isBusy(answer)) return { waitFor: `${answer.status} ${shortBody(answer)}` }
    if (answer.status === 401 && options.now() - start < doubt)
      return { waitFor: '401 although the search engine accepted the same credentials' }
    const state = overallState(answer)
    if (answer.status === 200 && state !== undefined && !isReady(state)) return { waitFor: `its state is ${state}` }
    return { value: answer }
  }
  const reply = await retryUntilReady(
    options,
    'the dashboards server',
    ask,
    ' To continue without dashboards: --no-dashboards.',
  )
  refuseForAws(reply, 'the dashboards server', dashboards.url, signIn)
  if (reply.status === 401 || reply.status === 403)
    throw new ApiError(
      `The dashboards server at ${dashboards.url} refused ${signIn ? credentialIn(signIn) : 'a request without credentials'}: ${reply.status}, although the search engine accepted it.`,
      {
        status: reply.status,
        hint: 'Is it connected to the same search engine? Is there a proxy with its own login?',
      },
    )
  const version = versionOf(reply)
  if (reply.status !== 200 || version === undefined)
    throw new UnreachableError(
      `${dashboards.url} is not Kibana or OpenSearch Dashboards: /api/status answered ${reply.status} ${shortBody(reply)}`,
      {
        code: 'NOT_KIBANA',
        hint: 'Check host, port and base path (for example /kibana, /_dashboards, /_plugin/kibana). To continue without dashboards: --no-dashboards.',
      },
    )
  return { version, reader: dashboards }
}

interface Status {
  version?: { number?: unknown }
  status?: { overall?: { state?: unknown; level?: unknown } }
}

const asStatus = (reply: Reply): Status => (typeof reply.body === 'object' && reply.body !== null ? reply.body : {})

function versionOf(reply: Reply): string | undefined {
  const number = asStatus(reply).version?.number
  return typeof number === 'string' ? number : undefined
}

/** `state` up to 7.x and on OpenSearch Dashboards, `level` from 8.0 on. */
function overallState(reply: Reply): string | undefined {
  const overall = asStatus(reply).status?.overall
  const state = overall?.level ?? overall?.state
  return typeof state === 'string' ? state : undefined
}

/** A yellow or degraded server works; a red one answers 200 but cannot reach its index (seen on OpenSearch Dashboards 2.19). */
const isReady = (state: string): boolean => !['red', 'critical', 'unavailable'].includes(state)
