import type { SampleData } from './sample-data.js'

/** Sample data, as its documents are found. */
export type Marked = Pick<SampleData, 'routing' | 'families'>

/** All families in the path of a request; none need exist. */
export const everywhere = (families: string[]): string => families.join(',')
export const lenient = 'ignore_unavailable=true&allow_no_indices=true'

/**
 * Every sample document is stored with the routing of its application's sample data. The engine keeps it with the document (`_routing`) and finds it
 * again whatever the mapping says, and no real sender gives one. A field of our own would do as much, but stay for ever in the mapping of
 * an index that never rolls over; and where an index takes no new fields, it could not be searched for.
 */
export const ofSampleData = ({ routing }: Marked) => ({ term: { _routing: routing } })

/** The others, as a query of Lucene's. */
export const notOfSampleData = ({ routing }: Marked): string => `NOT _routing:"${routing}"`

/** Neither sample data nor what a check of elkctl wrote: every document of it says so. */
export const ofOthers = (data: Marked) => ({
  bool: { must_not: [ofSampleData(data), { query_string: { query: '"elkctl-check"', lenient: true } }] },
})
