import { objectIn, type JsonObject } from '../../json.js'
import { expandSource, idsOf, type Folder } from '../../dashboard-sources/expand.js'
import type { IndexPattern } from '../../dashboard-sources/visualization.js'
import { brokenDataFiles } from '../../errors.js'
import { type DataFile } from '../kind.js'
import { controlsByPanel } from './levels.js'

/**
 * A data file directly in the folder of a profile is the source of a dashboard; one below it (`index-pattern/<id>.json`) is a saved object as
 * it stands.
 *
 * @throws ElkctlError naming the file, with everything that is wrong in it
 */
export function expandSources(files: DataFile[]): DataFile[] {
  const sources = files.filter(({ name }) => !name.includes('/'))
  const objects = files.filter(({ name }) => name.includes('/'))
  const ids = sources.map(({ name, body }) => idsOf(name, body))
  const folder: Folder = {
    indexPatterns: objects.flatMap(indexPattern),
    dashboards: ids.flatMap(({ dashboards }) => dashboards),
    visualizations: ids.flatMap(({ visualizations }) => visualizations),
  }
  const made = sources.flatMap(({ name, body, file }) => {
    const problems: string[] = []
    const expanded = expandSource(name, body, folder, problems).map((object) => ({ ...object, file }))
    if (problems.length > 0) throw broken(file, problems)
    return expanded
  })
  const visualizations = new Map(made.map(({ name, body }) => [name.replace(/^visualization\//, ''), body]))
  return [...objects, ...made.map((object, index) => withControls(once(object, index, made), visualizations))]
}

/** A server whose dashboards carry their controls themselves needs to know them. */
function withControls(object: DataFile, visualizations: Map<string, JsonObject>): DataFile {
  const controls = object.name.startsWith('dashboard/') ? controlsByPanel(object.body, visualizations) : {}
  if (Object.keys(controls).length === 0) return object
  return { ...object, body: { ...object.body, controls: controls as unknown as JsonObject } }
}

function once(object: DataFile, index: number, all: DataFile[]): DataFile {
  const first = all.findIndex(({ name }) => name === object.name)
  if (first !== index)
    throw broken(object.file, [`${object.name} is there already, in ${all[first]?.file ?? 'this file'}`])
  return object
}

const broken = (file: string, problems: string[]) =>
  brokenDataFiles(problems.map((problem) => ({ file, problem, form: 'dashboards/README.md' })))

function indexPattern({ name, body }: DataFile): IndexPattern[] {
  const [type, id = ''] = name.split('/')
  const attributes = objectIn(body, 'attributes')
  const { title, timeFieldName } = attributes
  if (type !== 'index-pattern' || typeof title !== 'string' || typeof timeFieldName !== 'string') return []
  return [{ id, title, timeField: timeFieldName }]
}
