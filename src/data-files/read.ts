import { DataFileError, type DataProblem } from '../errors.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { textIn, type LocatedFile } from './files.js'
import { trusted, type FormCheck, type SchemaName } from './forms.js'
import { standingParts } from './parts.js'

/** `name`: what the object is called, where that is not the name of the file */
export type Read = { body: JsonObject; name?: string } | { problems: DataProblem[] }

/** What a file holds, with its variables filled in, without the parts that do not stand, `$schema` and `$name`; or what is wrong with it. */
export function readFile(
  located: LocatedFile,
  form: SchemaName,
  variables: Record<string, string>,
  check: FormCheck = trusted,
): Read {
  const problems: string[] = []
  const text = textIn(located)
  const { $name: name, ...body } = typeof text === 'string' ? bodyIn(filled(text, variables, problems), problems) : {}
  if (typeof text !== 'string') problems.push(...text)
  if (problems.length === 0) problems.push(...check(form, body))
  if (name !== undefined && (typeof name !== 'string' || name === '')) problems.push('$name must be a text')
  return problems.length === 0
    ? { body, ...(typeof name === 'string' && { name }) }
    : { problems: problems.map((problem) => ({ file: located.file, problem, form: `schemas/${form}.json` })) }
}

const filled = (text: string, variables: Record<string, string>, problems: string[]): string =>
  text.replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = variables[name]
    if (value === undefined)
      problems.push(`\${${name}} is not known; there are ${Object.keys(variables).join(', ') || 'none here'}`)
    return JSON.stringify(value ?? '').slice(1, -1)
  })

function bodyIn(text: string, problems: string[]): JsonObject {
  if (problems.length > 0) return {}
  try {
    const whole = JSON.parse(text) as Json
    const value = text.includes('$if') ? standingParts(whole) : whole
    if (isObject(value)) {
      const { $schema: _forEditors, ...body } = value
      return body
    }
    problems.push('it is not an object')
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
  }
  return {}
}

/** The bodies of all of them, and the names that files give. @throws ElkctlError naming everything that is wrong in any of them */
export function bodiesOf<T>(read: (T & { read: Read })[]): (T & { body: JsonObject })[] {
  const problems = read.flatMap((one) => ('problems' in one.read ? one.read.problems : []))
  if (problems.length > 0) throw new DataFileError(problems)
  return read.flatMap((one) => ('body' in one.read ? [{ ...one, ...one.read }] : []))
}
