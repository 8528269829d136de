import { formCheck } from '../../src/data-files/check-form.js'
import type { SchemaName } from '../../src/data-files/forms.js'
import { schemas } from '../../src/data-files/schemas/index.js'

/** Of every form. */
export const checkForm = await formCheck(Object.keys(schemas) as SchemaName[])
