import { ElkctlError } from '../errors.js'
import { oldestFor } from '../grafana/compatibility.js'
import { reasonIn } from '../http/answer.js'
import { isObject } from '../json.js'
import type { GrafanaSettings } from '../settings/grafana.js'
import type { Settings } from '../settings/settings.js'
import type { Reader, Reply, Stack } from '../stack/stack.js'
import { compareVersions, isVersion } from '../stack/versions.js'
import { connectToGrafana } from './connect.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

/** What elkctl does there, and the role of Grafana that may (its documentation, "RBAC role definitions"). */
const rightsToWrite = [
  'datasources:create',
  'datasources:read',
  'datasources:write',
  'folders:create',
  'dashboards:create',
]

/** Step 2, for Grafana: what answers there. One that cannot be used gives a warning, and the rest goes on; who only looks makes a finding of it. */
export async function detectGrafana(
  stack: Stack,
  settings: Settings,
  run: Run,
  purpose: 'write' | 'look' = 'write',
): Promise<Stack> {
  const { grafana } = settings
  if (grafana === undefined) return stack
  const step = run.screen.step('Looking at Grafana')
  const reader = await connectToGrafana({ settings, as: undefined, signal: run.signal }, run)
  const found = await lookAt(reader, grafana, { stack, rights: purpose === 'write' ? rightsToWrite : [] })
  if ('problem' in found) {
    step.fail()
    if (purpose === 'write') warn(`nothing is written to Grafana: ${found.problem}`, run)
    return { ...stack, withoutGrafana: found.problem }
  }
  step.done(`Grafana ${found.version}`)
  return { ...stack, grafana: { version: found.version, reader } }
}

type Found = { version: string } | { problem: string }

async function lookAt(
  reader: Reader,
  grafana: GrafanaSettings,
  { stack, rights }: { stack: Stack; rights: string[] },
): Promise<Found> {
  try {
    const health = await reader.get('/api/health')
    const version = isObject(health.body) ? health.body['version'] : undefined
    if (typeof version !== 'string' || !isVersion(version)) return { problem: notGrafana(grafana, health) }
    const oldest = stack.flavor.dialect === 'elasticsearch' ? oldestFor(version) : undefined
    if (oldest !== undefined && compareVersions(stack.version, oldest) < 0)
      return {
        problem: `Grafana ${version} needs Elasticsearch ${oldest} or later, and this is ${stack.version}; use an older Grafana`,
      }
    const lacking = await lackingRights(reader, rights)
    return lacking === undefined ? { version } : { problem: lacking }
  } catch (error) {
    if (!(error instanceof ElkctlError) || error.exit !== 'unreachable') throw error
    return { problem: `${error.message.replace(/\.$/, '')}; check --grafana` }
  }
}

const notGrafana = ({ url }: GrafanaSettings, { status, body, path, method }: Reply): string =>
  `${url} does not answer as Grafana does (${method} ${path}: ${status}${typeof body === 'string' ? ', and text instead of JSON' : ''}); give the address of Grafana, with its path, as in http://HOST:3000/grafana`

const adminNeeded = 'give the service account the role Admin'

/** undefined: none lacks, or this Grafana does not say */
async function lackingRights(reader: Reader, rights: string[]): Promise<string | undefined> {
  const [sources, permissions] = await Promise.all([
    reader.get('/api/datasources'),
    reader.get('/api/access-control/user/permissions'),
  ])
  if (sources.status === 401)
    return `Grafana does not know this token or user (401 ${reasonIn(sources)}); make a new token`
  if (sources.status !== 403 && (sources.status !== 200 || !Array.isArray(sources.body)))
    return `Grafana answers ${sources.method} ${sources.path} with ${sources.status} ${reasonIn(sources)}; a login page or a proxy is in between: let paths below /api through to Grafana`
  if (sources.status === 403) return `its user may not read data sources (403 ${reasonIn(sources)}); ${adminNeeded}`
  if (permissions.status !== 200 || !isObject(permissions.body)) return undefined
  const granted = permissions.body
  const lacking = rights.filter((right) => !(right in granted))
  return lacking.length === 0 ? undefined : `its user lacks ${lacking.join(', ')}; ${adminNeeded}`
}
