import { grafanaDashboard } from './grafana/dashboard.js'
import { grafanaDataSource } from './grafana/data-source.js'
import { grafanaFolder } from './grafana/folder.js'
import { indexTemplate, legacyTemplate } from './index-template/index-template.js'
import { ingestPipeline } from './ingest-pipeline.js'
import { kibanaConnector } from './kibana-rule/kibana-connector.js'
import { kibanaRule } from './kibana-rule/kibana-rule.js'
import type { ResourceKind } from './kind.js'
import { lifecyclePolicy } from './lifecycle-policy/lifecycle-policy.js'
import { monitor } from './monitor/monitor.js'
import { roleMapping } from './role-mapping.js'
import { role } from './role/role.js'
import { savedObject } from './saved-object/saved-object.js'
import { user } from './user/user.js'
import { writeAlias } from './write-alias.js'

/**
 * In the order in which a plan shows them: what others refer to comes first; what waits for what each kind says itself (`after`). The very first is the role: written through Kibana and found in Elasticsearch, it shows
 * that both belong together, before anything else is written.
 */
export const kinds: ResourceKind[] = [
  role,
  lifecyclePolicy,
  ingestPipeline,
  indexTemplate,
  legacyTemplate,
  writeAlias,
  user,
  roleMapping,
  savedObject,
  monitor,
  kibanaConnector,
  kibanaRule,
  grafanaDataSource,
  grafanaFolder,
  grafanaDashboard,
]
