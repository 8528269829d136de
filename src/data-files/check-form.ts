import type { FormCheck } from './forms.js'
import { problemsIn } from './problems.js'
import { schemas } from './schemas/index.js'
import { exportedObject } from './schemas/saved-objects.js'

/** Compares a body with the schema of its form. */
export const checkForm: FormCheck = (form, body) => {
  const schema = form === 'export' ? exportedObject : schemas[form]
  const { error } = schema.safeParse(body, { reportInput: true })
  return error === undefined ? [] : problemsIn(error, body)
}
