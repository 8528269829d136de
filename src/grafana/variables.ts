import type { JsonObject } from '../json.js'
import { variableName } from './panels/tsvb.js'
import type { DataSourceRef } from './query/target.js'

/** By which values of which field a dashboard can be narrowed. */
export interface Narrowing {
  field: string
  label: string
  ref: DataSourceRef
}

/** Inside of the parentheses of a field it finds every document, one without the field among them: nothing is narrowed. Grafana leaves it as it is. */
export const allValue = '*:*'

/** The part of a query that narrows it. */
export const narrowing = ({ field }: Narrowing): string => `${field}:($${variableName(field)})`

/** The variables of a dashboard: Grafana's form of Kibana's controls, which offer the most frequent values, in the order of the alphabet whatever the case. */
export const variable = ({ field, label, ref }: Narrowing): JsonObject => ({
  type: 'query',
  name: variableName(field),
  label,
  datasource: ref,
  query: JSON.stringify({ find: 'terms', field, size: 500, orderBy: 'doc_count' }),
  refresh: 2,
  sort: 5,
  multi: true,
  includeAll: true,
  allValue,
  current: { text: 'All', value: '$__all' },
  hide: 0,
  options: [],
  regex: '',
})
