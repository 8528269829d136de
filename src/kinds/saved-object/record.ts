import { addressOf, visualization } from '../../dashboard-sources/visualization.js'
import { isObject, objectIn, withoutUndefined, type Json, type JsonObject } from '../../json.js'
import type { DataFile, Existing, Installation, ObjectToWrite } from '../kind.js'
import { hashOf, parseMark, textMark, type Mark } from '../mark.js'
import { parsed } from './parts.js'

/**
 * The record: a Markdown visualization, one for a profile and a space, that says what elkctl installed there, and holds the marks of all saved
 * objects. They have no metadata of their own, and people read their descriptions. Without the record the objects have no marks:
 * what is as wanted stays so, and the next `init` makes the record again.
 */
const recordName = (profile: string): string => `visualization/${profile}-installed-by-elkctl`

const namePattern = /^visualization\/(.+)-installed-by-elkctl$/

export const isRecord = (name: string): boolean => namePattern.test(name)

export const profileOf = (record: string): string => namePattern.exec(record)?.[1] ?? ''

/** The record that holds the marks of these: what is put back as others had it loses the one that it has there. */
export function recordOf(objects: ObjectToWrite[]): string {
  const marks = objects.flatMap(({ body, existing }) => [body[member], existing?.body[member]])
  const profiles = marks.map((mark) => /^elkctl:([\w-]+):/.exec(String(mark))?.[1])
  return recordName(profiles.find((profile) => profile !== undefined) ?? '')
}

/** Saved object → its mark. They are a parameter of the visualization, which knows nothing of it and does not show it. */
type Marks = Record<string, string>
const parameter = 'elkctl'

/** Where a mark is while elkctl works with an object: read out of the record, and written into it. */
const member = 'elkctl'

const earlier = textMark('attributes', 'description')

/** Up to elkctl 0.1 the mark stood at the end of each description. It is taken for that of an earlier elkctl, so that it goes from there. */
export const recordedMark: Mark = {
  read: (body) => {
    const recorded = body[member]
    if (typeof recorded === 'string') return recorded
    const inDescription = earlier.read(body)
    return inDescription === undefined ? undefined : `${inDescription}:in-description`
  },
  put: (body, mark) => ({ ...body, [member]: mark }),
  strip: ({ [member]: _mark, ...body }) => earlier.strip(body),
}

export const bodyToSend = ({ [member]: _mark, ...body }: JsonObject): JsonObject => body

/** All objects, and the record of them, which is a saved object like the others. */
export function withRecord(objects: DataFile[], installation: Installation): DataFile[] {
  if (objects.length === 0) return []
  const body: JsonObject = {
    ...recordBody(objects, installation),
    recorded: Object.fromEntries(objects.map((object) => [object.name, object.body])),
  }
  return [...objects, { name: recordName(installation.profile), body, file: `dashboards/${installation.profile}` }]
}

const whenWritten = /Last written: .*/
const unwritten = 'Last written: (not yet)'

function recordBody(objects: DataFile[], { title, release, addressFrom, elkctl }: Installation): JsonObject {
  const dashboards = objects.filter(({ name }) => name.startsWith('dashboard/'))
  const lines = [
    `### Installed by elkctl`,
    `elkctl ${elkctl} made these dashboards for **${`${title} ${release ?? ''}`.trim()}**${addressFrom === undefined ? '' : `, at the address in \`${addressFrom}\``}.`,
    unwritten,
    dashboards.map(linkTo).join('\n'),
    'This note also holds what elkctl wrote, so that it can tell your edits from those of an earlier elkctl. Deleting it loses nothing else: the next `elkctl init` makes it again.',
  ]
  const params = { fontSize: 12, openLinksInNewTab: false, markdown: lines.join('\n\n') }
  return visualization(`Installed by elkctl (${title})`, '', { type: 'markdown', params })
}

function linkTo({ name, body }: DataFile): string {
  const { title, description } = objectIn(body, 'attributes')
  const id = name.replace(/^dashboard\//, '')
  return `- [${String(title)}](${addressOf(id)})${typeof description === 'string' ? `: ${description}` : ''}`
}

/** @param markFor the mark of an object of the record, as this stack has it; undefined: it is left out there */
export function withMarks(
  { recorded, ...record }: JsonObject,
  markFor: (name: string, body: JsonObject) => string | undefined,
): JsonObject {
  const marks = Object.entries(objectIn(recorded)).flatMap(([name, body]): [string, string][] => {
    const mark = markFor(name, objectIn(body))
    return mark === undefined ? [] : [[name, mark]]
  })
  return withParameter(record, (params) => ({ ...params, [parameter]: Object.fromEntries(marks) }))
}

export function marksIn(record: JsonObject | undefined): Marks {
  const marks = parametersOf(record ?? {})[parameter]
  if (!isObject(marks)) return {}
  return Object.fromEntries(
    Object.entries(marks).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Puts its mark on each object for which a record has one. */
export function markedByRecords(objects: Map<string, Existing>): Map<string, Existing> {
  const records = [...objects].filter(([name]) => isRecord(name))
  const marks = Object.assign({}, ...records.map(([, { body }]) => marksIn(body))) as Marks
  return new Map(
    [...objects].map(([name, existing]) => {
      const mark = marks[name]
      return [name, mark === undefined ? existing : { ...existing, body: { ...existing.body, [member]: mark } }]
    }),
  )
}

/**
 * The record after a write: with the marks of what was written, and with what it knows of the others.
 *
 * @param record as it should be, or as it is there
 * @param there as it is there
 * @param written what was sent, and the names of those that the server did not take: their marks stay as they were
 */
export function recordAfter(
  record: JsonObject,
  there: JsonObject | undefined,
  { objects, refused }: { objects: { name: string; body: JsonObject }[]; refused: string[] },
  now: Date,
): JsonObject {
  const marks = marksIn(there)
  // "As the server keeps it" stays with what is not written now.
  const kept = Object.entries(marksIn(record)).map(([name, mark]) => [
    name,
    refused.includes(name) || parseMark(marks[name]).mark === mark ? marks[name] : mark,
  ])
  const fresh = objects.filter(({ name }) => !refused.includes(name)).map(({ name, body }) => [name, body[member]])
  const when = `Last written: ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return withParameter(record, (params) => ({
    ...params,
    markdown: String(params['markdown']).replace(whenWritten, when),
    [parameter]: withoutUndefined(Object.fromEntries([...kept, ...fresh]) as Record<string, Json | undefined>),
  }))
}

/** What is compared of a record: not its own mark, nor the time of the write, nor the forms that a server gave to objects. */
export function comparedRecord(params: JsonObject): JsonObject {
  const marks = params[parameter]
  if (!isObject(marks)) return {}
  const bare = Object.entries(marks).flatMap(([name, mark]): [string, string][] =>
    isRecord(name) ? [] : [[name, parseMark(String(mark)).mark ?? '']],
  )
  return {
    markdown: String(params['markdown']).replace(whenWritten, unwritten),
    marks: hashOf(Object.fromEntries(bare)),
  }
}

const stateOf = ({ attributes }: JsonObject): JsonObject => objectIn(parsed(objectIn(attributes)['visState']))
const parametersOf = (record: JsonObject): JsonObject => objectIn(stateOf(record), 'params')

function withParameter(record: JsonObject, change: (params: JsonObject) => JsonObject): JsonObject {
  const visState: Json = { ...stateOf(record), params: change(parametersOf(record)) }
  return { ...record, attributes: { ...objectIn(record, 'attributes'), visState } }
}
