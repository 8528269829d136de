import { setTimeout as sleep } from 'node:timers/promises'
import { loadDefinitions, loadFolder } from '../engine/definitions.js'
import { makePlan, type Plan } from '../engine/plan.js'
import { reviewPlan } from '../engine/review.js'
import type { Facts } from '../kinds/kind.js'
import type { AccountKind } from '../profiles/profile.js'
import { inSpaces, withSpace } from '../kinds/spaces.js'
import { withTenant } from '../kinds/tenants.js'
import { describeStack } from '../report.js'
import { readSettings, type Settings, type SettingsOptions } from '../settings/settings.js'
import { unfinishedRotation } from '../settings/rotation-file.js'
import type { SignIn } from '../settings/sign-in.js'
import { secretsOf } from '../settings/token.js'
import { incompatibility } from '../stack/compatibility.js'
import { detectStack } from '../stack/detect.js'
import { connectDashboards, connectSearch } from '../stack/http.js'
import { refuseUnsuitable } from '../stack/providers.js'
import type { AwsCredentials, Credentials, JsonObject, Stack, Token, Writers } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'
import { checkPlace, checkTenant, withObstacle } from './place.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

export interface PrepareOptions extends SettingsOptions {
  force?: boolean
  adopt?: boolean
  resetPassword?: boolean
  /** set by commands that never write */
  verifyOnly?: boolean
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
  run.report.settings = settings
  for (const proxy of Object.values(settings.proxies)) proxy.secrets.forEach(run.redactor.add)
  run.report.notes.push(...settings.notes)
  if (settings.tls.insecure)
    warn('--insecure: certificates are not checked in this run; anyone in between can read the passwords', run)
  if (unfinishedRotation(settings.envFile) && run.report.command !== 'rotate-password')
    run.report.notes.push(
      `a password change of an earlier run was cut off: elkctl rotate-password finds out which password works, and puts it into ${String(settings.envFile)}`,
    )
  if (options.dashboards === false) {
    settings.dashboardsUrl = undefined
    run.report.notes.push('--no-dashboards: the dashboards server is left alone')
  }
  return settings
}

