import { objectIn, objectsIn, type JsonObject } from '../../json.js'
import { expandSource, idsOf, type Folder } from '../../dashboard-sources/expand.js'
import type { IndexPattern } from '../../dashboard-sources/visualization.js'
import type { DashboardSource } from '../../data-files/schemas/dashboard/source.js'
import { DataFileError, type DataProblem } from '../../errors.js'
import { type DataFile } from '../kind.js'
import { controlsByPanel } from './controls.js'
import { typeAndId } from './parts.js'

/**
 * A JSON file directly in the folder of a profile is the source of a dashboard; one below it (`index-pattern/<id>.json`) is a saved object as it
 * stands, and so is each line of an export. They may name one another.
 *
 * @throws ElkctlError naming everything that is wrong in them
 */
export function expandSources(files: DataFile[]): DataFile[] {
  const objects = files.filter(({ name }) => name.includes('/'))
  // What its schema has taken has the type that is inferred from the schema.
  const sources = files
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, body, file }): { name: string; file: string; source: DashboardSource } => ({
      name,
      file,
      source: body,
    }))
  const ids = sources.map(({ name, source }) => idsOf(name, source))
  const folder: Folder = {
    indexPatterns: objects.flatMap(indexPattern),
    dashboards: [...ids.flatMap(({ dashboards }) => dashboards), ...idsIn(objects, 'dashboard')],
    visualizations: [...ids.flatMap(({ visualizations }) => visualizations), ...idsIn(objects, 'visualization')],
    searches: [...ids.flatMap(({ searches }) => searches), ...idsIn(objects, 'search')],
  }
  const expanded = sources.map(({ name, source, file }) => {
    const { objects: own, problems } = expandSource(name, source, folder)
    return {
      objects: own.map((object) => ({ ...object, file })),
      problems: problems.map((problem) => ({ file, problem, form: described })),
    }
  })
  const all = [...objects, ...expanded.flatMap((one) => one.objects)]
  const problems = [...expanded.flatMap((one) => one.problems), ...doubles(all), ...nowhere(objects, all)]
  if (problems.length > 0) throw new DataFileError(problems)
  const visualizations = new Map(all.map(({ name, body }) => [name.replace(/^visualization\//, ''), body]))
  return all.map((object) => withControls(object, visualizations))
}

const idsIn = (objects: DataFile[], selectedType: string): string[] =>
  objects.map(({ name }) => typeAndId(name)).flatMap(({ type, id }) => (type === selectedType ? [id] : []))

const described = 'dashboards/README.md'

/** A server whose dashboards carry their controls themselves needs to know them. */
function withControls(object: DataFile, visualizations: Map<string, JsonObject>): DataFile {
  const controls = object.name.startsWith('dashboard/') ? controlsByPanel(object.body, visualizations) : {}
  if (Object.keys(controls).length === 0) return object
  return { ...object, body: { ...object.body, controls: controls as unknown as JsonObject } }
}

/** Objects that another file, or the same one, has already. */
function doubles(objects: DataFile[]): DataProblem[] {
  const first = new Map<string, DataFile>()
  return objects.flatMap((object) => {
    const other = first.get(object.name)
    if (other === undefined) first.set(object.name, object)
    return other === undefined ? [] : [problemOf(object, `${object.name} is there already, in ${fileAndLine(other)}`)]
  })
}

/** What an object refers to and no file has: no server can be relied on to have it. */
function nowhere(objects: DataFile[], all: DataFile[]): DataProblem[] {
  const names = new Set(all.map(({ name }) => name))
  return objects.flatMap((object) => {
    const missing = objectsIn(object.body['references'])
      .map(({ type, id }) => `${String(type)}/${String(id)}`)
      .filter((name) => !names.has(name))
    return missing.length === 0
      ? []
      : [
          problemOf(
            object,
            `${object.name} refers to ${[...new Set(missing)].join(', ')}, which no file has; export it together with its related objects`,
          ),
        ]
  })
}

const problemOf = ({ file, line }: DataFile, problem: string): DataProblem => ({
  file,
  problem: line === undefined ? problem : `line ${line}: ${problem}`,
  form: described,
})

const fileAndLine = ({ file, line }: DataFile): string => (line === undefined ? file : `${file}, line ${line}`)

function indexPattern({ name, body }: DataFile): IndexPattern[] {
  const { type, id } = typeAndId(name)
  const attributes = objectIn(body, 'attributes')
  const { title, timeFieldName } = attributes
  if (type !== 'index-pattern' || typeof title !== 'string' || typeof timeFieldName !== 'string') return []
  return [{ id, title, timeField: timeFieldName }]
}
