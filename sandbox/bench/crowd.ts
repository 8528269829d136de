import type { JsonObject } from '../dashboards/json.js'
import type { AnswerFunction } from '../proxy.js'

/** What others have on the stack. */
const others = { templates: 2000, indices: 10_000 }

/**
 * Adds templates and indices of others to the cluster state that an engine answers with: to make as many would take minutes. They are in it as
 * `filter_path` leaves them.
 *
 * @param url of the engine
 */
export function besideOthers(url: string): AnswerFunction {
  const templates = many(others.templates, (number) => [`other-${number}`, templateOf(number)])
  const indices = many(others.indices, (number) => [`other-${number}-000001`, index])
  return async ({ method, path, headers: { authorization } }) => {
    if (method !== 'GET' || !path.startsWith('/_cluster/state/metadata')) return undefined
    const reply = await fetch(`${url}${path}`, { ...(authorization !== undefined && { headers: { authorization } }) })
    const { metadata = {} } = (await reply.json()) as { metadata?: State }
    const composable = { ...metadata.index_template?.index_template, ...templates }
    const body = {
      metadata: {
        ...metadata,
        index_template: { index_template: composable },
        indices: { ...metadata.indices, ...indices },
      },
    }
    return { status: reply.status, body }
  }
}

interface State {
  index_template?: { index_template: JsonObject }
  indices?: JsonObject
}

const many = (count: number, make: (number: number) => [string, JsonObject]): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => make(number)))

const templateOf = (number: number): JsonObject => ({
  index_patterns: [`other-${number}-*`],
  template: { mappings: { properties: many(20, (field) => [`field_${field}`, { type: 'keyword' }]) } },
})

const index: JsonObject = {
  state: 'open',
  settings: { index: { creation_date: '1764000000000', hidden: 'false', lifecycle: { name: 'other-policy' } } },
  mappings: { _doc: { dynamic: 'true', properties: { timestamp: { type: 'date' } } } },
}
