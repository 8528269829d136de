/** Both queries. A query of nothing but NOT finds nothing inside of another one, unless it says of what. */
export const both = (...queries: string[]): string => {
  const asked = queries.filter((query) => query !== '' && query !== '*')
  return asked.length > 1 ? asked.map((query) => `(${ofAll(query)})`).join(' AND ') : (asked[0] ?? '')
}

const ofAll = (query: string): string => (/^NOT\b/.test(query) ? `*:* AND ${query}` : query)

/** Numbers from one on and below another one; undefined: without that bound. */
export const within = (field: string, from: number | undefined, to: number | undefined): string =>
  `${field}:[${from ?? '*'} TO ${to === undefined ? '*]' : `${to}}`}`
