import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isObject, type Json, type JsonObject } from '../../sandbox/dashboards/json.js'

/** One exchange with a real server; see the README beside the recordings. */
export interface Recording {
  /** without `.json` */
  name: string
  /** the user, and in brackets what they may do; undefined: the administrator */
  as?: string
  note?: string
  request: { method: string; path: string; headers: Record<string, string>; body: Json }
  response: { status: number; headers: Record<string, string>; body: Json }
}

export interface Reply {
  status: number
  headers: Record<string, string>
  body: Json
}

/** All recordings of one server, in the order in which they were made. */
export function recordingsOf(server: string): Recording[] {
  const folder = join(projectRoot(), 'test', 'fixtures', 'recordings', server)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => {
    const recording = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Recording, 'name'>
    return { ...recording, name: file.replace('.json', '') }
  })
}

function projectRoot(folder = dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(join(folder, 'package.json')) ? folder : projectRoot(dirname(folder))
}

/** Sends the recorded request to `url`; credentials are left out of recordings and come from `passwordOf`. */
export async function replay(
  recording: Recording,
  url: string,
  administrator: string,
  passwordOf: (user: string) => string,
): Promise<Reply> {
  const { method, path, headers, body } = recording.request
  const user = recording.as?.split(/[ ,(]/, 1)[0] ?? administrator
  const password = recording.name.includes('wrong-password') ? 'not the password' : passwordOf(user)
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...('Authorization' in headers && { Authorization: authorization }) },
    redirect: 'manual',
    ...(body !== null && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('application/json') === true
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: isJson ? (JSON.parse(text) as Json) : text,
  }
}

const comparedHeaders = ['content-type', 'content-disposition', 'location', 'retry-after']

/**
 * What of an answer is the same every time it is given: the status, those of four headers that the recording kept, the body. In the body
 * - times, uuids, versions of saved objects, scores, addresses are masked
 * - of `GET /api/status`: name, build, metrics, plugins and messages are left out
 * - texts that come from the engine or its client are masked
 * - `_find` has no order of its own, nor have the roles of a user: sorted
 * - NDJSON is compared line by line, as JSON
 * - of a list of roles, those that every Elasticsearch has are left out, and one that the recorded server had from before
 */
export function comparable({ status, headers, body }: Reply, recorded: Reply): JsonObject {
  const given = lowerCase(headers)
  const names = comparedHeaders.filter((name) => name in lowerCase(recorded.headers))
  const kept = names.map((name) => [name, given[name]?.toLowerCase() ?? null])
  return { status, headers: Object.fromEntries(kept) as JsonObject, body: masked(parsed(body, given['content-type'])) }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** A recording keeps NDJSON as text, or as an object when it is one line. */
function parsed(body: Json, contentType = ''): Json {
  if (!contentType.includes('ndjson')) return body === null ? '' : body
  return typeof body === 'string'
    ? body.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Json]))
    : [body]
}

const maskedTexts: [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
  [/^Wz[\w+/=]+$/, '<version>'],
  [/^127\.0\.0\.1:\d+$/, '<address>'],
  [/^no permissions for \[.*$/s, '<refused by the engine>'],
  [/^action \[.*$/s, '<refused by the engine>'],
]

function masked(value: Json): Json {
  if (typeof value === 'string')
    return maskedTexts.reduce((text, [pattern, mask]) => text.replace(pattern, mask), value)
  if (Array.isArray(value)) return value.filter((entry) => !isForeignRole(entry)).map(masked)
  if (!isObject(value)) return value
  const entries = Object.entries(isObject(value['metrics'] ?? null) ? statusOf(value) : value).flatMap(
    ([name, entry]): [string, Json][] => {
      if (name === 'score') return [[name, '<score>']]
      // Elasticsearch says it from 7.10 on; the recorded one was 7.8.
      if (name === 'authentication_type') return []
      if (name === 'saved_objects' || name === 'roles') return [[name, sorted(masked(entry))]]
      return [[name, masked(entry)]]
    },
  )
  return Object.fromEntries(entries)
}

function statusOf({ version, status }: JsonObject): JsonObject {
  const { number, build_snapshot: snapshot } = version as JsonObject
  const { overall, statuses } = status as { overall: JsonObject; statuses: JsonObject[] }
  const ofCore = statuses.filter(({ id }) => (id as string).startsWith('core:'))
  return {
    version: { number: number ?? '', snapshot: snapshot ?? '' },
    overall,
    core: ofCore.map((entry) => ({ ...entry, message: '<any>' })),
  }
}

function isForeignRole(entry: Json): boolean {
  if (!isObject(entry)) return false
  const { name, metadata } = entry
  return (isObject(metadata) && metadata['_reserved'] === true) || name === 'c_ov-role'
}

function sorted(list: Json): Json {
  if (!Array.isArray(list)) return list
  return list.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}
