import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import { SettingsError } from '../../errors.js'
import type { Entry, Grammar } from './grammar.js'

/** A map of settings: `name: value`, or maps below maps, whose names are written with dots between. */
export const yaml: Grammar = {
  read: (text, path) => {
    const { document, lineOf } = parse(text, path)
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return []
    if (!isMap(document.contents)) throw new SettingsError([{ where: `${path}:1`, message: noMap(text) }])
    return entriesIn(document.contents, [], document, lineOf)
  },
  replace: (text, values, path) => {
    const refused = new SettingsError(
      [{ where: path, message: `${Object.keys(values).join(' and ')} cannot be written there` }],
      'Use --credentials-file FILE.',
    )
    const valuesIn = (yamlText: string) =>
      yaml.read(yamlText, path).map(({ name, value }): [string, string] => [name, value])
    const written = Object.entries(values).reduce((before, [name, value]) => {
      const after = replaceOne(before, name, value, path)
      if (after === undefined) throw refused
      return after
    }, text)
    // An anchor may hand the value on to other names.
    const afterwards = new Map(valuesIn(written))
    if (
      [...valuesIn(text), ...Object.entries(values)].every(
        ([name, value]) => afterwards.get(name) === (values[name] ?? value),
      )
    )
      return written
    throw refused
  },
  remarks: () => [],
}

const noMap = (text: string): string =>
  /^\s*(?:export\s+)?\w+=/m.test(text)
    ? 'this is a file of NAME=value lines, not YAML'
    : 'this is not a map of settings (name: value)'

interface Parsed {
  document: Document
  lineOf: (offset: number) => number
}

/** @throws SettingsError with the line of each error; the text beside it, which may be a password, is not shown */
function parse(text: string, path: string): Parsed {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const lineOf = (offset: number) => counter.linePos(offset).line
  if (document.errors.length > 0)
    throw new SettingsError(
      document.errors.map(({ pos, code }) => ({
        where: `${path}:${lineOf(pos[0])}`,
        message: `not YAML: ${inWords(code)}`,
      })),
    )
  return { document, lineOf }
}

/** "DUPLICATE_KEY" → "duplicate key" */
const inWords = (code: string): string =>
  code === 'TAB_AS_INDENT' ? 'it is indented with a tab instead of spaces' : code.toLowerCase().replaceAll('_', ' ')

function entriesIn(node: Node, above: string[], document: Document, lineOf: (offset: number) => number): Entry[] {
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    const names = [...above, String(key.value)]
    const given = isAlias(value) ? value.resolve(document) : (value as Node | null)
    if (isMap(given)) return entriesIn(given, names, document, lineOf)
    const text = textOf(given)
    return text === undefined ? [] : [{ name: names.join('.'), value: text, line: lineOf(key.range?.[0] ?? 0) }]
  })
}

/** As it is written: `0123` and `true` are no other text than in quotes. undefined: there is no value */
function textOf(node: Node | null | undefined): string | undefined {
  if (isSeq(node)) {
    const members = node.items.map((item) => textOf(item as Node))
    return members.some((member) => member === undefined) ? undefined : members.join(',')
  }
  if (!isScalar(node) || node.value === null) return undefined
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

/**
 * Only the value is another one where there is one already; a new name is added to the map that it belongs to. The text around it stays as it is:
 * a document that is written as a whole would lose its layout. undefined: there is no such map
 */
function replaceOne(text: string, name: string, value: string, path: string): string | undefined {
  const { document } = parse(text, path)
  const names = document.hasIn([name]) ? [name] : name.split('.')
  const root = isMap(document.contents) ? document.contents : undefined
  if (root === undefined)
    return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${stringify(nested(names, value), asText)}`
  const pair = pairIn(root, names)
  if (pair === undefined) return added(text, root, names, value)
  const written = stringify(value, asText).trimEnd()
  const [, afterKey] = rangeOf(pair.key)
  if (pair.value === null || (isScalar(pair.value) && pair.value.source === '')) {
    const colon = text.indexOf(':', afterKey) + 1
    return `${text.slice(0, colon)} ${written}${text.slice(colon)}`
  }
  if (!isScalar(pair.value) || pair.value.type?.startsWith('BLOCK')) return undefined
  const [start, end] = rangeOf(pair.value)
  return text.slice(0, start) + written + text.slice(end)
}

/** In quotes, no reader takes a text for something else: YAML 1.1 (PyYAML) has a meaning for `yes` and `12:30`, YAML 1.2 for `0o7`. */
const asText = { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 } as const

const rangeOf = (node: unknown): [start: number, end: number] => {
  const [start, end] = (node as Node).range ?? [0, 0]
  return [start, end]
}

const nested = (names: string[], value: string): unknown =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)

function pairIn(map: YAMLMap, names: string[]): Pair | undefined {
  const [name, ...more] = names
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name)
  if (more.length === 0 || pair === undefined) return pair
  return isMap(pair.value) ? pairIn(pair.value, more) : undefined
}

/** Behind the last name of the innermost map that is there. */
function added(text: string, map: YAMLMap, names: string[], value: string): string | undefined {
  const [name, ...more] = names
  const inner = map.items.find(({ key }) => isScalar(key) && String(key.value) === name)?.value
  if (isMap(inner)) return added(text, inner, more, value)
  const [first, last] = [map.items[0], map.items.at(-1)]
  if (inner !== undefined || first === undefined || last === undefined) return undefined
  const [, end] = rangeOf(last.value ?? last.key)
  if (map.flow) return `${text.slice(0, end)}, ${JSON.stringify(nested(names, value)).slice(1, -1)}${text.slice(end)}`
  const [start] = rangeOf(first.key)
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const lines = stringify(nested(names, value), asText).replace(/^(?=.)/gm, indent)
  const lineEnd = text.charAt(end - 1) === '\n' ? end : text.indexOf('\n', end) + 1
  return lineEnd === 0 ? `${text}\n${lines}` : text.slice(0, lineEnd) + lines + text.slice(lineEnd)
}
