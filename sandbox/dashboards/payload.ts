import { Refusal, type Request } from './http.js'
import type { Json } from './json.js'

const mediaType = (request: Request): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/**
 * The body of a JSON route. Text is handed on as a string: it is the route's schema that refuses it.
 *
 * @throws Refusal 400 malformed JSON
 */
export function jsonBody(request: Request): Json {
  const text = request.body.toString('utf8')
  if (mediaType(request).startsWith('text/')) return text
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new Refusal(400, 'Invalid request payload JSON format')
  }
}

export interface Part {
  name: string
  /** a part without one is a plain field, not a file */
  filename: string | undefined
  content: string
}

export const isMultipart = (request: Request): boolean => mediaType(request) === 'multipart/form-data'

/**
 * The parts of a form.
 *
 * @throws Refusal 415 not multipart/form-data
 */
export function formParts(request: Request): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1]
  if (!isMultipart(request) || boundary === undefined) throw new Refusal(415, 'Unsupported Media Type')
  // The part in front of the first boundary and the `--` behind the last are no parts.
  const pieces = `\r\n${request.body.toString('utf8')}`.split(`\r\n--${boundary}`).slice(1, -1)
  return pieces.map((piece) => {
    const [head = '', ...content] = piece.split('\r\n\r\n')
    const disposition = /content-disposition:([^\r\n]*)/i.exec(head)?.[1] ?? ''
    return {
      name: /\bname="([^"]*)"/.exec(disposition)?.[1] ?? '',
      filename: /\bfilename="([^"]*)"/.exec(disposition)?.[1],
      content: content.join('\r\n\r\n'),
    }
  })
}

/**
 * The text of the form's `file`, by the rules of `_import` and `_resolve_import_errors`: a file, with a name that ends in `.ndjson`
 * in any case; its content type does not matter.
 *
 * @throws Refusal 400
 */
export function ndjsonFile(parts: Part[]): string {
  const file = parts.find(({ name }) => name === 'file')
  if (file?.filename === undefined) {
    throw new Refusal(
      400,
      `[request body.file]: expected value of type [Stream] but got [${file ? 'string' : 'undefined'}]`,
    )
  }
  const extension = /\.[^.]*$/.exec(file.filename)?.[0] ?? ''
  if (extension.toLowerCase() !== '.ndjson') throw new Refusal(400, `Invalid file extension ${extension}`)
  return file.content
}

/**
 * A query with only the names that the route knows.
 *
 * @throws Refusal 400 with the first unknown name
 */
export function knownQuery(query: URLSearchParams, names: readonly string[]): URLSearchParams {
  const unknown = [...query.keys()].find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Refusal(400, `[request query.${unknown}]: definition for this key is missing`)
  return query
}
