import { objectIn, objectsIn, type Json, type JsonObject } from '../../json.js'

/** The application name under which Kibana stores its privileges, unless `kibana.index` was changed. */
export const application = 'kibana-.kibana'

/** A role as Kibana's API takes it → as Elasticsearch stores it (recorded on Kibana 7.12: feature_savedObjectsManagement.all on space:default). */
export function toApplications(role: JsonObject): JsonObject {
  const { elasticsearch, kibana, metadata = {} } = role
  const spaces = objectsIn(kibana)
  return {
    ...objectIn(elasticsearch),
    metadata,
    applications: spaces.map((entry) => {
      const names = (entry['spaces'] ?? ['*']) as string[]
      const everywhere = names.includes('*')
      const base = ((entry['base'] ?? []) as string[]).map((privilege) =>
        everywhere ? privilege : `space_${privilege}`,
      )
      const features = Object.entries(objectIn(entry, 'feature')).flatMap(([feature, privileges]) =>
        (privileges as string[]).map((privilege) => `feature_${feature}.${privilege}`),
      )
      return {
        application,
        privileges: [...base, ...features],
        resources: everywhere ? ['*'] : names.map((name) => `space:${name}`),
      }
    }),
  }
}

/** The way back. */
export function fromApplications(role: JsonObject): JsonObject {
  const { applications, metadata = {}, transient_metadata: _state, ...elasticsearch } = role
  const entries = objectsIn(applications).filter((entry) => entry['application'] === application)
  return { elasticsearch, metadata, kibana: entries.map(toSpace) }
}

function toSpace(entry: JsonObject): Json {
  const feature: Record<string, string[]> = {}
  const base: string[] = []
  for (const privilege of (entry['privileges'] ?? []) as string[]) {
    const match = /^feature_([^.]+)\.(.+)$/.exec(privilege)
    if (match?.[1] !== undefined && match[2] !== undefined) (feature[match[1]] ??= []).push(match[2])
    else base.push(privilege.replace(/^space_/, ''))
  }
  return {
    base,
    feature,
    spaces: ((entry['resources'] ?? []) as string[]).map((resource) => resource.replace(/^space:/, '')),
  }
}
