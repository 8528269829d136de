import { setTimeout as sleep } from 'node:timers/promises'
import { UnreachableError } from '../errors.js'
import { describeStack } from '../report/text/stack.js'
import type { Settings } from '../settings/settings.js'
import { detectStack as detect } from '../stack/detect.js'
import { refuseUnsuitable } from '../stack/providers.js'
import type { Stack } from '../stack/stack.js'
import { tenantNamed } from '../stack/tenant.js'
import { firstContact, persist } from './connect.js'
import type { Run } from './run.js'

/** Step 2: what answers there. */
export async function detectStack(settings: Settings, run: Run): Promise<Stack> {
  for (const url of [settings.searchUrl, settings.dashboardsUrl]) if (url !== undefined) refuseUnsuitable(url)
  const step = run.screen.step('Looking at the stack')
  const caller = { settings, as: settings.admin, signal: run.signal }
  try {
    const contact = await firstContact(caller, run)
    const { search, dashboards } = contact
    const found = await detect({
      search,
      dashboards,
      withoutDashboards: settings.withoutDashboards,
      signIn: settings.admin,
      accountSettings: accountSettings(settings),
      wait: settings.wait,
      onWaiting: (what, why) => {
        step.note(`waiting for ${what}: ${why}`)
      },
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
      now: () => performance.now(),
      signal: run.signal,
    })
    const stack = withReaders(found, persist(contact, caller, run), settings)
    step.done(`${describeStack(stack)}${stack.identity ? `; signed in as ${stack.identity.username}` : ''}`)
    return stack
  } catch (error) {
    step.fail('failed')
    throw withAssumption(error, settings)
  }
}

/** "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD in /opt/…/.env" */
function accountSettings({ profile, envFile }: Settings): string {
  const { username, password } = profile.keys
  const file = envFile ?? profile.envFile
  return `${username} and ${password}${file === undefined ? '' : ` in ${file}`}`
}

function withReaders(found: Stack, { search, dashboards }: ReturnType<typeof persist>, settings: Settings): Stack {
  const { security, flavor } = found
  const tenant = security && flavor.dialect === 'opensearch' ? { tenant: tenantNamed(settings.tenant) } : {}
  return {
    ...found,
    search,
    dashboards: found.dashboards && dashboards && { ...found.dashboards, reader: dashboards, ...tenant },
  }
}

/** Who set no address may not know which one was tried, and why. */
export function withAssumption(error: unknown, { assumed }: Pick<Settings, 'assumed'>): unknown {
  if (assumed === undefined || !(error instanceof UnreachableError)) return error
  const { message, code, hint } = error
  return new UnreachableError(`${message} Note that ${assumed}.`, { code, hint, cause: error })
}
