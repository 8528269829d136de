import { expectShape } from '../http/shape.js'
import type { JsonObject } from '../json.js'
import type { Reader } from '../stack/stack.js'
import type { Alert } from './alert.js'

/** field → type → what is known of it there */
export type FieldTypes = Record<string, JsonObject>

/** The fields that a search has, beside those in its Lucene. */
export const fieldsOf = ({ timeField, measure, groupBy }: Alert): string[] => [
  ...new Set([
    timeField,
    ...('field' in measure ? [measure.field] : []),
    ...(groupBy === undefined ? [] : [groupBy.field]),
  ]),
]

/** What the indices of some alerts, which all have the same, know of their fields. @throws ApiError, UnreachableError */
export async function fieldTypes(reader: Reader, alerts: Alert[]): Promise<FieldTypes> {
  const index = (alerts[0]?.index ?? []).map(encodeURIComponent).join(',')
  const fields = [...new Set(alerts.flatMap(fieldsOf))].map(encodeURIComponent).join(',')
  const reply = await reader.get(`/${index}/_field_caps?fields=${fields}`)
  return expectShape(reply, `Reading the field types of ${(alerts[0]?.index ?? []).join(', ')}`, { fields: 'map' })
    .fields
}

/** A search over a wrong field finds nothing, and says nothing of it. undefined: the fields are right. @param documents that it found */
export function wrongField(alert: Alert, types: FieldTypes, documents: number): string | undefined {
  const { timeField, index } = alert
  const where = index.join(', ')
  const ofTime = typesOf(types, timeField)
  if (ofTime.length === 0) return `the time field ${timeField} is in no index of ${where}`
  const other = ofTime.find((type) => !['date', 'date_nanos'].includes(type))
  if (other !== undefined) return `the time field ${timeField} is ${other} in an index of ${where}, not a date`
  const missing = fieldsOf(alert).find((field) => typesOf(types, field).length === 0)
  return missing === undefined || documents === 0 ? undefined : `the field ${missing} is in no index of ${where}`
}

const typesOf = (types: FieldTypes, field: string): string[] =>
  Object.keys(types[field] ?? {}).filter((type) => type !== 'unmapped')
