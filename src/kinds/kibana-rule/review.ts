import { objectsIn, valueIn, wordsIn, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { reviewSearches, type AlertSearch } from '../alert-search.js'
import type { NamedBody, Review } from '../kind.js'

/** Whose rights rules take, and what Kibana accepts without complaint, and then never fires for. */
export async function reviewRules(stack: Stack, rules: NamedBody[]): Promise<Review> {
  const { objections, notes } = await reviewSearches(stack, rules, searchIn, {
    product: 'Kibana',
    noIndex: (names, { index }) =>
      `there is no index ${index} yet: until there is one, ${names.join(', ')} ${names.length === 1 ? 'sees' : 'see'} no documents, and Kibana need not say so`,
    noDate: (names, { index, timeField }, what) =>
      `${timeField} in ${index} is ${what}, and no date: ${names.join(', ')} will not fire as long as that is so`,
  })
  const who = stack.identity?.username
  const rights =
    who === undefined ? [] : [`Kibana runs the rules that are written with the rights of ${who}, as they are now`]
  return { objections, notes: [...rights, ...notes] }
}

function searchIn({ params = null }: JsonObject): AlertSearch {
  return {
    index: wordsIn(valueIn(params, 'index')).join(','),
    timeField: String(valueIn(params, 'timeField')),
    query: luceneIn(valueIn(params, 'esQuery')),
  }
}

/** The text of its query in Lucene. */
function luceneIn(esQuery: unknown): string | undefined {
  if (typeof esQuery !== 'string') return undefined
  const query = (JSON.parse(esQuery) as JsonObject)['query']
  const first = objectsIn(valueIn(query, 'bool', 'filter'))[0] ?? query
  const text = valueIn(first, 'query_string', 'query')
  return typeof text === 'string' ? text : undefined
}
