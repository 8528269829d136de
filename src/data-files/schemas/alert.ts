import * as z from 'zod'
import { inOrder } from '../../alerts/order.js'
import { form, oneOrMore, text } from './words.js'

const duration = z
  .string()
  .regex(/^\d+[smhd]$/, { error: 'must be a whole number and s, m, h or d, such as "5m"', abort: true })
  .regex(/[1-9]/, { error: 'must be longer than nothing, such as "5m"' })

const factor = z.number().describe('what the value is multiplied by: 100 makes a percentage of a share').optional()

const ofField = { field: text, factor }

/** What is computed from the documents of a window. */
const measure = z.discriminatedUnion('of', [
  form({ of: z.literal('count').describe('how many documents') }),
  form({ of: z.literal('average'), ...ofField }),
  form({ of: z.literal('maximum'), ...ofField }),
  form({ of: z.literal('minimum'), ...ofField }),
  form({ of: z.literal('sum'), ...ofField }),
  form({ of: z.literal('distinct').describe('how many values a field has'), field: text }),
  form({
    of: z.literal('share').describe('of the documents, those that a second query finds: 0 to 1'),
    query: text.describe('Lucene'),
    factor,
    atLeast: z.int().min(1).describe('with fewer documents nothing is said; default: 1').optional(),
  }),
  form({ of: z.literal('silence').describe('seconds since the newest document of the window') }),
])

/** When people are told of something, the same for a Kibana rule, an OpenSearch monitor and `elkctl alerts check`. */
export const alert = form({
  title: text.describe('what people see; no other alert of the application has it'),
  severity: z.enum(['info', 'warning', 'critical']).describe('how bad it is when it fires, for those who sort by it'),
  index: oneOrMore.describe('index patterns'),
  timeField: text,
  window: duration.describe('of what time documents are looked at; what was silent for longer is forgotten'),
  every: duration.describe('how often rules and monitors look; default: 1m').optional(),
  query: text.describe('Lucene: which documents are looked at; default: all of them').optional(),
  measure,
  groupBy: form({
    field: text.describe('one value for each of its values'),
    size: z.int().min(1).max(1000).describe('the most groups that are looked at'),
  }).optional(),
  comparator: z.enum(['>', '>=', '<', '<=']),
  warn: z.number().optional(),
  critical: z.number().optional(),
  windows: z
    .int()
    .min(1)
    .max(10)
    .describe('consecutive windows that must all be beyond the threshold; default: 1')
    .optional(),
  unit: text.describe('of the value, for people: %, s, documents').optional(),
  message: text.describe('what it means, in a sentence'),
  runbook: text.describe('what to do, or an address that says it'),
})
  .refine(({ warn, critical }) => warn !== undefined || critical !== undefined, {
    error: 'must have one of the thresholds warn, critical',
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .refine(({ comparator, warn, critical }) => inOrder(comparator, warn, critical), {
    error: 'critical must lie beyond warn, on the side of the comparator',
  })
  .refine(({ measure, windows = 1 }) => measure.of !== 'silence' || windows === 1, {
    error: 'windows: a silence is one time, and has no windows',
  })

/** As its file has it. */
export type AlertFile = z.infer<typeof alert>
