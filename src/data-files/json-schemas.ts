import * as z from 'zod'
import { reportForm } from '../report/document.js'
import { schemas } from './schemas/index.js'

/** The JSON Schemas in `schemas/`, with which editors check and complete data files: file → what it holds. */
export async function jsonSchemas(): Promise<Map<string, string>> {
  const files = new Map([['report.json', written(forReaders())]])
  for (const [name, schema] of Object.entries(schemas))
    if (name !== 'export') files.set(`${name}.json`, written(forEditors(name, await schema())))
  return files
}

const written = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`

/** Of what elkctl prints: a later release may add fields. */
const forReaders = (): object => {
  const { $schema, ...made } = z.toJSONSchema(reportForm, { io: 'input', target: 'draft-7' })
  return { $schema, title: 'What elkctl --output json prints (format 1)', ...made }
}

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
