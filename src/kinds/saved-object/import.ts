import { isObject, type Json, type JsonObject } from '../../json.js'
import { ApiError } from '../../errors.js'
import { refusal } from '../../http/answer.js'
import { expectShape } from '../../http/shape.js'
import type { Stack, Writers } from '../../stack/stack.js'
import type { ObjectToWrite } from '../kind.js'
import { levelFields } from './parts.js'
import { spacePath } from './space.js'

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

/** @throws ApiError */
export async function importObjects({ dashboards }: Writers, stack: Stack, objects: ObjectToWrite[]): Promise<void> {
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
}

interface ImportAnswer {
  success?: boolean
  errors?: { type: string; id: string; error?: { type?: string; message?: string; statusCode?: number } }[]
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
