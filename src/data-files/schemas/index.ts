/**
 * Every form that a data file may have, by the name of its JSON Schema in `schemas/`. Each is made when a file has it: to make them all takes longer than
 * to check most folders.
 */
export const schemas = {
  'index-template': async () => (await templates()).indexTemplate,
  'legacy-template': async () => (await templates()).legacyTemplate,
  'ingest-pipeline': async () => (await templates()).ingestPipeline,
  'write-alias': async () => (await templates()).writeAlias,
  'lifecycle-policy.elasticsearch': async () => (await templates()).ilmPolicy,
  'lifecycle-policy.opensearch': async () => (await templates()).ismPolicy,
  check: async () => (await templates()).check,
  alert: async () => (await import('./alert.js')).alert,
  'role.elasticsearch': async () => (await roles()).elasticsearchRole,
  'role.opensearch': async () => (await roles()).openSearchRole,
  'user.elasticsearch': async () => (await roles()).elasticsearchUser,
  'user.opensearch': async () => (await roles()).openSearchUser,
  'role-mapping': async () => (await roles()).roleMapping,
  rights: async () => (await import('./rights.js')).rights,
  reasons: async () => (await roles()).reasons,
  dashboard: async () => (await import('./dashboard/source.js')).dashboard,
  'saved-object': async () => (await savedObjects()).savedObject,
  /** a line of what a dashboards server exports */
  export: async () => (await savedObjects()).exportedObject,
  profile: async () => (await import('./profile.js')).profile,
}

const templates = () => import('./templates.js')
const roles = () => import('./roles.js')
const savedObjects = () => import('./saved-objects.js')
