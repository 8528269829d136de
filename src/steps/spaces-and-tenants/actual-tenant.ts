import type { Plan } from '../../engine/plan.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack } from '../../stack/stack.js'
import type { Run } from '../run.js'
import type { Scope } from '../scope.js'
import { withTenantHeader, type SpaceOrTenant } from './find-space-or-tenant.js'
import { concernDashboards, findTenant, type TenantProblem } from './tenants.js'

/** What keeps saved objects from their tenant; or the stack without tenants, whose dashboards server is to be read without naming one. */
export type OtherTenant = { problem: TenantProblem } | { stack: Stack }

/**
 * Whether saved objects really are in the tenant that was planned for: undefined, they are. Where nothing is to be done there, this asks nothing.
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
