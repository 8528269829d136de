import { isObject, objectIn, objectsIn, valueIn, wordsIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import type { NamedBody, Review } from '../kind.js'
import { triggersIn } from './triggers.js'

/** What the plugin accepts and does not complain of: it runs such a monitor for nothing, or reports an error at each run. */
export async function reviewMonitors(stack: Stack, monitors: NamedBody[]): Promise<Review> {
  const looked = await Promise.all(groupsOf(monitors).map((group) => look(stack, group)))
  const who = stack.identity?.username
  return {
    objections: looked.flatMap(({ objections }) => objections),
    notes: [
      ...(who === undefined
        ? []
        : [`OpenSearch runs the monitors that are written with the rights of ${who}, as they are now`]),
      ...(monitors.some(({ body }) => triggersIn(body).some(({ actions }) => objectsIn(actions).length === 0))
        ? ['without --channel a monitor tells nobody: its alerts are seen in OpenSearch Dashboards, under Alerting']
        : []),
      ...looked.flatMap(({ notes }) => notes),
    ],
  }
}

/** Monitors that ask the same documents. */
interface Asked {
  names: string[]
  index: string
  timeField: string
  query: string
}

function groupsOf(monitors: NamedBody[]): Asked[] {
  const groups = new Map<string, Asked>()
  for (const { name, body } of monitors) {
    const search = objectIn(objectsIn(body['inputs'])[0], 'search')
    const [range, lucene] = objectsIn(valueIn(search, 'query', 'query', 'bool', 'filter'))
    const index = wordsIn(search['indices']).join()
    const timeField = Object.keys(objectIn(range, 'range'))[0] ?? ''
    const query = String(valueIn(lucene, 'query_string', 'query'))
    const key = JSON.stringify([index, timeField, query])
    groups.set(key, { index, timeField, query, names: [...(groups.get(key)?.names ?? []), name] })
  }
  return [...groups.values()]
}

async function look(stack: Stack, asked: Asked): Promise<Review> {
  const { names, index, timeField, query } = asked
  const target = `/${encodeURIComponent(index)}`
  const fields = await stack.search.get(`${target}/_field_caps?fields=${encodeURIComponent(timeField)}`)
  if (fields.status !== 200 || !isObject(fields.body)) return { objections: [], notes: [] }
  const about = names.map((name) => `"${name}"`).join(', ')
  if (objectsOrWords(fields.body['indices']) === 0)
    return {
      objections: [],
      notes: [`there is no index ${index} yet, which ${about} ${names.length === 1 ? 'is' : 'are'} about`],
    }
  return {
    objections: await invalidQuery(stack, `${target}/_validate/query?q=${encodeURIComponent(query)}`, asked),
    notes: notDates(fields.body, asked).map(
      (what) => `${timeField} in ${index} is ${what}, and no date: ${about} cannot find documents by their time`,
    ),
  }
}

const objectsOrWords = (list: unknown): number | undefined => (Array.isArray(list) ? list.length : undefined)

function notDates(body: JsonObject, { timeField }: Asked): string[] {
  const types = Object.keys(objectIn(body, 'fields', timeField))
  const others = types.filter((type) => type !== 'date' && type !== 'date_nanos')
  return types.length === 0 ? ['not there'] : others.length === 0 ? [] : [others.join(', ')]
}

async function invalidQuery(stack: Stack, path: string, { names, query }: Asked): Promise<Review['objections']> {
  const reply = await stack.search.get(`${path}&analyze_wildcard=true`)
  if (reply.status !== 200 || !isObject(reply.body) || reply.body['valid'] !== false) return []
  return names.map((name) => ({
    name,
    reason: `its query is not valid: ${query}`,
    hint: 'Correct the query (Lucene). OpenSearch would take it, and report an error at each run.',
  }))
}
