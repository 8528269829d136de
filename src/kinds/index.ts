import { indexTemplate, legacyTemplate } from './index-template.js'
import { ingestPipeline } from './ingest-pipeline.js'
import type { ResourceKind } from './kind.js'
import { lifecyclePolicy } from './lifecycle-policy.js'
import { roleMapping } from './role/role-mapping.js'
import { role } from './role/role.js'
import { savedObject } from './saved-object/saved-object.js'
import { user } from './user/user.js'

/** In the order of work: what others refer to comes first. */
export const kinds: ResourceKind[] = [
  lifecyclePolicy,
  ingestPipeline,
  indexTemplate,
  legacyTemplate,
  role,
  user,
  roleMapping,
  savedObject,
]
