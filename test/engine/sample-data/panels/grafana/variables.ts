import type { SearchAnswer } from '../../../content/search-client.js'
import type { Dashboard, Variable } from './model.js'

/** What a variable stands for while nothing is chosen: Grafana puts it into a query as it is. */
export const everything = (dashboard: Dashboard | undefined): Record<string, string> =>
  Object.fromEntries((dashboard?.templating.list ?? []).map(({ name, allValue }) => [name, allValue]))

/** What Grafana puts into a query of Lucene for the values that were chosen (grafana-scenes, formatRegistry: "lucene"). */
export const chosen = (values: string[]): string => `(${values.map((value) => `"${escaped(value)}"`).join(' OR ')})`

/** Numbers are left as they are. */
const escaped = (value: string): string =>
  Number.isNaN(Number(value)) ? value.replace(/[!*+\-=<>\s&|()[\]{}^~?:\\/"]/g, '\\$&') : value

interface TermsQuery {
  find: 'terms'
  field: string
  size: number
  orderBy?: 'key' | 'doc_count'
}

export const queryOf = ({ query }: Variable): TermsQuery => JSON.parse(query) as TermsQuery

/** The search that the data sources of both products send for the options of a variable (their QueryBuilder, `getTermsQuery`). */
export function optionsRequest(variable: Variable, timeField: string, time: { from: number; to: number }): object {
  const { field, size, orderBy = 'key' } = queryOf(variable)
  const order = orderBy === 'doc_count' ? { _count: 'desc' } : { _key: 'asc' }
  return {
    size: 0,
    query: { bool: { filter: [{ range: { [timeField]: { gte: time.from, lte: time.to, format: 'epoch_millis' } } }] } },
    aggs: { 1: { terms: { field, size, order } } },
  }
}

/** What can be chosen, in the order of the list. */
export function optionsIn({ sort }: Variable, { aggregations = {} }: SearchAnswer): string[] {
  const { buckets = [] } = aggregations['1'] ?? {}
  if (!Array.isArray(buckets)) throw new Error('terms have their buckets in a list')
  const texts = buckets.map(({ key, key_as_string: text }) => String(text ?? key))
  if (sort !== 5) throw new Error('the order is that of the alphabet, small letters like capital ones')
  return texts.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
}
