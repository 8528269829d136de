import { isObject, objectIn, type Json, type JsonObject } from '../json.js'
import { createHash } from 'node:crypto'

/**
 * How an object says that elkctl wrote it: `elkctl:<profile>:<hash of what was written>`. There is no state file: the mark on the object gives
 * the third side, "ours then", beside "theirs now" and "ours now".
 */
export interface Mark {
  /** what is kept of the mark that was put; undefined: there is none */
  read: (body: JsonObject) => string | undefined
  /** the body with the mark, as far as there is room for it */
  put: (body: JsonObject, mark: string) => JsonObject
  /** the body without it */
  strip: (body: JsonObject) => JsonObject
}

/** The mark in a field of its own, where the object has room for free metadata. */
export function fieldMark(...path: [string, ...string[]]): Mark {
  return {
    read: (body) => {
      const value = path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), body)
      return typeof value === 'string' ? value : undefined
    },
    put: (body, mark) => setIn(body, path, mark),
    strip: (body) => removeIn(body, path),
  }
}

const inText = / ?\[(elkctl:[\w-]+:[0-9a-f]+(?::as-[0-9a-f]+)?)\]$/

/** The mark at the end of a description, where the object has room for nothing else. */
export function textMark(...path: [string, ...string[]]): Mark {
  const text = (body: JsonObject): string => fieldMark(...path).read(body) ?? ''
  return {
    read: (body) => inText.exec(text(body))?.[1],
    put: (body, mark) => setIn(body, path, `${text(body)} [${mark}]`.trim()),
    strip: (body) => {
      const bare = text(body).replace(inText, '')
      return bare === '' ? removeIn(body, path) : setIn(body, path, bare)
    },
  }
}

/** 355 is ELK on the keys of a telephone. No product or date gives versions of nine digits. */
const [firstVersion, versions] = [355_000_000, 1_000_000]

/**
 * The mark as a number, where the object has room for nothing but a version: 355 and six digits made from the mark. A body with a version of its own keeps
 * that, and has no mark.
 */
export function versionMark(key: string): Mark {
  const isOurs = (version: Json | undefined) =>
    typeof version === 'number' && version >= firstVersion && version < firstVersion + versions
  return {
    read: ({ [key]: version }) => (isOurs(version) ? `elkctl:version-${String(version)}` : undefined),
    put: (body, mark) =>
      body[key] === undefined
        ? { ...body, [key]: firstVersion + (Number.parseInt(hashOf(mark).slice(0, 8), 16) % versions) }
        : body,
    strip: (body) => (isOurs(body[key]) ? removeIn(body, [key]) : body),
  }
}

/** On its way: where to, and of which run. */
export interface HandOverMark {
  destination: string
  /** random: of several runs at a time the last one that wrote the user has set its password */
  run?: string | undefined
}

/**
 * The mark of a user whose password is being handed over: it names the destination. Only a run with the same destination can find out whether the
 * password has arrived, and may set another one if not.
 */
export const withHandOver = (mark: string, { destination, run }: HandOverMark): string =>
  `${mark}:for-${destination}${run === undefined ? '' : `-${run}`}`

/** Whether another run wrote the user, as this one would: only the password is not the same. */
export const isOfAnotherRun = (own: string | undefined, found: string | undefined): boolean =>
  own !== found && parseMark(own).handOver !== undefined && parseMark(own).mark === parseMark(found).mark

/** The mark of an object that the server rewrote in a way that elkctl does not know: it says in which form the server keeps it. */
export const withForm = (mark: string, form: string): string => `${mark}:as-${form}`

interface ParsedMark {
  /** of what was written */
  mark: string | undefined
  handOver: HandOverMark | undefined
  form: string | undefined
}

export function parseMark(mark: string | undefined): ParsedMark {
  const [, bare, destination, run, form] =
    /^(.+?)(?::for-([0-9a-f]{8})(?:-([0-9a-f]{8}))?)?(?::as-([0-9a-f]{12}))?$/.exec(mark ?? '') ?? []
  return { mark: bare ?? mark, handOver: destination === undefined ? undefined : { destination, run }, form }
}

export const markOf = (profile: string, body: JsonObject): string => `elkctl:${profile}:${hashOf(body)}`

export const isMark = (mark: string | undefined): boolean => mark?.startsWith('elkctl:') === true

export const isMarkOf = (profile: string, mark: string | undefined): boolean =>
  mark?.startsWith(`elkctl:${profile}:`) === true

const hashes = new WeakMap<object, string>()

/** Of an object once: a saved object's is asked for itself, and for the record of all. */
export function hashOf(value: Json): string {
  const known = isObject(value) ? hashes.get(value) : undefined
  if (known !== undefined) return known
  const hash = createHash('sha256').update(canonical(value)).digest('hex').slice(0, 12)
  if (isObject(value)) hashes.set(value, hash)
  return hash
}

/** JSON with sorted keys: equal for equal values. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  let members = ''
  for (const key of Object.keys(value).sort())
    members += `${members && ','}${JSON.stringify(key)}:${canonical(value[key] ?? null)}`
  return `{${members}}`
}

function setIn(body: JsonObject, [key, ...rest]: readonly string[], value: string): JsonObject {
  if (key === undefined) return body
  const inner = body[key]
  return { ...body, [key]: rest.length === 0 ? value : setIn(objectIn(inner), rest, value) }
}

/** Takes the field away, and what it leaves empty. */
function removeIn(body: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !(key in body)) return body
  const { [key]: inner, ...others } = body
  if (rest.length === 0 || !isObject(inner)) return rest.length === 0 ? others : body
  const left = removeIn(inner, rest)
  return Object.keys(left).length === 0 ? others : { ...others, [key]: left }
}
