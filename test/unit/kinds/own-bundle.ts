import { readFileSync } from 'node:fs'
import type { Change } from '../../../src/engine/change.js'
import type { PlanOptions } from '../../../src/engine/plan-change.js'
import type { Definition } from '../../../src/engine/definitions.js'
import { planChanges } from '../../../src/engine/plan.js'
import { textMark } from '../../../src/kinds/mark.js'
import { withRecord } from '../../../src/kinds/saved-object/record.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import { parsed } from '../../../src/kinds/saved-object/parts.js'
import { elasticsearch, opensearch, type Flavor } from '../../../src/stack/flavors.js'
import type { Json, JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { ok, readerOf, stackOf } from '../fake-stack.js'
import { fixture, readJson } from '../fixtures.js'
import { options } from '../engine/planning.js'

/** A saved object as a file for import has it, and as a server answers. */
export interface StoredObject extends JsonObject {
  type: string
  id: string
  attributes: JsonObject
  references: JsonObject[]
}

export const nameOf = ({ type, id }: StoredObject): string => `${type}/${id}`

const file = (name: string): string => fixture('recordings', 'own-bundle', name)

/** The file that elkctl sent when the recordings were made, one line for each of 123 objects. */
export const sentText: string = readFileSync(file('import.ndjson'), 'utf8')

export const sent: StoredObject[] = sentText
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as StoredObject)

/** What a real server answered to `_find` after that import. */
export const found = (name: string): StoredObject[] =>
  readJson<{ saved_objects: StoredObject[] }>(file(`${name}.json`)).saved_objects

export interface Server {
  flavor: Flavor
  version: string
}
export const kibana: Server = { flavor: elasticsearch, version: '7.12.1' }
export const openSearchDashboards: Server = { flavor: opensearch, version: '2.19.2' }

/** The objects as the data files had them: JSON where servers keep text, and without marks. */
export const definitions: Definition[] = sent.map((object) => ({
  kind: savedObject,
  name: nameOf(object),
  file: 'import.ndjson',
  body: withoutMark({ attributes: asJson(object.attributes), references: object.references }),
}))

/** A panel without a description had an empty one. */
function withoutMark(body: JsonObject): JsonObject {
  const bare = textMark('attributes', 'description').strip(body)
  const had = 'description' in (body['attributes'] as JsonObject)
  return had ? { ...bare, attributes: { description: '', ...(bare['attributes'] as JsonObject) } } : bare
}

function asJson(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]): [string, Json] => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [key, asJson(value)]
      const text = ['visState', 'uiStateJSON', 'panelsJSON', 'optionsJSON', 'fieldFormatMap', 'searchSourceJSON']
      return [key, text.includes(key) ? (parsed(value) ?? value) : value]
    }),
  )
}

/** The same with a record of them, as elkctl writes it. */
export const withRecordOf = (objects: Definition[]): Definition[] =>
  withRecord(objects, { profile: 'openvidu', title: 'OpenVidu Pro', elkctl: '0.1.0' }).map((object) => ({
    kind: savedObject,
    ...object,
  }))

/** The recordings are older than the record: their marks stand in descriptions. The same objects, as they are with a record. */
export function recorded(objects: StoredObject[]): StoredObject[] {
  const inDescription = textMark('attributes', 'description')
  const marks = objects.flatMap((object): [string, string][] => {
    const mark = inDescription.read(object)
    return mark === undefined ? [] : [[nameOf(object), mark]]
  })
  const bare = objects.map((object) => inDescription.strip(object) as StoredObject)
  const visState = JSON.stringify({ type: 'markdown', params: { markdown: '', elkctl: Object.fromEntries(marks) } })
  const record = { type: 'visualization', id: 'openvidu-installed-by-elkctl', attributes: { visState }, references: [] }
  return [...bare, record]
}

const findPath =
  '/api/saved_objects/_find?type=index-pattern&type=search&type=visualization&type=dashboard&per_page=1000&page=1'

export const stackWith = ({ flavor, version }: Server, objects: JsonObject[]): Stack => {
  const reader = readerOf({ [findPath]: ok({ total: objects.length, saved_objects: objects }) })
  return stackOf({ dashboards: { version, reader } }, flavor)
}

/** What a plan over these objects would do, but for what it leaves alone. */
export async function plannedOver(
  server: Server,
  objects: JsonObject[],
  wanted: Definition[] = definitions,
  given: Partial<PlanOptions> = {},
): Promise<Change[]> {
  const { changes } = await planChanges(wanted, stackWith(server, objects), { ...options, ...given })
  return changes.filter(({ action }) => action !== 'unchanged')
}
