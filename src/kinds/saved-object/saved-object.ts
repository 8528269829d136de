import { isObject, pick, type Json, type JsonObject } from '../../json.js'
import { ApiError } from '../../errors.js'
import { refusal } from '../../http/answer.js'
import { expectShape, hasShape } from '../../http/shape.js'
import type { Stack } from '../../stack/stack.js'
import {
  readingOf,
  type Existing,
  type ObjectsIn,
  type ObjectToWrite,
  type Reading,
  type ResourceApi,
  type ResourceKind,
} from '../kind.js'
import { spokenPath } from './dashboard-panels.js'
import { textMark } from '../mark.js'
import { forLevel } from './levels.js'
import { withAdditions } from './additions.js'
import { savedObjectCore } from './core.js'
import { levelFields } from './parts.js'
import { expandSources } from './sources.js'

/**
 * The level at which our files are written. An object can be imported into the same or a later version than the one that wrote it; OpenSearch
 * Dashboards takes dashboards up to 7.9.3, visualizations 7.10.0, searches 7.9.3, index patterns 7.6.0, and one above that refuses all.
 */
export const migrationVersions: Record<string, string> = {
  'index-pattern': '6.5.0',
  search: '7.0.0',
  visualization: '7.3.0',
  dashboard: '7.3.0',
}

/** Attributes that Kibana stores as JSON text, and that our files hold as JSON. */
const textAttributes = [
  'visState',
  'uiStateJSON',
  'panelsJSON',
  'optionsJSON',
  'fieldFormatMap',
  'fields',
  'searchSourceJSON',
  'ignoreParentSettingsJSON',
]

const pageSize = 1000

/** Saved objects of another space than the default one are below `/s/<id>` (recordings 099, 105). */
export const spacePath = ({ dashboards }: Stack): string =>
  dashboards?.space === undefined ? '' : `/s/${dashboards.space}`

const api: ResourceApi = {
  read: async (stack, names) => {
    const objects = new Map<string, Existing>()
    for (let page = 1; ; page++) {
      const reading = await readPage(stack, page)
      if (reading.status !== 'read') return reading
      for (const [name, object] of reading.objects) objects.set(name, object)
      if (reading.objects.size < pageSize || names.every((name) => objects.has(name)))
        return { status: 'read', objects }
    }
  },
  adapt: (body, { stack }, name) => {
    const [type = '', id = ''] = name.split('/')
    const fitting = forLevel(type, body, stack)
    if (typeof fitting === 'string') return fitting
    return { type, id, attributes: fitting['attributes'] ?? {}, references: fitting['references'] ?? [] }
  },
  normalize: savedObjectCore,
  rewritten: true,
  keep: withAdditions,
  spoken: spokenPath,
  markedText: 'description',
  // An index pattern has no place for a mark, and loses nothing by an update.
  foreign: (wanted) => ('shows' in wanted ? 'it shows something else' : undefined),
  elsewhere: 'Save it under another name there',
  // An index pattern has no description; a type without a mark is compared by its content alone.
  mark: (_parts, name) => (name.startsWith('index-pattern/') ? undefined : textMark('attributes', 'description')),
  write: async ({ dashboards }, stack, objects) => {
    if (dashboards === undefined) return
    const overwrite = objects.some(({ existing }) => existing !== undefined)
    const lines = objects.map((object) => `${JSON.stringify(toSavedObject(object))}\n`)
    const reply = await dashboards.upload(
      `${spacePath(stack)}/api/saved_objects/_import${overwrite ? '?overwrite=true' : ''}`,
      'elkctl.ndjson',
      lines.join(''),
    )
    const answer: ImportAnswer = expectShape(reply, 'The import of saved objects', { success: 'truth' })
    // 200 says nothing yet: conflicts, missing references and refused rights come as `success: false`.
    if (answer.success === true) return
    const errors = answer.errors ?? []
    const said = errors
      .slice(0, 5)
      .map(({ type, id, error }) => `${type}/${id}: ${error?.message ?? error?.type ?? 'unknown'}`)
    const denied = errors.some(({ error }) => error?.statusCode === 403 || /no permissions/.test(error?.message ?? ''))
    throw denied
      ? refusal({ ...reply, status: 403, body: said.join('; ') }, 'The import of saved objects')
      : new ApiError(
          `The import of saved objects failed although it was answered 200: ${said.join('; ') || 'no reason given'}`,
          {
            status: reply.status,
            exit: errors.some(({ error }) => error?.type === 'conflict') ? 'conflict' : 'failure',
            hint: 'Correct what the server names, then run the command again.',
          },
        )
  },
}

interface ImportAnswer {
  success?: boolean
  errors?: { type: string; id: string; error?: { type?: string; message?: string; statusCode?: number } }[]
}

async function readPage(stack: Stack, page: number): Promise<Reading> {
  const { dashboards } = stack
  if (dashboards === undefined) return { status: 'absent', reason: 'there is no dashboards server' }
  const types = Object.keys(migrationVersions).map((type) => `type=${type}`)
  const reply = await dashboards.reader.get(
    `${spacePath(stack)}/api/saved_objects/_find?${types.join('&')}&per_page=${pageSize}&page=${page}`,
  )
  return readingOf(reply, 'saved objects', objectsOnPage)
}

const objectsOnPage: ObjectsIn = ({ saved_objects: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const known = entries.filter((entry) => hasShape(entry, { type: 'text', id: 'text', attributes: 'object' }))
  return known.length < entries.length ? undefined : known.map(fromServer)
}

interface FoundObject extends JsonObject {
  type: string
  id: string
  attributes: JsonObject
}

const fromServer = (object: FoundObject): [string, Existing] => {
  const { type, id, attributes, references = [] } = object
  return [`${type}/${id}`, { body: { type, id, attributes, references, ...pick(object, levelFields) } }]
}

function toSavedObject({ body }: ObjectToWrite): JsonObject {
  const type = String(body['type'])
  const ours = { migrationVersion: { [type]: migrationVersions[type] ?? '7.3.0' } }
  return {
    ...(levelFields.some((field) => field in body) ? {} : ours),
    ...body,
    attributes: asText(body['attributes'] ?? {}),
  }
}

function asText(attributes: Json): Json {
  if (!isObject(attributes)) return attributes
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => {
      if (textAttributes.includes(key) && typeof value === 'object') return [key, JSON.stringify(value)]
      return [key, isObject(value) ? asText(value) : value]
    }),
  )
}

export const savedObject: ResourceKind = {
  name: 'saved object',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  needs: 'dashboards',
  expand: expandSources,
  api: { elasticsearch: api, opensearch: api },
}
