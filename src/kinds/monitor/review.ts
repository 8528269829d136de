import { objectIn, objectsIn, valueIn, wordsIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { reviewSearches, type AlertSearch, type Words } from '../alert-search.js'
import type { NamedBody, Review } from '../kind.js'
import { triggersIn } from './triggers.js'

/** Whose rights monitors take, whom they tell, and what the plugin accepts although it cannot work. */
export async function reviewMonitors(stack: Stack, monitors: NamedBody[]): Promise<Review> {
  const { objections, notes } = await reviewSearches(stack, monitors, searchIn, words)
  const who = stack.identity?.username
  const tellsNobody = monitors.some(({ body }) =>
    triggersIn(body).some(({ actions }) => objectsIn(actions).length === 0),
  )
  return {
    objections,
    notes: [
      ...(who === undefined
        ? []
        : [`OpenSearch runs the monitors that are written with the rights of ${who}, as they are now`]),
      ...(tellsNobody
        ? ['without --channel a monitor notifies no one: look for its alerts in OpenSearch Dashboards, under Alerting']
        : []),
      ...notes,
    ],
  }
}

function searchIn(body: JsonObject): AlertSearch {
  const search = objectIn(objectsIn(body['inputs'])[0], 'search')
  const [range, lucene] = objectsIn(valueIn(search, 'query', 'query', 'bool', 'filter'))
  return {
    index: wordsIn(search['indices']).join(),
    timeField: Object.keys(objectIn(range, 'range'))[0] ?? '',
    query: String(valueIn(lucene, 'query_string', 'query')),
  }
}

const quoted = (names: string[]): string => names.map((name) => `"${name}"`).join(', ')

const words: Words = {
  product: 'OpenSearch',
  noIndex: (names, { index }) =>
    `there is no index ${index} yet, which ${quoted(names)} ${names.length === 1 ? 'is' : 'are'} about`,
  noDate: (names, { index, timeField }, what) =>
    `${timeField} in ${index} is ${what}, and no date: ${quoted(names)} cannot find documents by their time`,
}
