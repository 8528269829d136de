import { isObject, objectIn, objectsIn, valueIn, type Json, type JsonObject } from '../json.js'
import type { Alert } from './alert.js'
import { secondsIn } from './duration.js'
import { group, groups, part, value as measured } from './search.js'

export interface Value {
  /** not there: of all documents */
  group?: string
  /** undefined: there was nothing to measure */
  value: number | undefined
}

type Measured = Pick<Alert, 'measure' | 'groupBy' | 'window'>

/** What an answer to `searchOf` says, each group for itself. @param end of the window, in milliseconds since 1970 */
export function valuesIn(alert: Measured, answer: JsonObject, end: number): Value[] {
  const { measure, groupBy } = alert
  const aggregations = objectIn(answer, 'aggregations')
  if (groupBy === undefined) {
    const value = valueOf(alert, { ...aggregations, doc_count: totalIn(answer) }, end)
    return [{ value }]
  }
  const found = objectsIn(valueIn(aggregations, groups, 'buckets')).map((bucket) => ({
    group: nameOf(bucket),
    value: valueOf(alert, bucket, end),
  }))
  // No group has a document in the whole window: all of them are silent.
  return found.length === 0 && measure.of === 'silence' ? [{ value: secondsIn(alert.window) }] : found
}

/** Terms have a key, and a text for it where it is a date or a truth value; a composite aggregation has an object. */
function nameOf({ key, key_as_string: text }: JsonObject): string {
  const name = text ?? (isObject(key) ? key[group] : key)
  return String(name)
}

function valueOf({ measure, window }: Measured, bucket: JsonObject, end: number): number | undefined {
  const documents = numberIn(bucket['doc_count']) ?? 0
  const number = numberIn(valueIn(bucket, measured, 'value'))
  switch (measure.of) {
    case 'count':
      return documents
    case 'share': {
      if (documents < (measure.atLeast ?? 1)) return undefined
      return ((numberIn(valueIn(bucket, part, 'doc_count')) ?? 0) / documents) * (measure.factor ?? 1)
    }
    case 'silence':
      return number === undefined ? secondsIn(window) : Math.max(0, (end - number) / 1000)
    case 'distinct':
      return number
    default:
      return number === undefined || documents === 0 ? undefined : number * (measure.factor ?? 1)
  }
}

const numberIn = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined)

/** A number before Elasticsearch 7. */
export const totalIn = (answer: JsonObject): number => {
  const total = valueIn(answer, 'hits', 'total')
  return numberIn(total) ?? numberIn(valueIn(total, 'value')) ?? 0
}
