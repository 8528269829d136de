import { isObject, type Json, type JsonObject } from './json.js'
import { application } from './kibana-privileges.js'

/** One entry of `kibana` in a role of Kibana. */
interface KibanaPrivilege extends JsonObject {
  base: string[]
  feature: Record<string, string[]>
  spaces: string[]
}

interface ApplicationPrivilege extends JsonObject {
  application: string
  privileges: string[]
  resources: string[]
}

/** A role as Kibana takes it, checked by `kibana-role-schema.ts`. */
export interface RoleBody {
  metadata?: JsonObject
  elasticsearch?: { cluster?: string[]; indices?: JsonObject[]; run_as?: string[] }
  kibana?: Partial<KibanaPrivilege>[]
}

/**
 * The body of `PUT /_security/role/<name>` for a role of Kibana.
 *
 * @param others the applications that the role has now; those of others than Kibana are kept
 */
export function toElasticsearch({ metadata, elasticsearch = {}, kibana = [] }: RoleBody, others: Json): JsonObject {
  const foreign = (Array.isArray(others) ? others : []).filter(
    (entry) => isObject(entry) && entry['application'] !== application,
  )
  return {
    metadata: metadata ?? {},
    cluster: elasticsearch.cluster ?? [],
    indices: elasticsearch.indices ?? [],
    run_as: elasticsearch.run_as ?? [],
    applications: [...kibana.map(toApplication), ...foreign],
  }
}

function toApplication({ base = [], feature = {}, spaces = ['*'] }: Partial<KibanaPrivilege>): ApplicationPrivilege {
  const isGlobal = spaces.includes('*')
  const ofFeatures = Object.entries(feature).flatMap(([name, privileges]) =>
    privileges.map((privilege) => `feature_${name}.${privilege}`),
  )
  return {
    application,
    privileges: [...base.map((name) => (isGlobal ? name : `space_${name}`)), ...ofFeatures],
    resources: isGlobal ? ['*'] : spaces.map((space) => `space:${space}`),
  }
}

/** A role as `GET /api/security/role` shows it, from what Elasticsearch has under its name. */
export function fromElasticsearch(name: string, role: JsonObject): JsonObject {
  const applications = (Array.isArray(role['applications']) ? role['applications'] : []) as ApplicationPrivilege[]
  const foreign = applications.filter((entry) => entry.application !== application).map((entry) => entry.application)
  return {
    name,
    metadata: role['metadata'] ?? {},
    transient_metadata: role['transient_metadata'] ?? {},
    elasticsearch: { cluster: role['cluster'] ?? [], indices: role['indices'] ?? [], run_as: role['run_as'] ?? [] },
    kibana: applications.filter((entry) => entry.application === application).map(fromApplication),
    _transform_error: [],
    _unrecognized_applications: [...new Set(foreign)],
  }
}

function fromApplication({ privileges, resources }: ApplicationPrivilege): JsonObject {
  const reserved = privileges
    .filter((name) => name.startsWith('reserved_'))
    .map((name) => name.slice('reserved_'.length))
  const feature: Record<string, string[]> = {}
  for (const [, name = '', privilege = ''] of privileges.flatMap((entry) => [
    /^feature_(.+)\.([^.]+)$/.exec(entry) ?? [],
  ])) {
    if (name) feature[name] = [...(feature[name] ?? []), privilege]
  }
  return {
    ...(reserved.length > 0 && { _reserved: reserved }),
    base: privileges.filter((name) => !/^(feature|reserved)_/.test(name)).map((name) => name.replace(/^space_/, '')),
    feature,
    spaces: resources.map((resource) => resource.replace(/^space:/, '')),
  }
}
