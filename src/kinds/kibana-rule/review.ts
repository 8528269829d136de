import { isObject, objectsIn, valueIn, wordsIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import type { NamedBody, Review } from '../kind.js'
import { kibanaVersion } from './api.js'

/** What Kibana accepts without complaint, and then never fires for: an index that is not there, a time field that is none, a query that cannot be parsed. */
export async function reviewRules(stack: Stack, rules: NamedBody[]): Promise<Review> {
  const looked = await Promise.all(groupsOf(rules).map((group) => look(stack, group)))
  const who = stack.identity?.username
  return {
    objections: looked.flatMap(({ objections }) => objections),
    notes: [
      ...(who === undefined
        ? []
        : [`Kibana runs the rules that are written with the rights of ${who}, as they are now`]),
      ...looked.flatMap(({ notes }) => notes),
    ],
  }
}

/** Rules of one alert ask the same. */
interface Asked {
  names: string[]
  index: string
  timeField: string
  query: string | undefined
}

function groupsOf(rules: NamedBody[]): Asked[] {
  const all = rules.map(({ name, body }): Asked => {
    const { params = null } = body
    return {
      names: [name],
      index: wordsIn(valueIn(params, 'index')).join(','),
      timeField: String(valueIn(params, 'timeField')),
      query: luceneIn(valueIn(params, 'esQuery')),
    }
  })
  const keyOf = ({ index, timeField, query }: Asked) => JSON.stringify([index, timeField, query])
  const byKey = new Map<string, Asked>()
  for (const one of all) {
    const before = byKey.get(keyOf(one))
    byKey.set(keyOf(one), before === undefined ? one : { ...before, names: [...before.names, ...one.names] })
  }
  return [...byKey.values()]
}

/** The text of its query in Lucene. */
function luceneIn(esQuery: unknown): string | undefined {
  if (typeof esQuery !== 'string') return undefined
  const query = (JSON.parse(esQuery) as JsonObject)['query']
  const first = objectsIn(valueIn(query, 'bool', 'filter'))[0] ?? query
  const text = valueIn(first, 'query_string', 'query')
  return typeof text === 'string' ? text : undefined
}

async function look(stack: Stack, { names, index, timeField, query }: Asked): Promise<Review> {
  const target = `/${encodeURIComponent(index)}`
  const fields = await stack.search.get(
    `${target}/_field_caps?fields=${encodeURIComponent(timeField)}&ignore_unavailable=true&allow_no_indices=true`,
  )
  if (fields.status !== 200 || !isObject(fields.body)) return { objections: [], notes: [] }
  const { indices } = fields.body
  const about = names.join(', ')
  if (Array.isArray(indices) && indices.length === 0)
    return {
      objections: [],
      notes: [
        `there is no index ${index} yet: until there is one, Kibana ${kibanaVersion(stack)} runs ${about} for nothing, and does not say so`,
      ],
    }
  const types = Object.keys(isObject(fields.body['fields']) ? (valueIn(fields.body, 'fields', timeField) ?? {}) : {})
  const others = types.filter((type) => !['date', 'date_nanos'].includes(type))
  const notes =
    types.length > 0 && others.length === 0
      ? []
      : [
          `${timeField} in ${index} is ${others.join(', ') || 'not there'}, and no date: ${about} will not fire as long as that is so`,
        ]
  return { objections: await invalidQuery(stack, target, query, names), notes }
}

async function invalidQuery(
  stack: Stack,
  target: string,
  query: string | undefined,
  names: string[],
): Promise<Review['objections']> {
  if (query === undefined) return []
  const reply = await stack.search.get(
    `${target}/_validate/query?q=${encodeURIComponent(query)}&analyze_wildcard=true&ignore_unavailable=true`,
  )
  if (reply.status !== 200 || valueIn(isObject(reply.body) ? reply.body : {}, 'valid') !== false) return []
  return names.map((name) => ({
    name,
    reason: `its query is not valid: ${query}`,
    hint: 'Correct the query (Lucene). Kibana would take it, and report an error at each run.',
  }))
}
