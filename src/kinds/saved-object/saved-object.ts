import type { JsonObject } from '../../json.js'
import { hasShape } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import type { Existing, ResourceApi, ResourceKind } from '../kind.js'
import { textMark } from '../mark.js'
import { readingOf, type ObjectsIn, type Reading } from '../reading.js'
import { withAdditions } from './additions.js'
import { savedObjectCore } from './core.js'
import { spokenPath } from './dashboard-panels.js'
import { importObjects, migrationVersions } from './import.js'
import { forLevel } from './levels.js'
import { levelOf, typeAndId } from './parts.js'
import { removeObject } from './remove.js'
import { expandSources } from './sources.js'
import { spacePath } from './space.js'

const pageSize = 1000

const api: ResourceApi = {
  read: async (stack, names) => {
    const objects = new Map<string, Existing>()
    const types = new Set([...Object.keys(migrationVersions), ...names.map((name) => typeAndId(name).type)])
    for (let page = 1; ; page++) {
      const reading = await readPage(stack, [...types], page)
      if (reading.status !== 'read') return reading
      for (const [name, object] of reading.objects) objects.set(name, object)
      if (reading.objects.size < pageSize || names.every((name) => objects.has(name)))
        return { status: 'read', objects }
    }
  },
  adapt: (body, { stack }, name) => {
    const { type, id } = typeAndId(name)
    const fitting = forLevel(type, body, stack)
    if (typeof fitting === 'string') return fitting
    const { attributes = {}, references = [] } = fitting
    return { type, id, attributes, references, ...levelOf(fitting) }
  },
  normalize: savedObjectCore,
  rewritten: true,
  keep: withAdditions,
  spoken: spokenPath,
  markedText: 'description',
  // An index pattern has no place for a mark, and loses nothing by an update.
  foreign: (wanted) => ('shows' in wanted ? 'it shows something else' : undefined),
  elsewhere: 'Save it under another name there',
  // A type without a description, such as an index pattern, has no mark and is compared by its content alone.
  mark: (_parts, name) =>
    withDescription.includes(typeAndId(name).type) ? textMark('attributes', 'description') : undefined,
  write: importObjects,
  remove: removeObject,
}

/** Types whose mapping has a description, in Kibana or OpenSearch Dashboards. */
const withDescription = ['dashboard', 'visualization', 'search', 'lens', 'map', 'tag', 'query', 'links']

async function readPage(stack: Stack, types: string[], page: number): Promise<Reading> {
  const { dashboards } = stack
  if (dashboards === undefined) return { status: 'absent', reason: 'there is no dashboards server' }
  const reply = await dashboards.reader.get(
    `${spacePath(stack)}/api/saved_objects/_find?${types.map((type) => `type=${type}`).join('&')}&per_page=${pageSize}&page=${page}`,
  )
  return readingOf(reply, 'saved objects', objectsOnPage)
}

const objectsOnPage: ObjectsIn = ({ saved_objects: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const known = entries.filter((entry) => hasShape(entry, { type: 'text', id: 'text', attributes: 'object' }))
  return known.length < entries.length ? undefined : known.map(fromServer)
}

interface FoundObject extends JsonObject {
  type: string
  id: string
  attributes: JsonObject
}

const fromServer = (object: FoundObject): [string, Existing] => {
  const { type, id, attributes, references = [] } = object
  return [`${type}/${id}`, { body: { type, id, attributes, references, ...levelOf(object) } }]
}

export const savedObject: ResourceKind = {
  name: 'saved object',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  needs: 'dashboards',
  expand: expandSources,
  api: { elasticsearch: api, opensearch: api },
}
