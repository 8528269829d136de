import { z } from 'zod'
import { schemas } from './schemas/index.js'

/** The JSON Schemas in `schemas/`, with which editors check and complete data files: file → what it holds. */
export const jsonSchemas = (): Map<string, string> =>
  new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.json`,
      `${JSON.stringify(forEditors(name, schema), null, 2)}\n`,
    ]),
  )

const named = 'the name of the object; default: that of the file'

function forEditors(name: string, schema: z.ZodType): object {
  const { $schema, properties, ...made } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return {
    $schema,
    title: `A data file of elkctl: ${name}`,
    ...made,
    ...(properties && {
      properties: { $schema: { type: 'string' }, $name: { type: 'string', description: named }, ...properties },
    }),
  }
}
