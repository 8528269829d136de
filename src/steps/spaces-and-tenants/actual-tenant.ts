import type { Plan } from '../../engine/plan.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack } from '../../stack/stack.js'
import type { Run } from '../run.js'
import type { Scope } from '../scope.js'
import { withTenantHeader, type SpaceOrTenant } from './find-space-or-tenant.js'
import { concernDashboards, findTenant, type TenantProblem } from './tenants.js'

/** Why saved objects do not go into their tenant; or the stack without tenants, for which the dashboards server must be read again without naming one. */
export type OtherTenant = { problem: TenantProblem } | { stack: Stack }

/**
 * Checks that saved objects are in the planned tenant. undefined: they are, or the plan changes nothing there, and then the server is not asked.
 *
 * @throws ApiError
 */
export async function checkActualTenant(
  { stack, changes }: Plan,
  { name }: SpaceOrTenant,
  { settings, scope }: { settings: Settings; scope: Scope },
  run: Run,
): Promise<OtherTenant | undefined> {
  if (stack.dashboards?.tenant === undefined || !concernDashboards(changes)) return undefined
  const { tenant, problem } = await findTenant(name, stack, scope.writes ?? true)
  if (problem) return { problem }
  if (tenant !== undefined) return undefined
  run.journal.note('multitenancy is off on the dashboards server; dashboards are shared')
  return { stack: await withTenantHeader(undefined, stack, settings, run) }
}
