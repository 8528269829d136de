import { UnreachableError } from '../errors.js'
import { describeStack } from '../report/text/stack.js'
import type { Settings } from '../settings/settings.js'
import { identifyStack } from '../stack/detect.js'
import { refuseUnsuitable } from '../stack/providers.js'
import type { Stack, Writers } from '../stack/stack.js'
import { tenantNamed } from '../stack/tenant.js'
import { connect, firstContact } from './connect.js'
import { patience } from './patience.js'
import type { Run } from './run.js'
import type { Ahead } from './state-ahead.js'

/** Step 2: what answers there. @param ahead of a plan, which is going to ask more */
export async function detectStack(settings: Settings, run: Run, ahead?: Ahead): Promise<Stack> {
  for (const url of [settings.searchUrl, settings.dashboardsUrl]) if (url !== undefined) refuseUnsuitable(url)
  const step = run.screen.step('Looking at the stack')
  const caller = { settings, as: settings.admin, signal: run.signal }
  try {
    const { search, dashboards } = await firstContact(caller, run)
    const identified = await identifyStack({
      search,
      dashboards,
      withoutDashboards: settings.withoutDashboards,
      signIn: settings.admin,
      accountSettings: accountSettings(settings),
      ...(ahead && { onProduct: ahead.onProduct }),
      ...patience(settings, run, step.note),
    })
    const withTenant = addTenant(identified, settings)
    const stack = withReaders(withTenant, await connect({ ...caller, stack: withTenant }, run))
    step.done(`${describeStack(stack)}${stack.identity ? `; signed in as ${stack.identity.username}` : ''}`)
    return stack
  } catch (error) {
    step.fail()
    throw withAssumption(error, settings)
  }
}

/** "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD in /opt/…/.env"; undefined: they cannot name an administrator */
function accountSettings({ profile, envFile }: Settings): string | undefined {
  const { username, password } = profile.keys
  if (username === undefined) return undefined
  const file = envFile ?? profile.envFile
  return `${username} and ${password}${file === undefined ? '' : ` in ${file}`}`
}

function addTenant(identified: Stack, { tenant }: Settings): Stack {
  const { security, flavor, dashboards } = identified
  if (dashboards === undefined || !security || flavor.dialect !== 'opensearch') return identified
  return { ...identified, dashboards: { ...dashboards, tenant: tenantNamed(tenant) } }
}

/** From now on, a refusal can name the user and its roles. */
const withReaders = (identified: Stack, { search, dashboards }: Writers): Stack => ({
  ...identified,
  search,
  dashboards: identified.dashboards && dashboards && { ...identified.dashboards, reader: dashboards },
})

/** Who set no address may not know which one was tried, and why. */
export function withAssumption(error: unknown, { assumed }: Pick<Settings, 'assumed'>): unknown {
  if (assumed === undefined || !(error instanceof UnreachableError)) return error
  const { message, code, hint, isDashboards } = error
  return new UnreachableError(`${message} Note that ${assumed}.`, { code, hint, isDashboards, cause: error })
}
