import type { Alert } from '../../alerts/alert.js'
import { group, groups, part, searchOf, value } from '../../alerts/search.js'
import { objectIn, type JsonObject } from '../../json.js'
import { thresholdsOf } from './thresholds.js'

export { group, groups, part, value }

/** The moment at which a monitor runs, in milliseconds: the plugin fills it in. */
const end = '{{period_end}}'

/**
 * What a monitor asks. A condition knows no time of its own: so how long something has been silent is asked as documents since then, a number for each
 * threshold.
 */
export function monitorSearch(alert: Alert): JsonObject {
  const search = searchOf(alert, end, { groups: 'composite' })
  if (alert.measure.of !== 'silence') return search
  const recent = Object.fromEntries(
    thresholdsOf(alert).map((threshold) => [threshold.state, { filter: { range: since(alert, threshold.value) } }]),
  )
  const aggs = objectIn(search, 'aggs')
  if (alert.groupBy === undefined) return { ...search, aggs: { ...aggs, ...recent } }
  const each = objectIn(aggs, groups)
  return { ...search, aggs: { [groups]: { ...each, aggs: { ...objectIn(each, 'aggs'), ...recent } } } }
}

/** The newest document is as old as that, or older, where there is none since: with `>` one of just that age is not too old. */
function since({ timeField, comparator }: Alert, seconds: number): JsonObject {
  const bound = comparator === '>' || comparator === '<=' ? 'gte' : 'gt'
  return { [timeField]: { [bound]: `${end}||-${Math.round(seconds)}s`, format: 'epoch_millis' } }
}

/**
 * A monitor of an index that is not there is refused (404), and one whose index goes away reports errors. A pattern that nothing fits finds nothing: then
 * there are no documents, which is what the alert is about.
 */
export const patternsOf = ({ index }: Alert): string[] =>
  index.map((name) => (name.includes('*') ? name : `${name.slice(0, -1)}*${name.slice(-1)}`))
