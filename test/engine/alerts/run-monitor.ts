import { isObject, objectIn, objectsIn, pick, valueIn, wordsIn, type JsonObject } from '../../../src/json.js'
import type { Value } from '../../../src/alerts/value.js'
import { group, groups } from '../../../src/alerts/search.js'

/** Asks the engine; a refusal is an error of the test. */
export type Ask = (method: string, path: string, body?: object) => Promise<JsonObject>

/** A trigger that fires. */
export interface Fired {
  trigger: string
  /** not there: of all documents */
  group?: string
}

/**
 * Runs a monitor as the alerting plugin does (InputService.kt, TriggerService.kt, AggregationQueryRewriter.kt of its branch 2.19): it fills the end of the
 * period in with Mustache, searches, and asks each condition. Mustache, the search and Painless are the engine's own; the plugin's selector of groups
 * (bucket_selector_ext) is asked as the engine's bucket_selector: the same paths, and the same context for the script.
 */
export async function runMonitor(ask: Ask, monitor: JsonObject, end: number): Promise<Fired[]> {
  const { indices, query } = objectIn(objectsIn(monitor['inputs'])[0], 'search')
  const rendered = await ask('POST', '/_render/template', {
    source: JSON.stringify(query),
    params: { period_start: end - 60_000, period_end: end },
  })
  const search = objectIn(rendered, 'template_output')
  const path = `/${wordsIn(indices).map(encodeURIComponent).join()}/_search`
  const fired = objectsIn(monitor['triggers']).map(async (trigger): Promise<Fired[]> => {
    const [type, body] = Object.entries(trigger)[0] ?? []
    if (!isObject(body)) throw new Error('a trigger without a type')
    const name = String(body['name'])
    const condition = objectIn(body, 'condition')
    if (type === 'bucket_level_trigger')
      return selected(await ask('POST', path, withSelector(search, condition))).map((one) => ({
        trigger: name,
        group: one,
      }))
    const isFired = await execute(ask, objectIn(condition, 'script'), await ask('POST', path, search))
    return isFired ? [{ trigger: name }] : []
  })
  return (await Promise.all(fired)).flat()
}

/** There is no context of triggers without the plugin: `ctx` is a parameter here. */
async function execute(ask: Ask, { source }: JsonObject, answer: JsonObject): Promise<boolean> {
  const { result } = await ask('POST', '/_scripts/painless/_execute', {
    script: { source: `def ctx = params.ctx; ${String(source)}`, params: { ctx: { results: [answer] } } },
  })
  if (result !== 'true' && result !== 'false') throw new Error(`the condition gives ${String(result)}`)
  return result === 'true'
}

function withSelector(search: JsonObject, condition: JsonObject): JsonObject {
  const parent = condition['parent_bucket_path']
  const aggregations = objectIn(search, 'aggs')
  const composite = objectIn(aggregations, String(parent))
  const inner = {
    ...objectIn(composite, 'aggs'),
    selected: { bucket_selector: pick(condition, ['buckets_path', 'script']) },
  }
  return { ...search, aggs: { ...aggregations, [String(parent)]: { ...composite, aggs: inner } } }
}

const selected = (answer: JsonObject): string[] =>
  objectsIn(valueIn(answer, 'aggregations', groups, 'buckets')).map(({ key }) => String(valueIn(key, group)))

/** What a monitor should fire, by the states of what `elkctl alerts check` sees. */
export const firedBy = (values: Value[], stateOf: (value: number | undefined) => string): Fired[] =>
  values.flatMap(({ group: name, value }) => {
    const trigger = stateOf(value)
    return trigger === 'ok' ? [] : [{ trigger, ...(name !== undefined && { group: name }) }]
  })
