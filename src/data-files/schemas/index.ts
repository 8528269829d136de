import { alert } from './alert.js'
import { dashboard } from './dashboard/source.js'
import { profile } from './profile.js'
import { rights } from './rights.js'
import { elasticsearchRole, elasticsearchUser, openSearchRole, openSearchUser, reasons, roleMapping } from './roles.js'
import { savedObject } from './saved-objects.js'
import { check, ilmPolicy, indexTemplate, ingestPipeline, ismPolicy, legacyTemplate, writeAlias } from './templates.js'

/** Every form that a data file may have, by the name of its JSON Schema in `schemas/`. */
export const schemas = {
  'index-template': indexTemplate,
  'legacy-template': legacyTemplate,
  'ingest-pipeline': ingestPipeline,
  'write-alias': writeAlias,
  'lifecycle-policy.elasticsearch': ilmPolicy,
  'lifecycle-policy.opensearch': ismPolicy,
  check,
  alert,
  'role.elasticsearch': elasticsearchRole,
  'role.opensearch': openSearchRole,
  'user.elasticsearch': elasticsearchUser,
  'user.opensearch': openSearchUser,
  'role-mapping': roleMapping,
  rights,
  reasons,
  dashboard,
  'saved-object': savedObject,
  profile,
}
