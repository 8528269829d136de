import { isObject, listIn, type JsonObject } from '../../json.js'
import { globalTenant } from '../../stack/tenant.js'

/** The same role of OpenSearch for a tenant besides the global one, where dashboards go unless an option names another. */
export function withTenant(role: JsonObject, tenant: string): JsonObject {
  const permissions = listIn(role['tenant_permissions'])
  return {
    ...role,
    tenant_permissions: permissions.map((entry) =>
      isObject(entry) && Array.isArray(entry['tenant_patterns'])
        ? {
            ...entry,
            tenant_patterns: entry['tenant_patterns'].flatMap((name) =>
              name === globalTenant.name ? [name, tenant] : [name],
            ),
          }
        : entry,
    ),
  }
}
