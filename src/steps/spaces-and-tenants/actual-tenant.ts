import type { Plan } from '../../engine/plan.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack } from '../../stack/stack.js'
import type { Run } from '../run.js'
import type { Scope } from '../scope.js'
import { withTenantHeader, type SpaceOrTenant } from './find-space-or-tenant.js'
import { concernsDashboards, findTenant, blockDashboards } from './tenants.js'

/**
 * The plan for the tenant in which saved objects really are. Where nothing is to be done there, this asks nothing; where there are no tenants, the
 * dashboards server is read once more, without naming one.
 *
 * @throws ApiError
 */
export async function forActualTenant(
  plan: Plan,
  { name }: SpaceOrTenant,
  planFor: (stack: Stack) => Promise<Plan>,
  { settings, scope, run }: { settings: Settings; scope: Scope; run: Run },
): Promise<Plan> {
  if (plan.stack.dashboards?.tenant === undefined || !concernsDashboards(plan)) return plan
  const { tenant, problem } = await findTenant(name, plan.stack, scope.writes ?? true)
  if (problem) return blockDashboards(plan, problem)
  if (tenant !== undefined) return plan
  run.journal.note('multitenancy is off on the dashboards server; dashboards are shared')
  return planFor(await withTenantHeader(undefined, plan.stack, settings, run))
}
