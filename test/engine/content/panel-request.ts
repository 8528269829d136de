import type { SearchAnswer } from './search-client.js'

/** One search that Kibana sends for a panel, and what the panel shows of the answer. */
export interface PanelRequest {
  index: string
  body: object
  read: (answer: SearchAnswer) => Shown
}

/** A number, or numbers by label, in several levels where there are several splits; times are labelled as `labelOfTime` says. */
export type Shown = number | null | { [label: string]: Shown }

export interface PanelTime {
  /** ISO 8601 */
  from: string
  to: string
  /** the interval that Kibana would choose for "auto" in this time range, in seconds */
  auto: number
  /** how a moment is labelled; default `labelOfTime` */
  label?: typeof labelOfTime
}

/** `02:00:10` where intervals are shorter than a day, else `2026-11-21`; UTC. */
export const labelOfTime = (milliseconds: number, days: boolean): string => {
  const text = new Date(milliseconds).toISOString()
  return days ? text.slice(0, 10) : text.slice(11, 19)
}

export const luceneQuery = (query: string): object =>
  query === '' ? { match_all: {} } : { query_string: { query, analyze_wildcard: true } }

export const timeFilter = (field: string, { from, to }: PanelTime): object => ({
  range: { [field]: { gte: from, lte: to, format: 'strict_date_optional_time' } },
})

/** What an aggregation answers as a number: an average of nothing is null, and some engines say NaN as a text. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
