import type { Alert } from '../alerts/alert.js'
import type { Choice } from '../alerts/choice.js'
import { readAlerts } from '../alerts/read.js'
import { SettingsError } from '../errors.js'
import { isVerdict, type Verdict } from '../report/verdict/verdict.js'
import type { Settings } from '../settings/settings.js'
import { readSettings, type StackOptions } from './read-settings.js'
import type { Run } from './run.js'

export interface AlertsToAsk {
  /** without the dashboards server: searches have nothing to do with it */
  settings: Settings
  alerts: Alert[]
}

/** Settings and alerts, before anything is asked of a stack. @throws SettingsError, DataFileError */
export async function readToAsk(
  options: StackOptions,
  run: Run,
  only?: Choice['only'],
): Promise<AlertsToAsk | Verdict> {
  const settings = await readSettings(options, run, { needsRelease: false, asksNothing: true })
  if (isVerdict(settings)) return settings
  expectReader(settings)
  return {
    settings: { ...settings, dashboardsUrl: undefined, withoutDashboards: undefined },
    alerts: alertsOf(settings, options.data, only),
  }
}

/** Those that this run is about. @throws DataFileError, SettingsError */
export const alertsOf = (
  { profile, variables, alertChoice }: Settings,
  data: string | undefined,
  only?: Choice['only'],
): Alert[] =>
  readAlerts({
    ...alertChoice,
    ...{ profile: profile.name, variables },
    ...(only && { only }),
    ...(data !== undefined && { folder: data }),
  })

/** @throws SettingsError the account may only add documents, and would find none */
function expectReader({ profile, admin, account }: Settings): void {
  if (profile.onlyWrites !== true || admin?.username !== account.username) return
  throw new SettingsError(
    [{ where: 'alerts', message: `the account ${account.username} only adds documents, and alerts search them` }],
    `Sign in as one who reads them: --admin-username ${profile.users.viewer ?? 'NAME'} (elkctl create-user --read-only makes it).`,
  )
}
