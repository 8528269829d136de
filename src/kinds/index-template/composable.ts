import { isObject, objectIn, wordsIn, type JsonObject } from '../../json.js'
import { hasShape } from '../../http/shape.js'
import { patternsOverlap } from '../../patterns.js'
import { jsonApi } from '../json-api.js'
import { anotherPrefix } from '../another-prefix.js'
import type { Conflict, Existing, Owner, ResourceApi } from '../kind.js'
import { fieldMark, isMarkOf } from '../mark.js'
import type { ObjectsIn } from '../reading.js'
import { withoutServerDates } from '../server-dates.js'
import { fitting, flatSettings } from './settings.js'

const composableTemplates: ObjectsIn = ({ index_templates: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const templates = entries.filter((entry) => hasShape(entry, { name: 'text', index_template: 'object' }))
  return templates.length < entries.length
    ? undefined
    : templates.map(({ name, index_template: body }) => [name, { body }])
}

export const composable: ResourceApi = {
  ...jsonApi({
    one: 'index template',
    many: 'index templates',
    path: () => '/_index_template',
    objects: composableTemplates,
  }),
  adapt: (body, target) => ({ ...body, template: fitting(objectIn(body, 'template'), target) }),
  normalize: (body) => {
    const own = withoutServerDates(body)
    return isObject(own['template']) ? { ...own, template: flatSettings(own['template']) } : own
  },
  mark: () => ownMark,
  // The server refuses it too, but only when others have been written already.
  conflict: (name, body, others, owner) => {
    const [priority, patterns] = [priorityOf(body), patternsOf(body)]
    const obstacle = listed(others).find(
      (other) => other.priority === priority && other.name !== name && patternsOverlap(other.patterns, patterns),
    )
    if (obstacle === undefined) return undefined
    if (isMarkOf(owner?.profile ?? '', ownMark.read(obstacle.body))) return ofAnotherPrefix(name, obstacle, owner)
    return `index template "${obstacle.name}" has the same priority ${String(body['priority'])} for overlapping patterns (${obstacle.patterns.join(', ')}): give it another priority, or delete it`
  },
}

const ownMark = fieldMark('_meta', 'elkctl')

interface Listed {
  name: string
  body: JsonObject
  priority: number
  patterns: readonly string[]
}

const lists = new WeakMap<Map<string, Existing>, Listed[]>()

/** Once for all templates of ours: hundreds are compared with thousands. */
function listed(others: Map<string, Existing>): Listed[] {
  const known = lists.get(others)
  if (known) return known
  const made = [...others].map(([name, { body }]) => ({
    ...{ name, body, priority: priorityOf(body), patterns: patternsOf(body) },
  }))
  lists.set(others, made)
  return made
}

const ofAnotherPrefix = (name: string, { name: other, patterns }: Listed, owner: Owner | undefined): Conflict => ({
  reason: `elkctl made the index template ${other} with another prefix, and it has the same priority for overlapping patterns (${patterns.join(', ')})`,
  hint: `${anotherPrefix(name, owner)}; or, where nothing writes to ${patterns.join(', ')} any more: DELETE /_index_template/${other}. The indices stay.`,
})

const priorityOf = (body: JsonObject): number => Number(body['priority'] ?? 0)

const patternsOf = (body: JsonObject): readonly string[] => wordsIn(body['index_patterns'])
