import { setTimeout as sleep } from 'node:timers/promises'
import { UnreachableError } from '../errors.js'
import { describeStack } from '../report/report.js'
import { readSettings, type Settings, type SettingsOptions } from '../settings/settings.js'
import { unfinishedRotation } from '../files/rotation-file.js'
import { secretsOf } from '../settings/sign-in/token.js'
import { incompatibility } from '../stack/compatibility.js'
import { detectStack } from '../stack/detect.js'
import { refuseUnsuitable } from '../stack/providers.js'
import type { Stack } from '../stack/stack.js'
import { firstContact, persist } from './connect.js'
import type { Run } from './run.js'
import { noteAtOnce, warn } from './warn.js'

export interface PrepareOptions extends SettingsOptions {
  force?: boolean
  adopt?: boolean
  resetPassword?: boolean
  /** set by commands that never write */
  verifyOnly?: boolean
  /** a place for a new password besides the configuration file */
  credentialsFile?: string
  /** false: --no-dashboards */
  dashboards?: boolean
  /** the spaces of Kibana that a role is for; default: what its data file says */
  spaces?: string[]
  /** kinds of objects; default: all */
  only?: string[]
  /** a folder with `templates`, `roles` and `dashboards` of one's own */
  data?: string
}

/** Step 1: flags, environment and configuration file. */
export async function settle(options: PrepareOptions, run: Run): Promise<Settings> {
  const settings = await readSettings(options, run.environment, run.questions?.ask)
  secretsOf(settings.admin).forEach(run.redactor.add)
  run.redactor.add(settings.account.password)
  run.redactor.add(settings.fileAccount?.password)
  const { admin, account, fileAccount, searchUrl, dashboardsUrl, envFile, tenant, space } = settings
  run.redactor.shows(admin?.username, account.username, account.role, fileAccount?.username, tenant, space)
  run.redactor.shows(searchUrl, dashboardsUrl, envFile)
  run.report.settings = settings
  for (const proxy of Object.values(settings.proxies)) proxy.secrets.forEach(run.redactor.add)
  run.report.notes.push(...settings.notes)
  if (settings.assumed !== undefined) noteAtOnce(settings.assumed, run)
  if (settings.tls.insecure)
    warn('--insecure: certificates are not checked in this run; anyone in between can read the passwords', run)
  if (unfinishedRotation(settings.envFile) && run.report.command !== 'rotate-password')
    run.report.notes.push(
      `a password change of an earlier run was cut off: elkctl rotate-password finds out which password works, and puts it into ${String(settings.envFile)}`,
    )
  if (options.dashboards === false) {
    settings.dashboardsUrl = undefined
    settings.withoutDashboards = '--no-dashboards'
    run.report.notes.push('--no-dashboards: the dashboards server is left alone')
  }
  return settings
}

/** Step 2: what answers there. */
export async function detect(settings: Settings, run: Run): Promise<Stack> {
  for (const url of [settings.searchUrl, settings.dashboardsUrl]) if (url !== undefined) refuseUnsuitable(url)
  const step = run.screen.step('Looking at the stack')
  try {
    const contact = await firstContact(settings, settings.admin, run, run.signal)
    const { search, dashboards } = contact
    const found = await detectStack({
      search,
      dashboards,
      withoutDashboards: settings.withoutDashboards,
      signIn: settings.admin,
      wait: settings.wait,
      onWaiting: (what, why) => {
        step.note(`waiting for ${what}: ${why}`)
      },
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
      now: () => performance.now(),
      signal: run.signal,
    })
    const lasting = persist(contact, settings, run, run.signal)
    const stack: Stack = {
      ...found,
      search: lasting.search,
      dashboards: found.dashboards && lasting.dashboards && { ...found.dashboards, reader: lasting.dashboards },
    }
    if (stack.dashboards && settings.space !== undefined) stack.dashboards.space = settings.space
    step.done(`${describeStack(stack)}${stack.identity ? `; signed in as ${stack.identity.username}` : ''}`)
    return stack
  } catch (error) {
    step.fail('failed')
    throw withAssumption(error, settings)
  }
}

/** Who set no address may not know which one was tried, and why. */
export function withAssumption(error: unknown, { assumed }: Pick<Settings, 'assumed'>): unknown {
  if (assumed === undefined || !(error instanceof UnreachableError)) return error
  const { message, code, hint } = error
  return new UnreachableError(`${message} Note that ${assumed}.`, { code, hint, cause: error })
}

/** Step 3: stops here unless the release and the stack go together, or --force says so. */
export function checkCompatibility(settings: Settings, stack: Stack, force: boolean, run: Run): void {
  const error = incompatibility(
    { title: settings.profile.title, release: settings.release },
    stack,
    settings.profile.compatibility,
  )
  if (error === undefined) return
  if (!force) throw error
  run.report.notes.push(`--force: going on although ${error.message.replace(/\.$/, '')}`)
}
