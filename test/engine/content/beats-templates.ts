import { readDocuments, readJson, valueAt, type Field, type LegacyTemplate, type Mappings } from './data-files.js'

export type BeatName = 'metricbeat' | 'filebeat'
export type BeatsTemplate = LegacyTemplate & { mappings: Mappings }

/** What came after 7.8.0 (`test/fixtures/content/beats-templates/README.md`). */
const since780 = ['host.cpu', 'host.network', 'host.disk', 'system.diskio.io.ops']

/** The template that a Beat of this version loads; 7.8.0 is derived from 7.12.1. */
export function beatsTemplate(beat: BeatName, version: string): BeatsTemplate {
  const template = readJson(`test/fixtures/content/beats-templates/${beat}-7.12.1.json`) as BeatsTemplate
  const { mappings } = template
  return {
    ...template,
    index_patterns: [`${beat}-${version}-*`],
    mappings: version === '7.8.0' ? { ...mappings, ...without(mappings, since780) } : mappings,
  }
}

/** Every field that holds values, as path and mapping; not the empty objects that only say what may follow. */
export function leaves({ properties = {} }: Field, prefix = ''): [string, Field][] {
  return Object.entries(properties).flatMap(([name, field]): [string, Field][] => {
    if (field.type === 'object') return []
    return field.properties === undefined ? [[prefix + name, field]] : leaves(field, `${prefix}${name}.`)
  })
}

/** The average of a field over the Metricbeat samples that have it. */
export function averageOfSamples(path: string): number {
  const values = readDocuments('metricbeat-7.12.1.ndjson')
    .map((document) => valueAt(document, path))
    .filter((value) => typeof value === 'number')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function without(field: Field, paths: string[], prefix = ''): { properties: Record<string, Field> } {
  const kept = Object.entries(field.properties ?? {}).filter(([name]) => !paths.includes(prefix + name))
  return {
    properties: Object.fromEntries(
      kept.map(([name, inner]) => [
        name,
        inner.properties === undefined ? inner : { ...inner, ...without(inner, paths, `${prefix}${name}.`) },
      ]),
    ),
  }
}
