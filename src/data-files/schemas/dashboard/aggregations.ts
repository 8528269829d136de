import * as z from 'zod'
import { metricPattern } from '../../dashboard-words.js'
import { form, oneOfKeys, text } from '../words.js'

const metricInWords = z
  .string()
  .regex(metricPattern, {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}; known are "count", or unique, avg, sum, min, max and a field, then "as" and a label`,
  })
  .describe('count, or unique|avg|sum|min|max FIELD; then "as" and a label: "avg duration as Duration"')
  .meta({ id: 'metric' })

export const metric = z.union([
  metricInWords,
  form({
    metric: metricInWords.describe('its field is there for the format of the number'),
    script: text.describe('name of one of the scripts of the file: it makes the value'),
  }),
])
export type MetricSource = z.infer<typeof metric>

const label = text.describe('shown instead of the field').optional()

export const buckets = oneOfKeys({
  date_histogram: form({
    date_histogram: text.describe('a date field'),
    interval: text.describe('s, m, h, d …; default auto').optional(),
    per_second: z
      .boolean()
      .describe('sums and counts are shown by the second, however wide the buckets are')
      .optional(),
    label,
  }),
  terms: form({
    terms: text.describe('a keyword field'),
    size: z.number().describe('how many values; default 10').optional(),
    order: z.literal('asc').describe('the lowest first; default: the highest').optional(),
    script: text.describe('name of one of the scripts of the file: it makes the label').optional(),
    label,
  }),
  filters: form({
    filters: z.record(z.string(), text).describe('label → Lucene query, in the order in which they are shown'),
    label,
  }),
  ranges: form({
    ranges: text.describe('a number field'),
    from: z.array(z.number()).describe('where each range starts; it ends where the next one starts, the last never'),
    label,
  }),
}).meta({ id: 'buckets' })
export type Buckets = z.infer<typeof buckets>
