import dotenv from 'dotenv'
import { SettingsError } from '../../errors.js'
import type { Entry, Grammar } from './grammar.js'
import { replaceValues } from './literal-env.js'

/** `NAME=value` as the package dotenv reads it: quotes are taken off, `#` begins a comment, `export` may stand in front. */
export const dotenvGrammar: Grammar = {
  read: (text) => {
    const values = dotenv.parse(text)
    return assignments(text).flatMap(({ name, line }): Entry[] => {
      const value = values[name]
      return value === undefined ? [] : [{ name, value, line }]
    })
  },
  replace: (text, values, path) => {
    const written = Object.entries(values).reduce(
      (before, [name, value]) => replaceOne(before, name, quoted(name, value, path)),
      text,
    )
    const expected = { ...dotenv.parse(text), ...values }
    const parsedAgain = dotenv.parse(written)
    if (Object.entries(expected).every(([name, value]) => parsedAgain[name] === value)) return written
    throw cannotWrite(Object.keys(values), path)
  },
  remarks: ({ path, entries }, names) =>
    names.flatMap((name) => {
      const lines = entries.filter((entry) => entry.name === name)
      const last = lines.at(-1)
      return last && lines.length > 1
        ? [
            `${path}:${last.line}: ${name} is set ${lines.length} times, in lines ${lines.map(({ line }) => line).join(', ')}; the last one counts`,
          ]
        : []
    }),
}

/** A name in front of its value, as dotenv 17 has it; a value in quotes may go on over several lines. */
const assignment =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*)/gm

const assignments = (text: string): { name: string; line: number; start: number; end: number }[] =>
  [...text.matchAll(assignment)].map((match) => {
    const [whole, name = '', value = ''] = match
    const start = match.index + whole.length - value.length
    return {
      name,
      line: text.slice(0, match.index).split(/\r\n|\n|\r/).length,
      start,
      end: start + value.trimEnd().length,
    }
  })

/** Every place where the name stands, or a new line below its comment or at the end. */
function replaceOne(text: string, name: string, value: string): string {
  const occurrences = assignments(text).filter((one) => one.name === name)
  if (occurrences.length === 0) return replaceValues(text, { [name]: value })
  return occurrences.reduceRight((before, { start, end }) => before.slice(0, start) + value + before.slice(end), text)
}

/** In the quotes that the value does not have; without any where nothing in it has a meaning. */
function quoted(name: string, value: string, path: string): string {
  if (/^[\w.+/@%,:~-]*$/.test(value)) return value
  const quote = ["'", '`', '"'].find((candidate) => !value.includes(candidate))
  if (quote === undefined || /[\r\n\0]/.test(value)) throw cannotWrite([name], path)
  return quote + value + quote
}

const cannotWrite = (names: string[], path: string): SettingsError =>
  new SettingsError(
    [{ where: path, message: `the value of ${names.join(' and ')} cannot be written in the form of this file` }],
    'Use --credentials-file FILE, or another password.',
  )
