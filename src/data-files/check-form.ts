import type { z } from 'zod'
import type { FormCheck, SchemaName } from './forms.js'
import { problemsIn } from './problems.js'
import { schemas } from './schemas/index.js'

/** Compares a body with the schema of its form, which is one of these. */
export async function formCheck(forms: Iterable<SchemaName>): Promise<FormCheck> {
  const made = new Map<SchemaName, z.ZodType>()
  for (const form of new Set(forms)) made.set(form, await schemas[form]())
  return (form, body) => {
    const schema = made.get(form)
    if (schema === undefined) throw new Error(`no schema of ${form}`)
    const { error } = schema.safeParse(body, { reportInput: true })
    return error === undefined ? [] : problemsIn(error, body)
  }
}
