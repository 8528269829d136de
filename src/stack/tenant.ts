import { isObject } from '../json.js'
import { expectShape } from '../http/shape.js'
import type { Reader } from './stack.js'

/** As OpenSearch Dashboards takes it in the header `securitytenant`, and as the engine calls it elsewhere. */
export interface Tenant {
  header: string
  name: string
}

export const globalTenant: Tenant = { header: 'global', name: 'global_tenant' }

export const tenantNamed = (name: string | undefined): Tenant =>
  name === undefined ? globalTenant : { header: name, name }

export interface TenantInUse {
  /** where a request with the header really ends up: '' is global, `__user__` the user's private one, else a name */
  requested: string
  /** the tenants that the user may use; true to write, false to read */
  tenants: Record<string, boolean>
}

/**
 * Asks the dashboards server in which tenant a request ends up. An unknown tenant, or one that the user may not use, is no error there: objects
 * go to the private tenant with `success: true` (recorded on OpenSearch Dashboards 2.19).
 *
 * @returns undefined: the server has no security plugin, and hands headers on to the engine
 * @throws ApiError
 */
export async function actualTenant(dashboards: Reader): Promise<TenantInUse | undefined> {
  const reply = await dashboards.get('/api/v1/configuration/account')
  if (reply.status === 404) return undefined
  const what = 'Asking OpenSearch Dashboards for the tenant'
  const { data } = expectShape(reply, what, { data: 'object' })
  const { user_requested_tenant, tenants } = data
  return {
    requested: typeof user_requested_tenant === 'string' ? user_requested_tenant : '',
    tenants: isObject(tenants) ? (tenants as Record<string, boolean>) : {},
  }
}
