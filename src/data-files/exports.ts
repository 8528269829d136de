import { isObject, type JsonObject } from '../json.js'
import { textIn, type LocatedFile } from './files.js'
import { trusted, type FormCheck } from './forms.js'
import type { Read } from './read.js'

/** A saved object of an export. */
export interface ExportedObject {
  /** `<type>/<id>` */
  name: string
  file: string
  line: number
  read: Read
}

/** By which a server knows how far an object is migrated: it refuses one that is newer than itself. `typeMigrationVersion` from Kibana 8.8 on. */
export const levelFields = ['migrationVersion', 'typeMigrationVersion', 'coreMigrationVersion']

/**
 * The saved objects of an NDJSON file as a dashboards server exports it, a line each. Taken as they are, without variables, and without what is of that
 * server alone: when an object was written, by whom, in which version, in which spaces. The last line counts the objects, and is none.
 */
export function readExport(located: LocatedFile, check: FormCheck = trusted): ExportedObject[] {
  const text = textIn(located)
  if (typeof text !== 'string') return [broken(located, 1, text)]
  const lines = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, value: parsed(line) }]))
  const unreadable = lines.filter(({ value }) => !isObject(value)).map(({ line }) => line)
  if (unreadable.length > 0) return [broken(located, unreadable[0] ?? 1, [notAnExport(unreadable)])]
  const objects = lines.flatMap(({ line, value }) =>
    isObject(value) && !('exportedCount' in value) ? [{ line, value }] : [],
  )
  if (objects.length === 0) return [broken(located, 1, ['it holds no saved object'])]
  return objects.map(({ line, value }) => objectOn({ located, line }, value, check))
}

function objectOn(
  { located, line }: { located: LocatedFile; line: number },
  value: JsonObject,
  check: FormCheck,
): ExportedObject {
  const problems = check('export', value)
  if (problems.length > 0)
    return broken(
      located,
      line,
      problems.map((problem) => `line ${line}: ${problem}`),
    )
  const { type, id, attributes, references = [] } = value
  if (type === 'config')
    return broken(located, line, [
      `line ${line}: config/${String(id)} is the settings of the server that exported it; take the line out`,
    ])
  const level = Object.fromEntries(Object.entries(value).filter(([key]) => levelFields.includes(key)))
  return {
    name: `${String(type)}/${String(id)}`,
    file: located.file,
    line,
    read: { body: { attributes: attributes ?? {}, references, ...level } },
  }
}

const broken = ({ file }: LocatedFile, line: number, problems: string[]): ExportedObject => ({
  name: '',
  file,
  line,
  read: { problems: problems.map((problem) => ({ file, problem, form: 'dashboards/README.md' })) },
})

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function notAnExport(lines: number[]): string {
  const named = lines.slice(0, 3).join(', ') + (lines.length > 3 ? ` and ${lines.length - 3} more` : '')
  const are = lines.length === 1 ? `line ${named} is not a JSON object` : `lines ${named} are not JSON objects`
  return `${are}; an export has one object a line`
}
