import { pending, type Plan } from '../engine/plan.js'
import { ElkctlError, SettingsError } from '../errors.js'
import { isObject } from '../kinds/kind.js'
import type { Settings } from '../settings/settings.js'
import { expectOk } from '../stack/answer.js'
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
  if (!forDashboards || stack.dashboards === undefined || identity?.tenants === undefined) return
  const name = tenant ?? globalTenant.name
  if (!(name in identity.tenants)) throw noSuchTenant(name, identity.tenants, identity.username)
}

async function checkSpace(space: string, { dashboards }: Stack): Promise<void> {
  if (dashboards === undefined)
    throw new SettingsError([{ where: '--space', message: 'there is no Kibana to ask which spaces it has' }])
  const one = await dashboards.reader.get(`/api/spaces/space/${space}`)
  if (one.status !== 404) {
    expectOk(one, `Reading the space ${space} of Kibana`)
    return
  }
  const { body } = expectOk(await dashboards.reader.get('/api/spaces/space'), 'Reading the spaces of Kibana')
  const known = (Array.isArray(body) ? body : []).flatMap((entry) => (isObject(entry) ? [String(entry['id'])] : []))
  throw new SettingsError(
    [{ where: '--space', message: `Kibana has no space "${space}"` }],
    `It has ${known.join(', ')}. Make the space in Kibana first, or name another.`,
  )
}

function noSuchTenant(name: string, tenants: Record<string, boolean>, username: string): ElkctlError {
  const others = Object.keys(tenants).filter((tenant) => tenant !== username)
  return new ElkctlError(
    `The tenant ${name}: there is none, or ${username} may not use it. OpenSearch Dashboards would put everything into ${username}’s private tenant without a word.`,
    {
      exit: 'access',
      hint: `${username} may use ${others.join(', ') || 'none but the private one'}. Make the tenant, grant it with tenant_permissions in a role (kibana_all_write), or name another with --tenant.`,
    },
  )
}

/** What was found out about the tenant once more was asked. */
export type TenantFinding = 'as asked for' | 'there are none'

/**
 * Before saved objects are written, or after they could not be read: where does the dashboards server put them really? Where nothing is to be
 * written this asks nothing.
 *
 * @param writes whether that is what the command is for: a right to read is enough to compare
 * @throws ElkctlError they would go elsewhere, or may not be written there
 */
export async function checkTenant(plan: Plan, settings: Settings, writes: boolean): Promise<TenantFinding> {
  const { stack } = plan
  const concerned = plan.changes.some(
    (change) => change.kind.needs === 'dashboards' && (change.action === 'blocked' || pending(plan).includes(change)),
  )
  if (!concerned || stack.flavor.dialect !== 'opensearch' || !stack.security || stack.dashboards === undefined)
    return 'as asked for'
  const inUse = await tenantInUse(stack.dashboards.reader)
  const { tenant } = settings
  // With multitenancy off, as without the plugin, the header goes to the engine as it is, and that knows no "global" (recordings 242, 276).
  if (inUse === undefined || inUse.requested === globalTenant.header) {
    if (tenant === undefined) return 'there are none'
    if (inUse !== undefined) throw noSuchTenant(tenant, inUse.tenants, stack.identity?.username ?? 'this user')
    return 'as asked for'
  }
  const username = stack.identity?.username ?? 'this user'
  const name = tenant ?? globalTenant.name
  if (inUse.requested !== (tenant ?? '')) throw noSuchTenant(name, inUse.tenants, username)
  if (writes && inUse.tenants[name] === false)
    throw new ElkctlError(`${username} may only read the tenant ${name}, so no dashboards can be put there.`, {
      exit: 'access',
      hint: 'A role with kibana_all_write in its tenant_permissions grants it. Or sign in as an administrator: --admin-username NAME --admin-password-stdin.',
    })
  return 'as asked for'
}
