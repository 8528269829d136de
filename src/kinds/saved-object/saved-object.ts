import { objectIn, type JsonObject } from '../../json.js'
import { hasShape } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import type { Existing, ResourceApi, ResourceKind } from '../kind.js'
import { markOf } from '../mark.js'
import { readingOf, type ObjectsIn, type Reading } from '../reading.js'
import { mergeAdditions } from './additions.js'
import { comparedForm } from './compared-form.js'
import { spokenPath } from './dashboard-panels.js'
import { migrationVersions, importWithRecord } from './import.js'
import { withControlsFor } from './controls.js'
import { levelOf, typeAndId } from './parts.js'
import { isRecord, markedByRecords, profileOf, recordedMark, recordOf, withMarks, withRecord } from './record.js'
import { referrersOf, removeObject } from './remove.js'
import { expandSources } from './sources.js'
import { objectPath, spacePath } from './space.js'

const pageSize = 1000

const api: ResourceApi = {
  read: async (stack, names) => {
    const objects = new Map<string, Existing>()
    const types = new Set([...Object.keys(migrationVersions), ...names.map((name) => typeAndId(name).type)])
    for (let page = 1; ; page++) {
      const reading = await readPage(stack, [...types], page)
      if (reading.status !== 'read') return reading
      for (const [name, object] of reading.objects) objects.set(name, object)
      if (reading.objects.size < pageSize || names.every((name) => objects.has(name)))
        return (await hiddenFrom(stack, names, objects)) ?? { status: 'read', objects: markedByRecords(objects) }
    }
  },
  adapt: (body, { stack }, name) => fitting(body, stack, name),
  normalize: comparedForm,
  rewritten: true,
  merge: mergeAdditions,
  describePath: spokenPath,
  // An index pattern loses nothing by an update.
  adoptionConflict: (desired, _actual, paths) =>
    'shows' in desired && paths.some((path) => path !== 'description') ? 'it shows something else' : undefined,
  keepHint: 'Save it under another name there',
  titleOf: ({ attributes }) => String(objectIn(attributes)['title']),
  mark: () => recordedMark,
  markKeptIn: (object) => recordOf([{ ...object, existing: undefined }]),
  writesTogether: true,
  write: importWithRecord,
  dependants: referrersOf,
  removedUnasked: true,
  remove: removeObject,
}

const fitted = new WeakMap<Stack, Map<string, { body: JsonObject; fit: JsonObject | string }>>()

/** As this dashboards server takes it; a string is the reason why it is not needed there. The record asks once more for what each object asked for. */
function fitting(body: JsonObject, stack: Stack, name: string): JsonObject | string {
  const known = fitted.get(stack) ?? new Map<string, { body: JsonObject; fit: JsonObject | string }>()
  fitted.set(stack, known)
  const before = known.get(name)
  if (before?.body === body) return before.fit
  const fit = fitTo(stack, body, name)
  known.set(name, { body, fit })
  return fit
}

function fitTo(stack: Stack, body: JsonObject, name: string): JsonObject | string {
  const whole = isRecord(name) ? withMarks(body, markIn(stack, name)) : body
  const { type, id } = typeAndId(name)
  const object = withControlsFor(type, whole, stack)
  if (typeof object === 'string') return object
  const { attributes = {}, references = [] } = object
  return { type, id, attributes, references, ...levelOf(object) }
}

/** The marks of the objects of a record, as they are on this stack. */
const markIn =
  (stack: Stack, record: string) =>
  (name: string, body: JsonObject): string | undefined => {
    const object = fitting(body, stack, name)
    return typeof object === 'string' ? undefined : markOf(profileOf(record), object)
  }

async function readPage(stack: Stack, types: string[], page: number): Promise<Reading> {
  const { dashboards } = stack
  if (dashboards === undefined) return { status: 'absent', reason: 'there is no dashboards server' }
  const reply = await dashboards.reader.get(
    `${spacePath(stack)}/api/saved_objects/_find?${types.map((type) => `type=${type}`).join('&')}&per_page=${pageSize}&page=${page}`,
  )
  return readingOf(reply, 'saved objects', objectsOnPage)
}

/**
 * Since 7.10, Kibana lists nothing to a user who may read nothing, instead of refusing (elastic/kibana#77699). Asked for one object by its name, it
 * refuses. Dashboards refer to the other types: who may read them may read all.
 */
async function hiddenFrom(stack: Stack, names: string[], listed: Map<string, Existing>): Promise<Reading | undefined> {
  const { flavor, security, dashboards } = stack
  if (flavor.dialect !== 'elasticsearch' || !security || dashboards === undefined) return undefined
  const ofType = (type: string) => names.filter((name) => typeAndId(name).type === type)
  const [first] =
    Object.keys(migrationVersions)
      .reverse()
      .map(ofType)
      .find((panels) => panels.length > 0 && !panels.some((name) => listed.has(name))) ?? []
  if (first === undefined) return undefined
  const reading = readingOf(await dashboards.reader.get(objectPath(stack, first)), 'saved objects', () => [])
  return reading.status === 'read' ? undefined : reading
}

const objectsOnPage: ObjectsIn = ({ saved_objects: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const saved = entries.filter((entry) => hasShape(entry, { type: 'text', id: 'text', attributes: 'object' }))
  return saved.length < entries.length ? undefined : saved.map(fromServer)
}

interface FoundObject extends JsonObject {
  type: string
  id: string
  attributes: JsonObject
}

const fromServer = (object: FoundObject): [string, Existing] => {
  const { type, id, attributes, references = [] } = object
  return [`${type}/${id}`, { body: { type, id, attributes, references, ...levelOf(object) } }]
}

export const savedObject: ResourceKind = {
  name: 'saved object',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  needs: 'dashboards',
  after: ['role'],
  expand: (files, installation) => withRecord(expandSources(files), installation),
  api: { elasticsearch: api, opensearch: api },
}
