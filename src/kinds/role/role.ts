import type { ResourceKind } from '../kind.js'
import { elasticsearchRole } from './elasticsearch.js'
import { openSearchRole } from './opensearch.js'

export const role: ResourceKind = {
  name: 'role',
  folder: 'roles/<profile>/roles',
  compare: 'exact',
  needs: 'security',
  after: [],
  api: { elasticsearch: elasticsearchRole, opensearch: openSearchRole },
}
