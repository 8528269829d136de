import type { Access } from './access.js'
import { exportObjects, type ExportServer } from './export-objects.js'
import { findObjects, readable } from './find-objects.js'
import { ok, Refusal, type Answer, type Request } from './http.js'
import { importObjects, type ImportServer, type Retry } from './import-objects.js'
import { isObject, textOf, type Json } from './json.js'
import { formParts, jsonBody, knownQuery, ndjsonFile } from './payload.js'

export type SavedObjectsServer = ImportServer & ExportServer

/** A route once its payload could be read; the servers check rights and headers between the two. */
export type Handler = (access: Access) => Promise<Answer>

const prefix = '/api/saved_objects/'

/**
 * The route of a request below `/api/saved_objects/`, which both servers have in common; undefined: there is none. The payload is read
 * here, so that what is wrong with it is told first (hapi reads it before it looks at the xsrf header).
 *
 * @throws Refusal 400, 415
 */
export function savedObjectRoute(request: Request, server: SavedObjectsServer): Handler | undefined {
  if (!request.path.startsWith(prefix)) return undefined
  const segments = request.path.slice(prefix.length).split('/').map(decodeURIComponent)
  const [first = '', id] = segments
  const { method } = request
  if (segments.length === 1 && method === 'GET' && first === '_find')
    return async (access) => ok(await findObjects(request.query, access))
  if (segments.length === 1 && method === 'POST') return postRoute(first, request, server)
  if (segments.length !== 2 || id === undefined) return undefined
  if (method === 'GET') return (access) => getOne(first, id, access, server)
  if (method === 'DELETE') return (access) => deleteOne(first, id, access, server)
  return undefined
}

function postRoute(name: string, request: Request, server: SavedObjectsServer): Handler | undefined {
  switch (name) {
    case '_import':
      return importRoute(request, server)
    case '_resolve_import_errors':
      return resolveRoute(request, server)
    case '_export': {
      const body = jsonBody(request)
      return (access) => exportObjects(body, access, server)
    }
    case '_bulk_get': {
      const body = jsonBody(request)
      return (access) => bulkGet(body, access, server)
    }
    default:
      return undefined
  }
}

function importRoute(request: Request, server: SavedObjectsServer): Handler {
  const parts = formParts(request)
  return async (access) => {
    const query = knownQuery(request.query, ['overwrite', 'createNewCopies'])
    const [overwrite, createNewCopies] = [query.get('overwrite') === 'true', query.get('createNewCopies') === 'true']
    if (overwrite && createNewCopies)
      throw new Refusal(400, '[request query]: cannot use [overwrite] with [createNewCopies]')
    return ok(await importObjects(ndjsonFile(parts), { overwrite, createNewCopies }, access, server))
  }
}

function resolveRoute(request: Request, server: SavedObjectsServer): Handler {
  const parts = formParts(request)
  return async (access) => {
    const createNewCopies = knownQuery(request.query, ['createNewCopies']).get('createNewCopies') === 'true'
    const text = ndjsonFile(parts)
    const retries = parts.find(({ name }) => name === 'retries')?.content
    if (retries === undefined)
      throw new Refusal(400, '[request body.retries]: expected value of type [array] but got [undefined]')
    const options = { overwrite: false, createNewCopies, retries: JSON.parse(retries) as Retry[] }
    return ok(await importObjects(text, options, access, server))
  }
}

const missing = (type: string, id: string): Refusal => new Refusal(404, `Saved object [${type}/${id}] not found`)

async function getOne(type: string, id: string, access: Access, server: SavedObjectsServer): Promise<Answer> {
  if (!(type in server.types)) throw missing(type, id)
  await access.demand('get', [type])
  const object = access.objects.get(type, id)
  if (!object) throw missing(type, id)
  return ok(readable(object, access))
}

async function deleteOne(type: string, id: string, access: Access, server: SavedObjectsServer): Promise<Answer> {
  if (!(type in server.types)) throw missing(type, id)
  await access.demand('delete', [type])
  if (!access.objects.delete(type, id)) throw missing(type, id)
  return ok({})
}

async function bulkGet(body: Json, access: Access, server: SavedObjectsServer): Promise<Answer> {
  if (!Array.isArray(body)) throw new Refusal(400, '[request body]: could not parse array value from json input')
  const named = body.filter(isObject).map(({ type, id }) => ({ type: textOf(type), id: textOf(id) }))
  const known = named.map(({ type }) => type).filter((type) => type in server.types)
  if (known.length > 0) await access.demand('bulk_get', [...new Set(known)].sort())
  const entries = named.map(({ type, id }): Json => {
    if (!(type in server.types)) {
      return {
        id,
        type,
        error: {
          statusCode: 400,
          error: 'Bad Request',
          message: `Unsupported saved object type: '${type}': Bad Request`,
        },
      }
    }
    const object = access.objects.get(type, id)
    return object
      ? readable(object, access)
      : { id, type, error: { statusCode: 404, error: 'Not Found', message: missing(type, id).message } }
  })
  return ok({ saved_objects: entries })
}
