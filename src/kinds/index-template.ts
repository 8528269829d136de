import { isEmpty, isObject, objectIn, withoutUndefined, type Json, type JsonObject } from '../json.js'
import { patternsOverlap } from '../patterns.js'
import { expectOk } from '../http/answer.js'
import { hasShape } from '../http/shape.js'
import type { Stack } from '../stack/stack.js'
import { compareVersions } from '../stack/versions.js'
import {
  objectsByName,
  readList,
  type ObjectsIn,
  type ResourceApi,
  type ResourceKind,
  type StackParts,
} from './kind.js'
import { fieldMark } from './mark.js'

/** Composable templates exist from Elasticsearch 7.8 on. */
const hasComposable = (stack: Stack): boolean => compareVersions(stack.equivalentVersion, '7.8') >= 0

/** Elasticsearch 6.8 wraps mappings in a type unless it is told not to; 8 does not know the parameter any more. */
export const legacyQuery = (stack: Stack): string =>
  compareVersions(stack.equivalentVersion, '7') < 0 ? '?include_type_name=false' : ''

const composableTemplates: ObjectsIn = ({ index_templates: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const known = entries.filter((entry) => hasShape(entry, { name: 'text', index_template: 'object' }))
  return known.length < entries.length ? undefined : known.map(({ name, index_template: body }) => [name, { body }])
}

const composable: ResourceApi = {
  read: (stack) => readList(stack.search, '/_index_template', 'index templates', composableTemplates),
  adapt: (body, parts) => ({
    ...body,
    template: fitting(objectIn(body, 'template'), parts),
  }),
  normalize: (body) => (isObject(body['template']) ? { ...body, template: flatSettings(body['template']) } : body),
  mark: () => fieldMark('_meta', 'elkctl'),
  // The server refuses it too, but only when others have been written already.
  obstacle: (name, body, others) => {
    for (const [other, existing] of others) {
      const same = Number(existing.body['priority'] ?? 0) === Number(body['priority'] ?? 0)
      if (other !== name && same && patternsOverlap(patternsOf(existing.body), patternsOf(body)))
        return `index template "${other}" has the same priority ${String(body['priority'])} for overlapping patterns (${patternsOf(existing.body).join(', ')}): give it another priority, or delete it`
    }
    return undefined
  },
  write: async ({ search }, _stack, objects) => {
    for (const { name, body } of objects)
      expectOk(await search.put(`/_index_template/${encodeURIComponent(name)}`, body), `Index template ${name}`)
  },
}

const legacy: ResourceApi = {
  read: (stack) =>
    readList(
      stack.search,
      `/_template${legacyQuery(stack)}`,
      'legacy index templates',
      objectsByName((template) => ({ body: template })),
    ),
  adapt: (body, parts) => {
    const adapted = fitting(body, parts)
    return adapted['settings'] === undefined && adapted['mappings'] === undefined
      ? 'it only attaches the lifecycle policy, and this server has no lifecycle management'
      : adapted
  },
  normalize: flatSettings,
  // A legacy template has no room for metadata of its own, and `mappings._meta` would end up in indices of others.
  mark: () => undefined,
  write: async ({ search }, stack, objects) => {
    for (const { name, body } of objects)
      expectOk(
        await search.put(`/_template/${encodeURIComponent(name)}${legacyQuery(stack)}`, body),
        `Index template ${name}`,
      )
  },
}

const patternsOf = (body: JsonObject): string[] => (body['index_patterns'] ?? []) as string[]

/** The template with the settings that this server takes. */
function fitting(template: JsonObject, parts: StackParts): JsonObject {
  const { settings, ...rest } = template
  if (!isObject(settings) || !isObject(settings['index'])) return template
  const { lifecycle, final_pipeline, ...others } = objectIn(settings, 'index')
  const index = withoutUndefined({
    ...others,
    ...lifecycleSettings(lifecycle, parts),
    // https://www.elastic.co/guide/en/elasticsearch/reference/7.5/release-notes-7.5.0.html
    final_pipeline: compareVersions(parts.stack.equivalentVersion, '7.5') < 0 ? undefined : final_pipeline,
  })
  return isEmpty(index) ? rest : { ...rest, settings: { ...settings, index } }
}

/**
 * Without lifecycle management the server refuses these settings. OpenSearch attaches its policies by the policy's own patterns, and has its own settings for
 * the alias that a rollover moves and for an index that skips it: https://docs.opensearch.org/latest/im-plugin/ism/settings/
 */
function lifecycleSettings(lifecycle: Json | undefined, { stack, lifecycle: isManaged }: StackParts): JsonObject {
  if (lifecycle === undefined || !isManaged) return {}
  if (stack.flavor.dialect === 'elasticsearch') return { lifecycle }
  const { rollover_alias, indexing_complete } = objectIn(lifecycle)
  const settings = withoutUndefined({ rollover_alias, rollover_skip: indexing_complete })
  return isEmpty(settings) ? {} : { [stack.flavor.pluginSettings]: { index_state_management: settings } }
}

/** Below 7.8: the same template in the old form. `priority` and `order` both mean that the greater one wins. */
function asLegacy(body: JsonObject): JsonObject {
  const template = objectIn(body, 'template')
  return { index_patterns: body['index_patterns'] ?? [], order: body['priority'] ?? 0, ...template }
}

/** Servers give settings back as nested text, whichever way they came. */
function flatSettings(template: JsonObject): JsonObject {
  if (!isObject(template['settings'])) return template
  const flat = Object.entries(flatten(template['settings'])).map(([key, value]): [string, Json] => [
    key.startsWith('index.') ? key : `index.${key}`,
    Array.isArray(value) ? value.map(String) : String(value),
  ])
  return { ...template, settings: Object.fromEntries(flat) }
}

function flatten(value: JsonObject, prefix = ''): JsonObject {
  return Object.entries(value).reduce<JsonObject>(
    (flat, [key, inner]) => ({
      ...flat,
      ...(isObject(inner) ? flatten(inner, `${prefix}${key}.`) : { [prefix + key]: inner }),
    }),
    {},
  )
}

/** One template, in the form that this server knows. */
const byVersion: ResourceApi = {
  read: (stack, names) => (hasComposable(stack) ? composable : legacy).read(stack, names),
  adapt: (body, parts, name) =>
    (hasComposable(parts.stack)
      ? composable.adapt?.(body, parts, name)
      : legacy.adapt?.(asLegacy(body), parts, name)) ?? body,
  normalize: (body) => composable.normalize(legacy.normalize(body)),
  mark: (parts, name) => (hasComposable(parts.stack) ? composable : legacy).mark(parts, name),
  obstacle: (name, body, others) =>
    isObject(body['template']) ? composable.obstacle?.(name, body, others) : undefined,
  write: (writers, stack, objects, secret) =>
    (hasComposable(stack) ? composable : legacy).write(writers, stack, objects, secret),
}

export const indexTemplate: ResourceKind = {
  name: 'index template',
  folder: 'templates/<profile>/index-templates',
  compare: 'subset',
  needs: 'search',
  api: { elasticsearch: byVersion, opensearch: byVersion },
}

/** For indices that have a legacy template of their own (Beats): legacy templates are merged, a composable one would hide it. */
export const legacyTemplate: ResourceKind = {
  name: 'legacy template',
  folder: 'templates/<profile>/legacy-templates',
  compare: 'subset',
  needs: 'search',
  api: { elasticsearch: legacy, opensearch: legacy },
}
