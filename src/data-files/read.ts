import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brokenDataFiles, type DataProblem } from '../errors.js'
import { isObject, type JsonObject } from '../json.js'
import { schemas, type SchemaName } from './forms.js'
import { problemsIn } from './problems.js'

export interface FoundFile {
  path: string
  /** relative to the data folder, for messages */
  file: string
  /** relative to the folder of its form, without `.json`; `/` between folders */
  stem: string
}

/** The JSON files below a folder of the data folder; none where it is not there. */
export function filesIn(root: string, folder: string): FoundFile[] {
  const top = join(root, folder)
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path,
      file: relative(root, path),
      stem: relative(top, path).slice(0, -'.json'.length).replaceAll('\\', '/'),
    }))
}

export type Read = { body: JsonObject } | { problems: DataProblem[] }

/** What a file holds, with its variables filled in and without `$schema`; or what is wrong with it. */
export function readFile({ path, file }: FoundFile, form: SchemaName, variables: Record<string, string>): Read {
  const problems: string[] = []
  const text = readFileSync(path, 'utf8').replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = variables[name]
    if (value === undefined)
      problems.push(`\${${name}} is not known; there are ${Object.keys(variables).join(', ') || 'none here'}`)
    return JSON.stringify(value ?? '').slice(1, -1)
  })
  const body = problems.length === 0 ? parsed(text, problems) : {}
  if (problems.length === 0) problems.push(...misfits(form, body))
  return problems.length === 0
    ? { body }
    : { problems: problems.map((problem) => ({ file, problem, form: `schemas/${form}.json` })) }
}

function parsed(text: string, problems: string[]): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
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

function misfits(form: SchemaName, body: JsonObject): string[] {
  const { error } = schemas[form].safeParse(body, { reportInput: true })
  return error === undefined ? [] : problemsIn(error, body)
}

/** The bodies of all of them. @throws ElkctlError naming everything that is wrong in any of them */
export function bodiesOf<T>(read: (T & { read: Read })[]): (T & { body: JsonObject })[] {
  const problems = read.flatMap((one) => ('problems' in one.read ? one.read.problems : []))
  if (problems.length > 0) throw brokenDataFiles(problems)
  return read.flatMap((one) => ('body' in one.read ? [{ ...one, body: one.read.body }] : []))
}
