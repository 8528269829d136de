import type { Alert } from '../alerts/alert.js'
import type { Choice, Named } from '../alerts/choice.js'
import { readAlerts, type ReadOptions } from '../alerts/read.js'
import { expectDataFolder } from '../data-files/folder.js'
import { SettingsError } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { defaultVariables, variablesOf } from '../profiles/variables.js'
import { isVerdict, type Verdict } from '../report/verdict/verdict.js'
import { readAlertChoice } from '../settings/alert-choice.js'
import { readFurther } from '../settings/further.js'
import type { Settings } from '../settings/settings.js'
import { openSource } from '../settings/source.js'
import { combined } from '../settings/validated.js'
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
    alerts: expectAny(alertsOf(settings, options.data, only), settings),
  }
}

const alertsOf = (
  { profile, variables, alertChoice }: Settings,
  data: string | undefined,
  only: Choice['only'],
): Alert[] =>
  readAlerts({
    ...alertChoice,
    ...{ profile: profile.name, variables },
    ...(only && { only }),
    ...(data !== undefined && { folder: data }),
  })

/** To ask for nothing and to find everything quiet would be wrong. @throws SettingsError */
function expectAny(alerts: Alert[], { alertChoice: { without = [] }, profile }: Settings): Alert[] {
  if (alerts.length > 0) return alerts
  const [first] = without
  if (first === undefined)
    throw new SettingsError([
      { where: '--data', message: `it has no alerts (templates/${profile.name}/alerts/*.json)` },
    ])
  const names = without.map(({ name }) => name).join(', ')
  throw new SettingsError(
    [{ where: first.where, message: `it leaves out ${names}: no alert is left to ask for` }],
    'Name fewer there; to ask for no alerts, do not run this command.',
  )
}

/** All alerts, without an address or anybody who signs in. @throws SettingsError, DataFileError */
export async function readToList(
  options: StackOptions,
  { environment }: Run,
): Promise<{ profile: Profile; alerts: Alert[]; without: Named[] }> {
  const source = await openSource({ ...options, fileOptional: true }, environment)
  const { profile, find } = source
  const { value, problems } = combined({
    choice: readAlertChoice(options, source, environment),
    further: readFurther(profile, find),
  })
  if (problems.length > 0) throw new SettingsError(problems)
  const variables = variablesOf(profile, { ...defaultVariables(profile), ...value.further.variables })
  const own = options.data !== undefined && (await ownAlerts(options.data, profile))
  const alerts = readAlerts({ ...value.choice, profile: profile.name, variables, ...own })
  return { profile, alerts, without: value.choice.without }
}

/** @throws ElkctlError it is no folder of data files */
async function ownAlerts(folder: string, profile: Profile): Promise<Pick<ReadOptions, 'folder' | 'check'>> {
  expectDataFolder(folder, profile.name)
  const { formCheck } = await import('../data-files/check-form.js')
  return { folder, check: await formCheck(['alert']) }
}

/** @throws SettingsError the account may only add documents, and would find none */
function expectReader({ profile, admin, account }: Settings): void {
  if (profile.onlyWrites !== true || admin?.username !== account.username) return
  throw new SettingsError(
    [
      {
        where: '--admin-username',
        message: `needed, because ${account.username} only adds documents, and alerts search them`,
      },
    ],
    `Sign in as a user who reads them: --admin-username ${profile.users.viewer ?? 'NAME'} (elkctl create-user --read-only makes it).`,
  )
}
