import { isEmpty, objectIn, wordsIn, type JsonObject } from '../../json.js'
import { patternsOverlap } from '../../patterns.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { jsonApi } from '../json-api.js'
import type { ResourceApi } from '../kind.js'
import { versionMark } from '../mark.js'
import { objectsByName } from '../reading.js'
import { fitting, flatSettings } from './settings.js'

/** Elasticsearch 6.8 wraps mappings in a type unless a parameter says otherwise; 8 does not know the parameter any more. */
export const legacyQuery = (stack: Stack): string =>
  compareVersions(stack.equivalentVersion, '7') < 0 ? '?include_type_name=false' : ''

const ownMark = versionMark('version')

export const legacy: ResourceApi = {
  ...jsonApi({
    one: 'index template',
    many: 'legacy index templates',
    path: () => '/_template',
    listQuery: legacyQuery,
    putQuery: legacyQuery,
    objects: objectsByName((template) => ({ body: template })),
  }),
  adapt: (body, target) => {
    const adapted = fitting(body, target)
    return adapted['settings'] === undefined && adapted['mappings'] === undefined
      ? 'it only attaches the lifecycle policy, and this server has no lifecycle management'
      : adapted
  },
  writable: withoutEmptyMappings,
  normalize: (body) => flatSettings(withoutEmptyMappings(body)),
  // There is no room for metadata, and `mappings._meta` would end up in indices of others. The version is for those who manage templates from outside, and
  // means nothing to the server: https://www.elastic.co/guide/en/elasticsearch/reference/7.12/indices-templates-v1.html
  mark: () => ownMark,
  // The server merges templates of one order as it likes, and does not say so. Only those of elkctl itself: Beats' own are for one version each.
  conflict: (name, body, others) => {
    const policy = policyOf(body)
    for (const [other, { body: theirs }] of others) {
      const isOther = other !== name && ownMark.read(theirs) !== undefined && orderOf(theirs) === orderOf(body)
      const attached = policyOf(theirs)
      if (!isOther || policy === undefined || attached === undefined || attached === policy) continue
      if (patternsOverlap(patternsOf(theirs), patternsOf(body)))
        return `legacy template "${other}" attaches ${attached} to the same indices (${patternsOf(theirs).join(', ')}): only one of both policies would count`
    }
    return undefined
  },
  unmarkedBefore: true,
}

/** Elasticsearch 6.8 would keep them with an empty type. */
function withoutEmptyMappings(body: JsonObject): JsonObject {
  const { mappings, ...others } = body
  return mappings !== undefined && isEmpty(mappings) ? others : body
}

const patternsOf = (body: JsonObject): readonly string[] => wordsIn(body['index_patterns'])

const orderOf = (body: JsonObject): number => Number(body['order'] ?? 0)

function policyOf(body: JsonObject): string | undefined {
  const name = objectIn(flatSettings(body), 'settings')['index.lifecycle.name']
  return typeof name === 'string' ? name : undefined
}
