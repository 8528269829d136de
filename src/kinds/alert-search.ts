import { groupedBy } from '../grouped.js'
import { isObject, objectIn, valueIn } from '../json.js'
import type { Stack } from '../stack/stack.js'
import type { NamedBody, Review } from './kind.js'

/** What a rule or monitor searches. */
export interface AlertSearch {
  index: string
  timeField: string
  /** Lucene; undefined: it has none */
  query: string | undefined
}

/** What a server accepts without complaint, in words: it then never fires, or fails at each run. */
export interface Words {
  product: string
  /** there is no index yet */
  noIndex: (names: string[], search: AlertSearch) => string
  /** @param what the time field is instead of a date: "text", "not there" */
  noDate: (names: string[], search: AlertSearch, what: string) => string
}

type Named = AlertSearch & { name: string }

/** Looks at each index, time field and query once for all searches that share it. @throws ApiError, UnreachableError */
export async function reviewSearches(
  stack: Stack,
  objects: NamedBody[],
  searchIn: (body: NamedBody['body']) => AlertSearch,
  words: Words,
): Promise<Review> {
  const searches = objects.map(({ name, body }): Named => ({ name, ...searchIn(body) }))
  const places = groupedBy(searches, ({ index, timeField }) => JSON.stringify([index, timeField]))
  const reviews = await Promise.all([...places.values()].map((place) => reviewPlace(stack, place, words)))
  return {
    objections: reviews.flatMap(({ objections }) => objections),
    notes: reviews.flatMap(({ notes }) => notes),
  }
}

/** @param searches of one index, by one time field */
async function reviewPlace(stack: Stack, searches: [Named, ...Named[]], words: Words): Promise<Review> {
  const [search] = searches
  const { index, timeField } = search
  const names = searches.map(({ name }) => name)
  const target = `/${encodeURIComponent(index)}`
  const { status, body } = await stack.search.get(
    `${target}/_field_caps?fields=${encodeURIComponent(timeField)}&ignore_unavailable=true&allow_no_indices=true`,
  )
  if (status !== 200 || !isObject(body)) return { objections: [], notes: [] }
  const { indices } = body
  if (Array.isArray(indices) && indices.length === 0) return { objections: [], notes: [words.noIndex(names, search)] }
  const types = Object.keys(objectIn(body, 'fields', timeField))
  const others = types.filter((type) => type !== 'date' && type !== 'date_nanos')
  const isDate = types.length > 0 && others.length === 0
  const notes = isDate ? [] : [words.noDate(names, search, others.join(', ') || 'not there')]
  const hint = `Correct the query (Lucene). ${words.product} would take it, and report an error at each run.`
  const queries = [...groupedBy(searches, ({ query }) => query)]
  const objections = queries.map(async ([query, asking]) =>
    query === undefined || (await isValid(stack, target, query))
      ? []
      : asking.map(({ name }) => ({ name, reason: `its query is not valid: ${query}`, hint })),
  )
  return { objections: (await Promise.all(objections)).flat(), notes }
}

/** true also where the server does not say */
async function isValid(stack: Stack, target: string, query: string): Promise<boolean> {
  const path = `${target}/_validate/query?q=${encodeURIComponent(query)}&analyze_wildcard=true&ignore_unavailable=true`
  const { status, body } = await stack.search.get(path)
  return status !== 200 || !isObject(body) || valueIn(body, 'valid') !== false
}
