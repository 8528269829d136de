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
    for (const [other, existing] of others) {
      const same = priorityOf(existing.body) === priority
      if (other === name || !same || !patternsOverlap(patternsOf(existing.body), patterns)) continue
      if (isMarkOf(owner?.profile ?? '', ownMark.read(existing.body)))
        return ofAnotherPrefix(name, other, existing, owner)
      return `index template "${other}" has the same priority ${String(body['priority'])} for overlapping patterns (${patternsOf(existing.body).join(', ')}): give it another priority, or delete it`
    }
    return undefined
  },
}

const ownMark = fieldMark('_meta', 'elkctl')

const ofAnotherPrefix = (name: string, other: string, { body }: Existing, owner: Owner | undefined): Conflict => ({
  reason: `elkctl made the index template ${other} with another prefix, and it has the same priority for overlapping patterns (${patternsOf(body).join(', ')})`,
  hint: `${anotherPrefix(name, owner)}; or, where nothing writes to ${patternsOf(body).join(', ')} any more: DELETE /_index_template/${other}. The indices stay.`,
})

const priorityOf = (body: JsonObject): number => Number(body['priority'] ?? 0)

const patternsOf = (body: JsonObject): string[] => wordsIn(body['index_patterns'])
