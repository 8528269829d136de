import { isObject, objectIn, type JsonObject } from '../json.js'
import { flatSettings } from '../kinds/index-template/settings.js'

/** What a template gives to an index: "host.name" → "keyword", and below `settings` "index.default_pipeline" → its value. */
export interface TemplateFields {
  fields: Map<string, string>
  settings: Map<string, string>
}

/** @param template with `mappings` and `settings` at its top */
export function templateFields(template: JsonObject): TemplateFields {
  const settings = Object.entries(objectIn(flatSettings(template), 'settings'))
  return {
    fields: fieldsIn(objectIn(template, 'mappings')),
    settings: new Map(settings.map(([name, value]) => [name, JSON.stringify(value)])),
  }
}

/** Elasticsearch before 7 and its cluster state have the type of the documents above the properties. */
function fieldsIn(mappings: JsonObject): Map<string, string> {
  const properties = mappings['properties'] ?? objectIn(mappings, '_doc')['properties']
  return new Map(isObject(properties) ? leaves(properties, '') : [])
}

function leaves(properties: JsonObject, prefix: string): [string, string][] {
  return Object.entries(properties).flatMap(([name, field]): [string, string][] => {
    if (!isObject(field)) return []
    const path = prefix + name
    const inner = ['properties', 'fields'].flatMap((below) => leaves(objectIn(field, below), `${path}.`))
    return typeof field['type'] === 'string' ? [[path, field['type']], ...inner] : inner
  })
}

/** One composable template of its components and itself: a later one replaces a field with everything below it. */
export const composed = (templates: TemplateFields[]): TemplateFields =>
  merged(
    templates.map((template, number) => {
      const later = templates.slice(number + 1).flatMap(({ fields }) => [...fields.keys()])
      const isReplaced = (name: string) => later.some((field) => name.startsWith(`${field}.`))
      return { ...template, fields: new Map([...template.fields].filter(([name]) => !isReplaced(name))) }
    }),
  )

/** Legacy templates, in their order: a later one replaces what it names, and the rest stays. */
export function merged(templates: TemplateFields[]): TemplateFields {
  return {
    fields: new Map(templates.flatMap(({ fields }) => [...fields])),
    settings: new Map(templates.flatMap(({ settings }) => [...settings])),
  }
}

/** Fields and settings that are in the first and not so in the second, by name; types that a server guesses do not count. */
export function lostIn(ours: TemplateFields, effective: TemplateFields): string[] {
  const differing = (own: Map<string, string>, found: Map<string, string>) =>
    [...own].filter(([name, value]) => found.get(name) !== value).map(([name]) => name)
  return [...differing(ours.settings, effective.settings), ...differing(ours.fields, effective.fields)]
}
