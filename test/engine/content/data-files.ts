import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dialect } from '../../../src/stack/flavors.js'

/** The project's folder, seen from the compiled `<build>/test/content`. */
const project = fileURLToPath(new URL('../../../../', import.meta.url))

export interface Field {
  type?: string
  properties?: Record<string, Field>
  fields?: Record<string, Field>
}
export interface Mappings {
  properties: Record<string, Field>
}
export interface Template {
  index_patterns: string[]
  priority: number
  template: { settings: { index: Record<string, unknown> }; mappings: Mappings }
  _meta: { description: string }
}
export interface Check {
  title: string
  index: string
  pipeline?: string
  keepIndex?: boolean
  document: Record<string, unknown>
  types: Record<string, string>
  values: Record<string, unknown>
}
export interface Processor {
  on_failure?: Record<string, Processor>[]
}
export interface Pipeline {
  description: string
  processors: Record<string, Processor>[]
  on_failure: Record<string, Processor>[]
}

/** The JSON files of a folder by name, in the order of their names. */
export function readFolder(folder: string): Map<string, unknown> {
  const files = readdirSync(join(project, folder)).sort()
  return new Map(files.map((file) => [basename(file, '.json'), readJson(join(folder, file))]))
}

/** Without `$schema`, which is for editors. */
export const readJson = (path: string): unknown =>
  JSON.parse(readText(path), (key, value: unknown) => (key === '$schema' ? undefined : value))

export const readText = (path: string): string => readFileSync(join(project, path), 'utf8')

/** The documents of an ndjson fixture. */
export const readDocuments = (name: string): Record<string, unknown>[] =>
  readText(`test/fixtures/content/${name}`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

export const templates = readFolder('templates/openvidu/index-templates') as Map<string, Template>
export const checks = readFolder('templates/openvidu/checks') as Map<string, Check>
export const pipelines = readFolder('templates/openvidu/ingest-pipelines') as Map<string, Pipeline>
export interface LegacyTemplate {
  index_patterns: string[]
  order: number
  settings?: { index: Record<string, unknown> }
  mappings?: Mappings
}
/** By object name: `<name>.elasticsearch.json` stands for `<name>`, and is not for OpenSearch. */
export const legacyTemplatesFor = (dialect: Dialect): Map<string, LegacyTemplate> =>
  new Map(
    [...readFolder('templates/openvidu/legacy-templates')]
      .filter(([name]) => dialect === 'elasticsearch' || !name.endsWith('.elasticsearch'))
      .map(([name, body]) => [name.replace(/\.elasticsearch$/, ''), body as LegacyTemplate]),
  )
export const legacyTemplates = legacyTemplatesFor('elasticsearch')

/** The mapping of a dotted field path, sub-fields such as `.keyword` included. */
export function fieldAt(mappings: Mappings, path: string): Field | undefined {
  let field: Field | undefined = mappings
  for (const name of path.split('.')) field = field?.properties?.[name] ?? field?.fields?.[name]
  return field
}

/** Every field path of a mapping: objects, fields and sub-fields, which is what `total_fields.limit` counts. */
export function fieldPaths(field: Field, prefix = ''): string[] {
  return Object.entries({ ...field.properties, ...field.fields }).flatMap(([name, inner]) => [
    prefix + name,
    ...fieldPaths(inner, `${prefix}${name}.`),
  ])
}

/** The value at a dotted path of a document. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name]
  return value
}

/** Engines from Maven Central have no ILM and refuse its setting; it is dropped there as it is for any engine without ILM. */
export function withoutLifecycle<T extends { index: Record<string, unknown> }>(settings: T): T {
  const kept = Object.entries(settings.index).filter(([name]) => name !== 'lifecycle')
  return { ...settings, index: Object.fromEntries(kept) }
}

/** A composable template as `_index_template` of an engine without ILM takes it. */
export const composable = (body: Template) => ({
  ...body,
  template: { ...body.template, settings: withoutLifecycle(body.template.settings) },
})

/** A legacy template as an engine without ILM takes it; undefined when nothing is left of it. */
export function withoutIlm({ settings, ...template }: LegacyTemplate): LegacyTemplate | undefined {
  const left = settings && withoutLifecycle(settings)
  if (left === undefined || Object.keys(left.index).length === 0) return template.mappings && template
  return { ...template, settings: left }
}

/** The same template in the form of Elasticsearch before 7.8. */
export const legacy = (body: Template) => ({
  index_patterns: body.index_patterns,
  order: body.priority,
  settings: withoutLifecycle(body.template.settings),
  mappings: body.template.mappings,
})
