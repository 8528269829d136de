import { isObject, objectIn, type Json, type JsonObject } from '../../json.js'
import { parsed } from './parts.js'

/** What a format does when nothing is said. A browser that writes an index pattern leaves these out (Kibana's FieldFormat.toJSON). */
const defaults: Record<string, JsonObject> = {
  number: { pattern: '0,0.[000]' },
  percent: { pattern: '0,0.[000]%' },
  bytes: { pattern: '0,0.[0]b' },
  duration: { inputFormat: 'seconds', outputFormat: 'humanize', outputPrecision: 2 },
}

/** The format of each field, whole: what was left out is there again, and the address of the browser that wrote it (`parsedUrl`) is gone. */
export function formatsOf(fieldFormatMap: Json | undefined): Json | undefined {
  const formats = parsed(fieldFormatMap)
  return isObject(formats)
    ? Object.fromEntries(
        Object.entries(formats).map(([field, format]) => [field, isObject(format) ? whole(format) : format]),
      )
    : formats
}

function whole({ id, params, ...others }: JsonObject): JsonObject {
  const { parsedUrl: _address, ...given } = objectIn(params)
  return { ...others, id: id ?? null, params: { ...defaults[String(id)], ...given } }
}
