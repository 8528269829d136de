import { isObject, type Json, type JsonObject } from '../dashboards/json.js'
import { refuse, type Asked, type Reply } from './reply.js'

const paths = ['/_ingest/pipeline', '/_index_template', '/_template'] as const
type Path = (typeof paths)[number]

/** Ingest pipelines and both sorts of templates. */
export class NamedObjects {
  private readonly kept = new Map<string, Map<string, JsonObject>>(paths.map((path) => [path, new Map()]))

  clear(): void {
    for (const objects of this.kept.values()) objects.clear()
  }

  /** @returns undefined where the path is of something else */
  answer(asked: Asked): Reply | undefined {
    const path = paths.find((start) => asked.path === start || asked.path.startsWith(`${start}/`))
    if (path === undefined) return undefined
    const objects = this.of(path)
    const name = decodeURIComponent(asked.path.slice(path.length + 1))
    if (asked.method === 'PUT' && name !== '') {
      objects.set(name, path === '/_ingest/pipeline' ? asked.body : asStored(path, asked.body))
      return { status: 200, body: { acknowledged: true } }
    }
    if (asked.method === 'DELETE' && name !== '')
      return objects.delete(name) ? { status: 200, body: { acknowledged: true } } : missing(path, name)
    if (asked.method !== 'GET' || name !== '') return refuse(asked)
    if (path === '/_index_template')
      return {
        status: 200,
        body: { index_templates: [...objects].map(([name, found]) => ({ name, index_template: found })) },
      }
    // Recorded: 404 with an empty object where there is no pipeline at all.
    return { status: path === '/_ingest/pipeline' && objects.size === 0 ? 404 : 200, body: Object.fromEntries(objects) }
  }

  /** As the cluster state has them. */
  metadata(): JsonObject {
    const [pipelines, composable, legacy] = [this.of(paths[0]), this.of(paths[1]), this.of(paths[2])]
    const typed = ({ mappings, ...rest }: JsonObject): JsonObject => ({
      ...rest,
      mappings: isObject(mappings) ? { _doc: mappings } : {},
    })
    return {
      templates: Object.fromEntries([...legacy].map(([name, template]) => [name, typed(template)])),
      ...(composable.size > 0 && { index_template: { index_template: Object.fromEntries(composable) } }),
      ...(pipelines.size > 0 && { ingest: { pipeline: [...pipelines].map(([id, config]) => ({ id, config })) } }),
    }
  }

  private of(path: string): Objects {
    return this.kept.get(path) ?? new Map<string, JsonObject>()
  }
}

type Objects = Map<string, JsonObject>

/** Elasticsearch keeps settings as text, below `index`, and a legacy template always with its aliases and its order. */
function asStored(path: string, body: JsonObject): JsonObject {
  if (path === '/_template') return { order: 0, aliases: {}, ...body, ...settingsOf(body) }
  const template = isObject(body['template'])
    ? { template: { ...body['template'], ...settingsOf(body['template']) } }
    : {}
  return { composed_of: [], ...body, ...template }
}

function settingsOf({ settings }: JsonObject): { settings?: JsonObject } {
  if (!isObject(settings)) return {}
  const index = isObject(settings['index']) ? settings['index'] : {}
  const bare = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'index'))
  return { settings: { index: asText({ ...bare, ...index }) } }
}

function asText(value: Json): Json {
  if (Array.isArray(value)) return value.map(asText)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, asText(entry)]))
  return value === null ? null : String(value)
}

/** As Elasticsearch 7.10.2 answered to the removal of what was not there, once there had been one of its kind. */
function missing(path: Path, name: string): Reply {
  const error =
    path === '/_ingest/pipeline'
      ? { type: 'resource_not_found_exception', reason: `pipeline [${name}] is missing` }
      : { type: 'index_template_missing_exception', reason: `index_template [${name}] missing` }
  return { status: 404, body: { error: { root_cause: [error], ...error }, status: 404 } }
}
