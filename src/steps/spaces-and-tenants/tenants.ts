import type { Change } from '../../engine/change.js'
import { isPending, type Plan } from '../../engine/plan.js'
import { ElkctlError } from '../../errors.js'
import { orSignInAsAdministrator } from '../../http/answer.js'
import type { Identity, Stack } from '../../stack/stack.js'
import { globalTenant, actualTenant, tenantNamed, type Tenant } from '../../stack/tenant.js'

/** Why saved objects cannot go where they should, and what to do. */
export interface TenantProblem {
  reason: string
  hint: string
}

/** Of the engine's own words: it says which tenants the user may use. @throws ElkctlError */
export function checkTenant(name: string, { identity }: Stack): void {
  if (identity?.tenants === undefined || name in identity.tenants) return
  const { reason, hint } = noSuchTenant(name, identity.tenants, identity.username)
  throw new ElkctlError(`--tenant: ${reason}.`, { exit: 'access', hint })
}

/**
 * Where the dashboards server puts saved objects really. Its reader must name the tenant.
 *
 * @param asked by an option or the role; undefined: global
 * @param writes whether that is what the command is for: a right to read is enough to compare
 * @returns tenant undefined: there are none, and none must be named
 * @throws ApiError
 */
export async function findTenant(
  asked: string | undefined,
  { dashboards, identity }: Stack,
  writes: boolean,
): Promise<{ tenant?: Tenant; problem?: TenantProblem }> {
  if (dashboards === undefined || identity === undefined) return {}
  const { username, tenants } = identity
  const tenant = tenantNamed(asked)
  if (tenants !== undefined && !(tenant.name in tenants))
    return { tenant, problem: noSuchTenant(tenant.name, tenants, username) }
  const inUse = await actualTenant(dashboards.reader)
  // With multitenancy off, as without the plugin, the header goes to the engine as it is, and that knows no "global" (recordings 242, 276).
  if (inUse === undefined || inUse.requested === globalTenant.header) return asked === undefined ? {} : { tenant }
  if (inUse.requested !== (asked ?? '')) return { tenant, problem: noSuchTenant(tenant.name, inUse.tenants, username) }
  return writes && inUse.tenants[tenant.name] === false
    ? { tenant, problem: onlyRead(tenant.name, identity) }
    : { tenant }
}

function noSuchTenant(name: string, tenants: Record<string, boolean>, username: string): TenantProblem {
  const others = Object.keys(tenants).filter((tenant) => tenant !== username)
  return {
    reason: `there is no tenant ${name}, or ${username} may not use it: OpenSearch Dashboards would silently use ${username}’s private tenant`,
    hint: `${username} may use ${others.join(', ') || 'no tenant but the private one'}. Create the tenant, grant it with tenant_permissions in a role (kibana_all_write), or name another with --tenant.`,
  }
}

const onlyRead = (name: string, identity: Identity): TenantProblem => ({
  reason: `${identity.username} may only read the tenant ${name}`,
  hint: orSignInAsAdministrator('A role with kibana_all_write in its tenant_permissions grants writing', identity),
})

/** Something will be written to the dashboards server, or could not be read there. Otherwise nobody need ask for the tenant. */
export const concernDashboards = (changes: Change[]): boolean =>
  changes.some((change) => change.kind.needs === 'dashboards' && (change.action === 'blocked' || isPending(change)))

/** The plan in which nothing of the dashboards server is done, and why. */
export function blockDashboards(plan: Plan, { reason, hint }: TenantProblem): Plan {
  const changes = plan.changes.map((change): Change => {
    const { kind, name, file } = change
    if (kind.needs !== 'dashboards' || change.action === 'skipped') return change
    return { kind, name, file, action: 'blocked', exit: 'access', reason, hint }
  })
  return { ...plan, changes }
}
