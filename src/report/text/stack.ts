import { describeVersion } from '../../stack/compatibility.js'
import type { Stack } from '../../stack/stack.js'

/** "Elasticsearch 7.10.2, self-hosted, security on; Kibana 7.12.1" */
export function describeStack(stack: Stack): string {
  const product = stack.compatibilityMode
    ? `OpenSearch in compatibility mode (it says ${stack.version})`
    : describeVersion(stack)
  const dashboards = stack.dashboards
    ? `${stack.flavor.dashboardsTitle} ${stack.dashboards.version}`
    : `no dashboards server${stack.withoutDashboards === undefined ? '' : ` (${stack.withoutDashboards})`}`
  return `${product}, ${stack.provider.title}, security ${stack.security ? 'on' : 'off'}; ${dashboards}`
}
