import * as z from 'zod'
import { body, form, oneOrMore, serverForm, text, texts } from './words.js'

/** Settings, mappings and aliases are the server's: it says best what is wrong with them. */
const content = { settings: body.optional(), mappings: body.optional(), aliases: body.optional() }

export const indexTemplate = serverForm({
  index_patterns: oneOrMore,
  template: serverForm(content).optional(),
  composed_of: texts.optional(),
  series: z
    .boolean()
    .describe(
      'a second template, of the next priority, for the numbered indices behind the rollover alias; the others of the patterns skip the rollover',
    )
    .optional(),
  priority: z.number().optional(),
  version: z.number().optional(),
  _meta: body.optional(),
})

export const legacyTemplate = serverForm({
  index_patterns: oneOrMore,
  order: z.number().optional(),
  version: z.number().optional(),
  ...content,
})

export const writeAlias = form({
  first_index: z
    .string()
    .regex(/-0*1$/, { error: 'must end with a number such as -000001' })
    .describe('the index that the alias leads to at first; the alias has the name of the file, or $name'),
  fields: texts
    .describe(
      'that every document there has: an index in the place of the alias that lacks one is not the application’s',
    )
    .optional(),
})

const processors = z.array(body)

export const ingestPipeline = serverForm({
  description: z.string().optional(),
  processors,
  on_failure: processors.optional(),
  version: z.number().optional(),
  _meta: body.optional(),
})

const phase = serverForm({ min_age: text.optional(), actions: body.optional() })

export const ilmPolicy = form({
  policy: serverForm({
    phases: form({
      hot: phase.optional(),
      warm: phase.optional(),
      cold: phase.optional(),
      frozen: phase.optional(),
      delete: phase.optional(),
    }),
    _meta: body.optional(),
  }),
})

const ismTemplate = serverForm({ index_patterns: oneOrMore, priority: z.number().optional() })

export const ismPolicy = form({
  policy: serverForm({
    description: z.string().optional(),
    default_state: text,
    states: z.array(serverForm({ name: text })).min(1),
    ism_template: z.union([z.array(ismTemplate), ismTemplate, z.null()]).optional(),
  }),
})

/** A document as the application sends it, and how it must come back. */
export const check = form({
  title: text,
  index: text.describe('a concrete index name'),
  pipeline: text.describe('the ingest pipeline that the sender names').optional(),
  document: body,
  types: z.record(z.string(), text).describe('field → type that the index must give it'),
  values: body.describe('field → value in the stored document').optional(),
  keepIndex: z
    .boolean()
    .describe("the application's own index: only the document is removed, not the index")
    .optional(),
})
export type Sample = z.infer<typeof check>
