export { KibanaAlerting, type AlertingOptions } from './alerting/kibana-alerting.js'
export { startKibanaDouble, type KibanaOptions } from './kibana.js'
export { startOpenSearchDashboardsDouble, type OpenSearchDashboardsOptions } from './opensearch-dashboards.js'
export type { DashboardsDouble, DashboardsOptions, DashboardsState } from './server.js'
