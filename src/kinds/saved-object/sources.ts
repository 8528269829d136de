import { objectIn, type JsonObject } from '../../json.js'
import { expandSource, idsOf, type Folder } from '../../dashboard-sources/expand.js'
import type { IndexPattern } from '../../dashboard-sources/visualization.js'
import type { DashboardSource } from '../../data-files/schemas/dashboard/source.js'
import { brokenDataFiles, type DataProblem } from '../../errors.js'
import { type DataFile } from '../kind.js'
import { controlsByPanel } from './levels.js'

/**
 * A data file directly in the folder of a profile is the source of a dashboard; one below it (`index-pattern/<id>.json`) is a saved object as
 * it stands.
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
    dashboards: ids.flatMap(({ dashboards }) => dashboards),
    visualizations: ids.flatMap(({ visualizations }) => visualizations),
  }
  const expanded = sources.map(({ name, source, file }) => {
    const problems: string[] = []
    const made = expandSource(name, source, folder, problems).map((object) => ({ ...object, file }))
    return { made, problems: problems.map((problem) => ({ file, problem, form: described })) }
  })
  const made = expanded.flatMap((one) => one.made)
  const problems = [...expanded.flatMap((one) => one.problems), ...doubles([...objects, ...made])]
  if (problems.length > 0) throw brokenDataFiles(problems)
  const visualizations = new Map(made.map(({ name, body }) => [name.replace(/^visualization\//, ''), body]))
  return [...objects, ...made.map((object) => withControls(object, visualizations))]
}

const described = 'dashboards/README.md'

/** A server whose dashboards carry their controls themselves needs to know them. */
function withControls(object: DataFile, visualizations: Map<string, JsonObject>): DataFile {
  const controls = object.name.startsWith('dashboard/') ? controlsByPanel(object.body, visualizations) : {}
  if (Object.keys(controls).length === 0) return object
  return { ...object, body: { ...object.body, controls: controls as unknown as JsonObject } }
}

/** Objects that another file, or the same one, has already. */
function doubles(objects: DataFile[]): DataProblem[] {
  const files = new Map<string, string>()
  return objects.flatMap(({ name, file }) => {
    const first = files.get(name)
    if (first === undefined) files.set(name, file)
    return first === undefined ? [] : [{ file, problem: `${name} is there already, in ${first}`, form: described }]
  })
}

function indexPattern({ name, body }: DataFile): IndexPattern[] {
  const [type, id = ''] = name.split('/')
  const attributes = objectIn(body, 'attributes')
  const { title, timeFieldName } = attributes
  if (type !== 'index-pattern' || typeof title !== 'string' || typeof timeFieldName !== 'string') return []
  return [{ id, title, timeField: timeFieldName }]
}
