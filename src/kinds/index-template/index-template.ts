import { isObject, objectIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { rollingIndices } from '../index-uses.js'
import type { ResourceApi, ResourceKind } from '../kind.js'
import { withoutServerDates } from '../server-dates.js'
import { composable } from './composable.js'
import { legacy } from './legacy.js'
import { withSeries } from './series.js'

/** Composable templates exist from Elasticsearch 7.8 on. */
export const hasComposable = (stack: Stack): boolean => compareVersions(stack.equivalentVersion, '7.8') >= 0

/** Below 7.8: the same template in the old form. `priority` and `order` both mean that the greater one wins. */
function asLegacy(body: JsonObject): JsonObject {
  const template = objectIn(body, 'template')
  return { index_patterns: body['index_patterns'] ?? [], order: body['priority'] ?? 0, ...template }
}

const apiFor = (stack: Stack): ResourceApi => (hasComposable(stack) ? composable : legacy)

/** One template, in the form that this server knows. */
const byVersion: ResourceApi = {
  read: (stack, names) => apiFor(stack).read(stack, names),
  write: (writers, stack, objects, secret) => apiFor(stack).write(writers, stack, objects, secret),
  remove: (writers, stack, name) => apiFor(stack).remove(writers, stack, name),
  adapt: (body, target, name) =>
    apiFor(target.stack).adapt?.(hasComposable(target.stack) ? body : asLegacy(body), target, name) ?? body,
  writable: (body) => withoutServerDates(legacy.writable?.(body) ?? body),
  normalize: (body) => composable.normalize(legacy.normalize(body)),
  mark: (stack, name) => apiFor(stack).mark(stack, name),
  dependants: rollingIndices,
  conflict: (name, body, others, owner) =>
    isObject(body['template']) ? composable.conflict?.(name, body, others, owner) : undefined,
  titleOf: (_body, name) => name,
}

export const indexTemplate: ResourceKind = {
  name: 'index template',
  folder: 'templates/<profile>/index-templates',
  compare: 'subset',
  needs: 'search',
  after: ['role', 'lifecycle policy', 'ingest pipeline'],
  expand: (files) => files.flatMap(withSeries),
  api: { elasticsearch: byVersion, opensearch: byVersion },
}

/** For indices that have a legacy template of their own (Beats): legacy templates are merged, a composable one would hide it. */
export const legacyTemplate: ResourceKind = {
  name: 'legacy template',
  folder: 'templates/<profile>/legacy-templates',
  compare: 'subset',
  needs: 'search',
  after: ['role', 'lifecycle policy', 'ingest pipeline'],
  api: { elasticsearch: legacy, opensearch: legacy },
}
