import { describeVersion } from '../../stack/compatibility.js'
import type { Stack } from '../../stack/stack.js'

/** "Elasticsearch 7.10.2, self-hosted, security on; Kibana 7.12.1". A dashboards server that was not asked for is not spoken of. */
export function describeStack(stack: Stack): string {
  const product = stack.compatibilityMode
    ? `OpenSearch in compatibility mode (it says ${stack.version})`
    : describeVersion(stack)
  const search = `${product}, ${stack.provider.title}, security ${stack.security ? 'on' : 'off'}`
  if (stack.dashboards) return `${search}; ${stack.flavor.dashboardsTitle} ${stack.dashboards.version}`
  return stack.withoutDashboards === undefined ? search : `${search}; no dashboards server (${stack.withoutDashboards})`
}