/** Step 2: what answers there. */
export async function detect(settings: Settings, run: Run): Promise<Stack> {
  for (const url of [settings.searchUrl, settings.dashboardsUrl]) if (url !== undefined) refuseUnsuitable(url)
  const step = run.screen.step('Looking at the stack')
  try {
    const { search, dashboards } = await connect(settings, settings.admin, run, run.signal)
    const stack = await detectStack({
      search,
      dashboards,
      signIn: settings.admin,
      wait: settings.wait,
      onWaiting: (what, why) => {
        step.note(`waiting for ${what}: ${why}`)
      },
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
      now: () => performance.now(),
      signal: run.signal,
    })
    if (stack.dashboards && settings.space !== undefined) stack.dashboards.space = settings.space
    step.done(`${describeStack(stack)}${stack.identity ? `; signed in as ${stack.identity.username}` : ''}`)
    return stack
  } catch (error) {
    step.fail('failed')
    throw error
  }
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

/** Steps 4 and 5: the data files, compared with what is there. */
export async function plan(settings: Settings, stack: Stack, options: PrepareOptions, run: Run): Promise<Plan> {
  const { profile, account, retentionDays } = settings
  await checkPlace(settings, stack, options.only?.includes('saved object') ?? true)
  const kind = options.accountKind ?? 'service'
  const others = (names: Record<AccountKind, string>) => Object.values(names).filter((name) => name !== names[kind])
  const definitions = loadDefinitions({
    profile: profile.name,
    dialect: stack.flavor.dialect,
    variables: profile.variables({ retentionDays, username: account.username, role: account.role }),
    variants: retentionDays === 0 ? ['keep'] : [],
    rename: { [profile.roles[kind]]: account.role, [profile.users[kind]]: account.username },
    without: [...others(profile.roles), ...others(profile.users)],
    ...(options.only && { only: options.only }),
    ...(options.data !== undefined && { folder: options.data }),
  }).map((definition) =>
    definition.kind.name === 'role' ? { ...definition, body: inPlace(definition.body, settings, options) } : definition,
  )
  const step = run.screen.step('Comparing')
  try {
    const planOptions = {
      profile: profile.name,
      account: account.username,
      adopt: options.adopt ?? false,
      resetPassword: options.resetPassword ?? false,
      checkerRole: profile.roles.checker,
      verifyOnly: options.verifyOnly ?? false,
    }
    const first = await makePlan(definitions, stack, planOptions)
    const tenant = await checkTenant(first, settings, options.verifyOnly !== true)
    const compared =
      tenant === 'as asked for'
        ? first
        : tenant === 'there are none'
          ? await makePlan(definitions, await withoutTenants(settings, stack, run), planOptions)
          : withObstacle(first, tenant)
    const { plan: made, notes } = await reviewPlan(compared, knownActions(stack), options.force ?? false)
    run.report.notes.push(...notes)
    step.done(`${definitions.length} objects with the stack`)
    run.report.plan = made
    return made
  } catch (error) {
    step.fail('failed')
    throw error
  }
}

function inPlace(role: JsonObject, settings: Settings, { spaces }: PrepareOptions): JsonObject {
  const { tenant, space } = settings
  if (spaces !== undefined) return inSpaces(role, spaces)
  if (space !== undefined) return withSpace(role, space)
  return tenant === undefined ? role : withTenant(role, tenant)
}

/** The same stack, asked without naming a tenant. */
async function withoutTenants(settings: Settings, stack: Stack, run: Run): Promise<Stack> {
  settings.namesTenant = false
  run.report.notes.push(
    'the dashboards server has no tenants (multitenancy is off): dashboards are in the one place there is',
  )
  const { dashboards } = await connect(settings, settings.admin, run, run.signal)
  return stack.dashboards && dashboards ? { ...stack, dashboards: { ...stack.dashboards, reader: dashboards } } : stack
}

const knownActions = ({ flavor }: Stack): Facts => ({
  actions: loadFolder('roles/actions', { variables: {} })
    .filter(({ name }) => name === flavor.dialect)
    .flatMap(({ body }) => body['actions'] as string[]),
})

/** What goes over the wire of it. */
function identification(credentials: Credentials | SignIn): Credentials | Token | AwsCredentials {
  if (credentials.password !== undefined) return { username: credentials.username, password: credentials.password }
  return credentials.aws ?? { authorization: credentials.authorization }
}

/** Connections to both servers, for one identity. */
export async function connect(
  settings: Settings,
  credentials: Credentials | SignIn | undefined,
  run: Run,
  signal: AbortSignal,
): Promise<Writers> {
  const common = {
    credentials: credentials && identification(credentials),
    tls: settings.tls,
    signal,
    redact: run.redactor.values,
    onExchange: ({
      title,
      method,
      path,
      status,
      milliseconds,
    }: {
      title: string
      method: string
      path: string
      status: number
      milliseconds: number
    }) => {
      run.screen.trace(`${title} ${method} ${path} → ${status === 0 ? 'no answer' : status} (${milliseconds} ms)`)
    },
  }
  const { searchUrl, dashboardsUrl, proxies } = settings
  const search = await connectSearch({
    ...common,
    url: searchUrl,
    proxy: proxies.search,
    title: 'Elasticsearch',
    headers: {},
  })
  if (dashboardsUrl === undefined) return { search }
  // OpenSearch Dashboards: without it objects go to the private tenant of whoever imports them, where OpenVidu does not look. Kibana ignores it.
  const headers = credentials && settings.namesTenant ? { securitytenant: settings.tenant ?? globalTenant.header } : {}
  return {
    search,
    dashboards: await connectDashboards({
      ...common,
      url: dashboardsUrl,
      proxy: proxies.dashboards,
      title: 'Kibana',
      headers,
    }),
  }
}
