import { isEmpty, isObject, objectIn, withoutUndefined, type Json, type JsonObject } from '../../json.js'
import { compareVersions } from '../../stack/versions.js'
import type { TargetStack } from '../kind.js'

/** The template with the settings that this server takes. */
export function fitting(template: JsonObject, target: TargetStack): JsonObject {
  const { settings, ...rest } = template
  if (!isObject(settings) || !isObject(settings['index'])) return template
  const { lifecycle, final_pipeline, ...others } = objectIn(settings, 'index')
  const index = withoutUndefined({
    ...others,
    ...lifecycleSettings(lifecycle, target),
    // https://www.elastic.co/guide/en/elasticsearch/reference/7.5/release-notes-7.5.0.html
    final_pipeline: compareVersions(target.stack.equivalentVersion, '7.5') < 0 ? undefined : final_pipeline,
  })
  return isEmpty(index) ? rest : { ...rest, settings: { ...settings, index } }
}

/**
 * Without lifecycle management the server refuses these settings. OpenSearch attaches its policies by the policy's own patterns, and has its own settings for
 * the alias that a rollover moves and for an index that skips it: https://docs.opensearch.org/latest/im-plugin/ism/settings/
 */
function lifecycleSettings(lifecycle: Json | undefined, { stack, lifecycle: isManaged }: TargetStack): JsonObject {
  if (lifecycle === undefined || !isManaged) return {}
  if (stack.flavor.dialect === 'elasticsearch') return { lifecycle }
  const { rollover_alias, indexing_complete } = objectIn(lifecycle)
  const settings = withoutUndefined({ rollover_alias, rollover_skip: indexing_complete })
  return isEmpty(settings) ? {} : { [stack.flavor.pluginSettings]: { index_state_management: settings } }
}

/** Servers give settings back as nested text, whichever way they came. */
export function flatSettings(template: JsonObject): JsonObject {
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
