import { isObject, objectIn, objectsIn, pick, valueIn, type Json, type JsonObject } from '../../json.js'
import { canonical } from '../mark.js'
import { ownAction } from './action.js'
import { triggersIn, withTriggers } from './triggers.js'

/** What is compared: without ids, times and what the plugin adds. */
export function content(monitor: JsonObject): JsonObject {
  const search = objectIn(objectsIn(monitor['inputs'])[0], 'search')
  return {
    enabled: monitor['enabled'] ?? true,
    schedule: monitor['schedule'] ?? {},
    indices: search['indices'] ?? [],
    query: bare(search['query'] ?? {}),
    triggers: triggersIn(monitor).map((trigger) => ({
      ...pick(trigger, ['name', 'severity']),
      condition: bare(trigger['condition'] ?? {}),
      actions: objectsIn(trigger['actions']).map((action) => pick(action, actionFields)),
    })),
  }
}

const actionFields = [
  ...['name', 'destination_id', 'subject_template', 'message_template'],
  ...['throttle_enabled', 'throttle', 'action_execution_policy'],
]

/** Actions that people added to a trigger stay. */
export function withOthersActions(desired: JsonObject, actual: JsonObject): JsonObject {
  const theirs = new Map(triggersIn(actual).map(({ name, actions }) => [name, objectsIn(actions).filter(isOthers)]))
  return withTriggers(desired, (trigger) => ({
    ...trigger,
    actions: [...objectsIn(trigger['actions']), ...(theirs.get(trigger['name'] ?? null) ?? [])],
  }))
}

const isOthers = ({ name }: JsonObject): boolean => name !== ownAction

/**
 * The plugin reads a search into objects and writes these: a range gets other names, and every clause its defaults. Seen with its own parser, 2.19.4.
 */
function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map(bare)
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([key, member]) => !isDefault(key, member))
  return withBounds(Object.fromEntries(members.map(([key, member]) => [longNames[key] ?? key, bare(member)])))
}

const longNames: Record<string, string> = { aggs: 'aggregations' }

const defaults: Record<string, Json[]> = {
  boost: [1],
  adjust_pure_negative: [true],
  track_total_hits: [true, 2_147_483_647],
  fields: [[]],
  type: ['best_fields'],
  default_operator: ['or'],
  max_determinized_states: [10_000],
  enable_position_increments: [true],
  fuzziness: ['AUTO'],
  fuzzy_prefix_length: [0],
  fuzzy_max_expansions: [50],
  phrase_slop: [0],
  escape: [false],
  auto_generate_synonyms_phrase_query: [true],
  fuzzy_transpositions: [true],
  missing_bucket: [false],
  order: ['asc'],
  gap_policy: ['skip'],
  lang: ['painless'],
}

const isDefault = (key: string, value: Json): boolean =>
  defaults[key]?.some((one) => canonical(one) === canonical(value)) === true

function withBounds(clause: JsonObject): JsonObject {
  const { from, to, include_lower: lower, include_upper: upper, ...rest } = clause
  if (valueIn(clause, 'include_lower') === undefined) return clause
  return {
    ...(from !== undefined && from !== null && { [lower === true ? 'gte' : 'gt']: from }),
    ...(to !== undefined && to !== null && { [upper === true ? 'lte' : 'lt']: to }),
    ...rest,
  }
}
