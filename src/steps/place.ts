import { isObject } from '../json.js'
import type { Change } from '../engine/change.js'
import { pending, type Plan } from '../engine/plan.js'
import { ElkctlError, SettingsError } from '../errors.js'
import type { Settings } from '../settings/settings.js'
import { expectList, expectShape } from '../http/shape.js'
import type { Stack } from '../stack/stack.js'
import { globalTenant, tenantInUse } from '../stack/tenant.js'

/**
 * Whether there is such a space or tenant, before anything is compared or written: both servers take one that they do not have without a word.
 *
 * @param forDashboards something is to be put there, or looked at
 * @throws SettingsError, ApiError
 */
export async function checkPlace(settings: Settings, stack: Stack, forDashboards: boolean): Promise<void> {
  const { tenant, space } = settings
  const refuse = (where: string, message: string, hint = 'Leave the option out.') =>
    new SettingsError([{ where, message }], hint)
  const title = stack.flavor.title
  if (stack.flavor.dialect === 'elasticsearch') {
    if (tenant !== undefined) throw refuse('--tenant', `${title} has no tenants: Kibana has spaces (--space)`)
    if (space !== undefined) await checkSpace(space, stack)
    return
  }
  if (space !== undefined)
    throw refuse('--space', `${title} has no spaces: its dashboards server has tenants (--tenant)`)
  if (tenant !== undefined && (stack.dashboards === undefined || !stack.security))
    throw refuse('--tenant', 'there are no tenants without a dashboards server and security')
  const { identity } = stack
  if (!forDashboards || tenant === undefined || identity?.tenants === undefined || tenant in identity.tenants) return
  const { reason, hint } = noSuchTenant(tenant, identity.tenants, identity.username)
  throw new ElkctlError(`--tenant: ${reason}.`, { exit: 'access', hint })
}

/** @throws SettingsError, ApiError */
export async function checkSpace(space: string, { dashboards }: Stack): Promise<void> {
  if (dashboards === undefined)
    throw new SettingsError([{ where: '--space', message: 'there is no Kibana to ask which spaces it has' }])
  const one = await dashboards.reader.get(`/api/spaces/space/${space}`)
  if (one.status !== 404) {
    expectShape(one, `Reading the space ${space} of Kibana`, { id: 'text' })
    return
  }
  const list = expectList(await dashboards.reader.get('/api/spaces/space'), 'Reading the spaces of Kibana')
  const known = list.flatMap((entry) => (isObject(entry) ? [String(entry['id'])] : []))
  throw new SettingsError(
    [{ where: '--space', message: `Kibana has no space "${space}"` }],
    `It has ${known.join(', ')}. Make the space in Kibana first, or name another.`,
  )
}

/** Why saved objects cannot go where they should, and what to do. */
export interface Obstacle {
  reason: string
  hint: string
}

function noSuchTenant(name: string, tenants: Record<string, boolean>, username: string): Obstacle {
  const others = Object.keys(tenants).filter((tenant) => tenant !== username)
  return {
    reason: `there is no tenant ${name}, or ${username} may not use it: OpenSearch Dashboards would take ${username}’s private one without a word`,
    hint: `${username} may use ${others.join(', ') || 'no tenant but the private one'}. Make the tenant, grant it with tenant_permissions in a role (kibana_all_write), or name another with --tenant.`,
  }
}

const onlyRead = (name: string, username: string): Obstacle => ({
  reason: `${username} may only read the tenant ${name}`,
  hint: 'A role with kibana_all_write in its tenant_permissions grants writing. Or sign in as an administrator: --admin-username NAME --admin-password-stdin.',
})

/**
 * Before saved objects are written, or after they could not be read: where does the dashboards server put them really? Where nothing is to be
 * written, and the engine has said that the user may use the tenant, this asks nothing.
 *
 * @param writes whether that is what the command is for: a right to read is enough to compare
 * @returns 'there are none': the tenant must not be named
 * @throws ApiError
 */
export async function checkTenant(
  plan: Plan,
  settings: Settings,
  writes: boolean,
): Promise<'as asked for' | 'there are none' | Obstacle> {
  const { stack } = plan
  const changes = plan.changes.filter(({ kind }) => kind.needs === 'dashboards')
  if (changes.length === 0 || stack.flavor.dialect !== 'opensearch' || stack.dashboards === undefined)
    return 'as asked for'
  if (!stack.security || stack.identity === undefined) return 'as asked for'
  const { username, tenants } = stack.identity
  const { tenant } = settings
  const name = tenant ?? globalTenant.name
  if (tenants !== undefined && !(name in tenants)) return noSuchTenant(name, tenants, username)
  if (!changes.some((change) => change.action === 'blocked' || pending(plan).includes(change))) return 'as asked for'
  const inUse = await tenantInUse(stack.dashboards.reader)
  // With multitenancy off, as without the plugin, the header goes to the engine as it is, and that knows no "global" (recordings 242, 276).
  if (inUse === undefined || inUse.requested === globalTenant.header)
    return tenant === undefined ? 'there are none' : 'as asked for'
  if (inUse.requested !== (tenant ?? '')) return noSuchTenant(name, inUse.tenants, username)
  return writes && inUse.tenants[name] === false ? onlyRead(name, username) : 'as asked for'
}

/** The plan in which nothing of the dashboards server is done, and why. */
export const withObstacle = (plan: Plan, { reason, hint }: Obstacle): Plan => ({
  ...plan,
  changes: plan.changes.map((change): Change => {
    const { kind, name, file } = change
    if (kind.needs !== 'dashboards' || change.action === 'skipped') return change
    return { kind, name, file, action: 'blocked', exit: 'access', reason, hint }
  }),
})
