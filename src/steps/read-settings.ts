import { setImmediate } from 'node:timers/promises'
import { unfinishedRotation } from '../files/rotation-file.js'
import { grafanaSecretsOf } from '../settings/grafana.js'
import { secretsOf } from '../settings/sign-in/token.js'
import { verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { readEnabled } from '../settings/enabled.js'
import { loadSettings } from '../settings/load.js'
import type { Settings, SettingsOptions } from '../settings/settings.js'
import { openSource, type Source } from '../settings/source.js'
import { checkData } from './check-data.js'
import { openSearch } from './connect.js'
import { atAnsweringNode } from './find-node.js'
import type { Run } from './run.js'
import { everything, type Scope } from './scope.js'
import { noteAtOnce, warn } from './warn.js'

/** What commands that look at a stack take from the command line. */
export interface StackOptions extends SettingsOptions {
  force?: boolean
  adopt?: boolean
  /** replace what a person edited */
  overwrite?: boolean
  resetPassword?: boolean
  /** a place for a new password besides the configuration file */
  credentialsFile?: string
  /** false: --no-dashboards */
  dashboards?: boolean
  /** the spaces of Kibana that a role is for; default: what its data file says */
  spaces?: string[]
}

/**
 * Step 1: flags, environment and configuration file; a data folder of the user's is checked at once. Of several nodes, one that answers.
 *
 * @returns a verdict where a setting says that the application uses no stack: then there is nothing to do
 */
export async function readSettings(
  options: StackOptions,
  run: Run,
  scope: Scope = everything,
): Promise<Settings | Verdict> {
  const source = await openSource(options, run.environment)
  const enabled = readEnabled(source)
  // Where nobody signs in, files for other programs are written all the same.
  if (!enabled.is && scope.signsIn !== false) return verdictOf({ end: 'switched off', says: enabled.says })
  if (enabled.says !== undefined) run.journal.note(enabled.says)
  const settings = await settingsIn(source, options, run, scope)
  return scope.asksNothing ? settings : atAnsweringNode(settings, run)
}

/** The settings of this run; what is to be said about them is said. */
async function settingsIn(source: Source, options: StackOptions, run: Run, scope: Scope): Promise<Settings> {
  const scoped = {
    needsRelease: scope.needsRelease ?? true,
    needsSignIn: scope.signsIn ?? true,
    ...(scope.account && { accountKind: scope.account }),
  }
  const { environment, prompts } = run
  const read = await loadSettings(source, { options: { ...options, ...scoped }, environment, ask: prompts?.ask })
  const withoutDashboards = options.dashboards === false
  const settings: Settings = withoutDashboards
    ? { ...read, dashboardsUrl: undefined, withoutDashboards: '--no-dashboards' }
    : read
  keepSecret(settings, run)
  if (!scope.asksNothing && options.data !== undefined) await beginToConnect(settings, run)
  await checkData(settings, options.data)
  run.journal.add({ settings, notes: settings.notes })
  if (settings.assumed !== undefined) noteAtOnce(settings.assumed, run)
  if (settings.insecureBy !== undefined && scope.signsIn !== false && usesTls(settings))
    warn(
      `${settings.insecureBy}: certificates are not checked in this run; anyone in between can read the passwords`,
      run,
    )
  if (unfinishedRotation(settings.envFile) && !scope.finishesRotation)
    run.journal.note(
      `an earlier password change was interrupted: elkctl rotate-password finds out which password works, and puts it into ${String(settings.envFile)}`,
    )
  if (withoutDashboards) run.journal.note('--no-dashboards: the dashboards server is not touched')
  return settings
}

/** The connection is made while data files are read. Where it goes must be known: of several nodes it is not yet, and what is assumed is said first. */
async function beginToConnect(settings: Settings, run: Run): Promise<void> {
  if (settings.nodes.length > 1 || settings.assumed !== undefined) return
  await openSearch(settings, run)
  // Node begins with it when no promise is left to go on with.
  await setImmediate()
}

const usesTls = ({ nodes, dashboardsUrl }: Settings): boolean =>
  [...nodes.map(({ url }) => url), dashboardsUrl].some((url) => url?.startsWith('https:'))

function keepSecret(settings: Settings, { redactor }: Run): void {
  const { admin, account, fileAccount, nodes, dashboardsUrl, envFile, tenant, space, proxies } = settings
  secretsOf(admin).forEach(redactor.add)
  grafanaSecretsOf(settings.grafana).forEach(redactor.add)
  redactor.add(account.password)
  redactor.add(fileAccount?.password)
  for (const proxy of [...Object.values(proxies), ...nodes.map((node) => node.proxy)])
    proxy?.secrets.forEach(redactor.add)
  redactor.shows(admin?.username, account.username, account.role, fileAccount?.username, tenant, space)
  redactor.shows(...nodes.map(({ url }) => url), dashboardsUrl, envFile)
}
