import { isObject, pick, type Json, type JsonObject } from '../../json.js'
import { ApiError } from '../../errors.js'
import { reasonIn, refusal } from '../../http/answer.js'
import { expectShape } from '../../http/shape.js'
import type { Reply, Stack, Writer, Writers } from '../../stack/stack.js'
import type { ObjectToWrite } from '../kind.js'
import { levelOf } from './parts.js'
import { bodyToSend, isRecord, recordAfter, recordOf } from './record.js'
import { objectPath, spacePath } from './space.js'

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

/** Writes the objects, and then the record, in which the marks are of those that were taken. @throws ApiError */
export async function importWithRecord(writers: Writers, stack: Stack, objects: ObjectToWrite[]): Promise<void> {
  const others = objects.filter(({ name }) => !isRecord(name))
  const refused = others.length > 0 ? await importObjects(writers, stack, others) : undefined
  if (refused !== undefined && refused.names.length === others.length) throw refused.error
  const record = await recordToWrite(writers, stack, objects, refused?.names ?? [])
  const recordRefused = record && (await importObjects(writers, stack, [record]))
  const failure = refused ?? recordRefused
  if (failure !== undefined) throw failure.error
}

/** Objects that a server did not take, out of an import whose others are there. */
interface Refused {
  names: string[]
  error: ApiError
}

/** undefined: nobody has made it, and nobody wants it made */
async function recordToWrite(
  { dashboards }: Writers,
  stack: Stack,
  objects: ObjectToWrite[],
  refused: string[],
): Promise<ObjectToWrite | undefined> {
  const changed = objects.find((object) => isRecord(object.name))
  const name = changed?.name ?? recordOf(objects)
  const there = dashboards && (await readObject(dashboards, stack, name))
  const record = changed?.body ?? there
  if (record === undefined) return undefined
  return {
    name,
    existing: there && { body: there },
    body: recordAfter(record, there, { objects, refused }, new Date()),
  }
}

async function readObject(dashboards: Writer, stack: Stack, name: string): Promise<JsonObject | undefined> {
  const reply = await dashboards.get(objectPath(stack, name))
  if (reply.status === 404) return undefined
  expectShape(reply, `Reading the saved object ${name}`, { type: 'text', id: 'text', attributes: 'object' })
  const body = reply.body as JsonObject
  return { ...pick(body, ['type', 'id', 'attributes', 'references']), ...levelOf(body) }
}

async function importObjects(
  { dashboards }: Writers,
  stack: Stack,
  objects: ObjectToWrite[],
): Promise<Refused | undefined> {
  if (dashboards === undefined) return undefined
  const overwrite = objects.some(({ existing }) => existing !== undefined)
  const lines = objects.map((object) => `${JSON.stringify(toSavedObject(object))}\n`)
  const reply = await dashboards.upload(
    `${spacePath(stack)}/api/saved_objects/_import${overwrite ? '?overwrite=true' : ''}`,
    'elkctl.ndjson',
    lines.join(''),
  )
  if (isTooNew(reply)) throw tooNew(reply, stack)
  const answer: ImportAnswer = expectShape(reply, 'The import of saved objects', { success: 'truth' })
  // 200 says nothing yet: conflicts, missing references and refused rights come as `success: false`.
  if (answer.success === true) return undefined
  const errors = answer.errors ?? []
  if (await isMadeAlready(errors, dashboards, stack)) return undefined
  const reasons = errors
    .slice(0, 5)
    .map(({ type, id, error }) => `${type}/${id}: ${error?.message ?? reasonOf(type, error?.type)}`)
  const denied = errors.some(({ error }) => error?.statusCode === 403 || /no permissions/.test(error?.message ?? ''))
  const error = denied
    ? refusal({ ...reply, status: 403, body: reasons.join('; ') }, 'The import of saved objects')
    : new ApiError(
        `The import of saved objects failed although it was answered 200: ${reasons.join('; ') || 'no reason given'}`,
        {
          status: reply.status,
          exit: errors.some(({ error }) => error?.type === 'conflict') ? 'conflict' : 'failure',
          hint: errors.some(({ error }) => error?.type === 'unsupported_type')
            ? 'The other objects are there. Give the export to the servers that know this type: name its file NAME.elasticsearch.ndjson or NAME.opensearch.ndjson.'
            : 'Correct what the server names, then run the command again.',
        },
      )
  const names = objects.map(({ name }) => name)
  const named = names.filter((name) => errors.some(({ type, id }) => `${type}/${id}` === name))
  return { names: named.length > 0 ? named : names, error }
}

/** An import whose answer was lost has made them, or another run has since the comparison. What is there is read back. */
async function isMadeAlready(errors: ImportErrors, dashboards: Writer, stack: Stack): Promise<boolean> {
  const [first] = errors
  if (first === undefined || errors.some(({ error }) => error?.type !== 'conflict')) return false
  return (await dashboards.get(objectPath(stack, `${first.type}/${first.id}`))).status === 200
}

const reasonOf = (type: string, error = 'unknown'): string =>
  error === 'unsupported_type' ? `this server has no objects of the type ${type}` : error

/** 422: an object says that a newer server wrote it. Nothing of the file is imported then. */
const isTooNew = (reply: Reply): boolean => reply.status === 422 && /more recent version/.test(reasonIn(reply))

function tooNew(reply: Reply, { flavor, dashboards }: Stack): ApiError {
  const server = `${flavor.dashboardsTitle} ${dashboards?.version ?? ''}`.trim()
  return new ApiError(`The import of saved objects was refused, and nothing was imported: ${reasonIn(reply)}`, {
    status: reply.status,
    hint: `A newer server exported it. Export it from a server that is not newer than this one (${server}), then run the command again.`,
  })
}

interface ImportAnswer {
  success?: boolean
  errors?: ImportErrors
}

type ImportErrors = { type: string; id: string; error?: { type?: string; message?: string; statusCode?: number } }[]

function toSavedObject({ body }: ObjectToWrite): JsonObject {
  const type = String(body['type'])
  const level = migrationVersions[type]
  // Another type than those of our files comes from an export, which is text where it has to be.
  if (level === undefined) return bodyToSend(body)
  const ours = { migrationVersion: { [type]: level } }
  return {
    ...(Object.keys(levelOf(body)).length > 0 ? {} : ours),
    ...bodyToSend(body),
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
