import type { SavedObject, Search, TsvbSeries, Visualization } from './saved-objects.js'

/** A field that is asked for, and what it must be for that. */
export interface FieldUse {
  field: string
  /** 'any': it need only be there */
  as: 'number' | 'number or date' | 'keyword' | 'date' | 'any'
  /** where, for messages */
  by: string
}

/** What a metric or bucket aggregation needs; those that are missing ask for no field. */
const needs: Record<string, FieldUse['as']> = {
  avg: 'number',
  sum: 'number',
  min: 'number or date',
  max: 'number or date',
  range: 'number',
  cardinality: 'keyword',
  terms: 'keyword',
  date_histogram: 'date',
}

/** The fields of a Lucene query; an interval asks for a number, a wildcard for a keyword, but for one word between two: a text has that too. */
export function fieldsOfQuery(query: string, by: string): FieldUse[] {
  const exists = [...query.matchAll(/_exists_:([\w.@]+)/g)].map(([, field = '']) => ({ field, as: 'any' as const, by }))
  const compared = [...query.matchAll(/(?<![\w.@])([\w.@]+):(\([^)]*\)|[[{][^\]}]*[\]}]|\S+)/g)].flatMap(
    ([, field = '', value = '']): FieldUse[] => {
      if (field === '_exists_') return []
      if (/^[[{<>]/.test(value)) return [{ field, as: 'number', by }]
      const asWhole = (value.includes('*') && !/^\*\w+\*$/.test(value)) || value.includes('"')
      return [{ field, as: asWhole ? 'keyword' : 'any', by }]
    },
  )
  return [...exists, ...compared]
}

export function fieldsOfSearch({ attributes }: SavedObject<Search>): FieldUse[] {
  return [
    ...fieldsOfQuery(attributes.kibanaSavedObjectMeta.searchSourceJSON.query?.query ?? '', 'query'),
    ...attributes.columns.map((field): FieldUse => ({ field, as: 'any', by: 'column' })),
    { field: attributes.sort[0] ?? '', as: 'date', by: 'sort' },
  ]
}

export function fieldsOfVisualization({ attributes }: SavedObject<Visualization>): FieldUse[] {
  const { aggs, params } = attributes.visState
  return [
    ...fieldsOfQuery(attributes.kibanaSavedObjectMeta.searchSourceJSON.query?.query ?? '', 'query'),
    ...aggs.flatMap(({ type, schema, params: { field = '', filters = [], json } }): FieldUse[] => {
      // Of a metric that a script makes, the field gives its format alone.
      if (schema === 'metric' && json !== undefined)
        return [{ field, as: 'any', by: type }, ...fieldsOfScript(json, 'number')]
      return [
        ...fieldUse(type, field === '' ? undefined : field),
        ...filters.flatMap(({ input, label }) => fieldsOfQuery(input.query, label)),
        ...(json === undefined ? [] : fieldsOfScript(json, 'keyword')),
      ]
    }),
    ...(params.controls ?? []).map(({ fieldName, label }): FieldUse => ({
      field: fieldName,
      as: 'keyword',
      by: label,
    })),
    ...(params.time_field === undefined ? [] : fieldUse('date_histogram', params.time_field)),
    ...fieldsOfQuery(params.filter?.query ?? '', 'filter'),
    ...(params.series ?? []).flatMap(fieldsOfSeries),
  ]
}

function fieldsOfSeries({ label, metrics, filter, terms_field, split_filters = [] }: TsvbSeries): FieldUse[] {
  const ids = metrics.map(({ id }) => id)
  return [
    ...fieldsOfQuery(filter?.query ?? '', label),
    ...fieldUse('terms', terms_field),
    ...split_filters.flatMap((split) => fieldsOfQuery(split.filter.query, split.label)),
    ...metrics.flatMap(({ type, field, metric_agg, numerator = '', denominator = '' }) => [
      ...(field !== undefined && ids.includes(field) ? [] : fieldUse(metric_agg ?? type, field)),
      ...fieldsOfQuery(numerator, label),
      ...fieldsOfQuery(denominator, label),
    ]),
  ]
}

function fieldUse(type: string, field: string | undefined): FieldUse[] {
  if (field === undefined) return []
  const as = needs[type]
  if (as === undefined) throw new Error(`what ${type} needs of ${field} is not known`)
  return [{ field, as, by: type }]
}

const fieldsOfScript = (script: string, as: FieldUse['as']): FieldUse[] =>
  [...script.matchAll(/doc\['([\w.@]+)'\]/g)].map(([, field = '']) => ({ field, as, by: 'script' }))
