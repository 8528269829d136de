import * as z from 'zod'
import { body, form, text } from './words.js'

/** Objects as a stack had them before elkctl changed or removed them. It has no JSON Schema: nobody writes one by hand. */
export const backup = form({
  format: z.literal(1),
  elkctl: text,
  profile: text,
  written: text,
  cluster: form({ url: text, uuid: text.optional(), product: text, version: text }),
  /** the command, where it matters to the next one */
  by: z.literal('destroy').optional(),
  /** where the saved objects are, unless in the usual place */
  space: text.optional(),
  tenant: text.optional(),
  objects: z.array(form({ kind: text, name: text, body })),
})

export type Backup = z.infer<typeof backup>
