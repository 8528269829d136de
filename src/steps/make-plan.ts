import type { JsonObject } from '../json.js'
import { counted } from '../counted.js'
import { loadDefinitions, loadFolder } from '../engine/definitions.js'
import { makePlan, pending, type Plan } from '../engine/plan.js'
import { reviewPlan } from '../engine/review.js'
import type { Facts } from '../kinds/kind.js'
import { inSpaces, withSpace } from '../kinds/role/spaces.js'
import { withTenant } from '../kinds/role/tenants.js'
import type { AccountKind } from '../profiles/profile.js'
import { placeOf } from '../files/hand-over.js'
import type { Settings } from '../settings/settings.js'
import { expectSameCluster } from '../stack/same-cluster.js'
import type { Stack } from '../stack/stack.js'
import { connect } from './connect.js'
import { passwordFiles, withoutNewPassword } from './unfinished-hand-over.js'
import { findPlace } from './found-place.js'
import { checkPlace, checkTenant, withObstacle } from './place.js'
import type { PrepareOptions } from './prepare.js'
import type { Run } from './run.js'

/** Steps 4 and 5: the data files, compared with what is there. */
export async function compare(settings: Settings, asked: Stack, options: PrepareOptions, run: Run): Promise<Plan> {
  const { profile, account, retentionDays } = settings
  await checkPlace(settings, asked, options.only?.includes('saved object') ?? true)
  const { stack, planned } = await findPlace(asked, settings, options, run)
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
      application: { title: profile.title, writes: profile.writes },
      verifyOnly: options.verifyOnly ?? false,
      places: passwordFiles(settings, options.credentialsFile).map(placeOf),
    }
    const first = await planned((readers) => makePlan(definitions, readers, planOptions))
    const tenant = await checkTenant(first, settings, options.verifyOnly !== true)
    const compared =
      tenant === 'there are none'
        ? await makePlan(definitions, await withoutTenants(settings, stack, run), planOptions)
        : tenant === 'as asked for'
          ? first
          : withObstacle(first, tenant)
    const { plan: made, notes } = await reviewPlan(compared, knownActions(stack), options.force ?? false)
    run.report.notes.push(...notes, ...furtherRoles(stack, account))
    const plan = await withoutNewPassword(made, settings, options.credentialsFile, run)
    // A request more, saved where nothing is going to be written.
    if (options.verifyOnly || pending(plan).length > 0) await expectSameCluster(stack)
    step.done(`${counted(definitions.length, 'object')} with the stack`)
    run.report.plan = plan
    return plan
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

/** Elasticsearch lists the user's own roles together with those that everybody has. */
function furtherRoles({ flavor, identity }: Stack, account: { username: string; role: string }): string[] {
  if (flavor.dialect !== 'elasticsearch' || identity?.username !== account.username) return []
  const others = identity.roles.filter((name) => name !== account.role)
  if (others.length === 0) return []
  return [
    `${identity.username} has further roles (${others.join(', ')}): from anonymous access or role mappings, unless somebody gave them to it; an administrator’s plan tells`,
  ]
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
