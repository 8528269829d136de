import { unseenIn, withoutUnseen } from '../unseen.js'
import type { Entry, SettingsText } from './grammar.js'

/**
 * Lines that docker compose, a shell or a person read otherwise than they are read here, and what to write. docker compose takes such a file line by line as it
 * stands up to 1.25, and refuses a name with a blank in it; 1.26 has the package python-dotenv and 2 has compose-go, which take off quotes and comments:
 * https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
export function remarksOnLines({ path, text, entries }: SettingsText, names: string[]): string[] {
  const ofLine = new Map(entries.map((entry) => [entry.line, entry]))
  return text.split(/\r\n|\n|\r/).flatMap((content, index) => {
    const line = index + 1
    const entry = ofLine.get(line)
    const words =
      entry !== undefined && names.includes(entry.name)
        ? [...ofName(content, entry), ...ofRepetition(entry, entries), ...ofValue(entry)]
        : ofNoSetting(content, names)
    return words.map((each) => `${path}:${line}: ${each}`)
  })
}

/** What looks like an assignment: behind `export`, `set`, a dash; with a colon; with characters that are not seen. A comment is none. */
const likeAssignment = /^[^\w#]*(?:(?:export|set)\s+)?[^\w#]*([A-Za-z_][\w.-]*)(?:[^\w#]*[:=\uFF1D]|\s+\S|\s*$)/i

/** A line that looks like a setting, and is none here. It would pass in silence. */
function ofNoSetting(content: string, names: string[]): string[] {
  const written = likeAssignment.exec(withoutUnseen(content))?.[1]
  const name = names.find((each) => written !== undefined && withUnderscores(each) === withUnderscores(written))
  if (written === undefined || name === undefined) return []
  if (written !== name) return [`${written} is not read: the setting is called ${name}`]
  const unseen = unseenIn(content)
  const because = unseen === undefined ? '' : `, and this one has ${unseen} in it, which is not seen`
  return [`this line is ignored: a setting must be written ${name}=value${because}`]
}

const withUnderscores = (name: string): string => name.toUpperCase().replace(/[.-]/g, '_')

const ofName = (content: string, { name }: Entry): string[] =>
  new RegExp(`${name}[ \\t]+=`).test(content.slice(0, content.indexOf('=') + 1))
    ? [
        `a space stands before the = of ${name}, with which docker compose up to 1.25 refuses the file: write ${name}=value`,
      ]
    : []

function ofRepetition({ name, line }: Entry, entries: Entry[]): string[] {
  const all = entries.filter((entry) => entry.name === name)
  const last = all.at(-1)
  return line === last?.line && all.some(({ value }) => value !== last.value)
    ? [`${name} is set ${all.length} times, in lines ${all.map((one) => one.line).join(', ')}; the last one counts`]
    : []
}

/** Those of a document (“”) are quotes to a person only. */
const quote = `["'\`\\u2018\\u2019\\u201C\\u201D\\u201E]`
const inQuotes = /^(["']).*\1$/
const withQuote = new RegExp(`^${quote}|${quote}$`)

/** What belongs to the value, and may not be meant. The value, which may be a password, is not shown. */
function ofValue({ name, value }: Entry): string[] {
  const bare = value.trim()
  if (bare === '') return []
  const unseen = unseenIn(value)
  const later = 'docker compose from 1.26 on'
  return [
    ...(/^[ \t]/.test(value) ? [`the value of ${name} begins with a space: write ${name}=value`] : []),
    ...(/[ \t]$/.test(value)
      ? [`the value of ${name} ends in a space, which docker compose does not read: take it off`]
      : []),
    ...(unseen === undefined ? [] : [`the value of ${name} has ${unseen} in it, which is not seen: take it out`]),
    ...(inQuotes.test(bare)
      ? [`${name} is taken literally: its quotes belong to the value, and ${later} leaves them out; take them off`]
      : withQuote.test(bare)
        ? [
            `${name} is taken literally: the quote at its beginning or end belongs to the value; take it off unless it is meant`,
          ]
        : []),
    ...(/\s#/.test(value)
      ? [
          `${name} is taken literally: # and what follows belong to the value, and to ${later} are a comment; take them out`,
        ]
      : []),
    ...(/\$[A-Za-z_{$]/.test(value)
      ? [
          `${name} is taken literally: its $ belongs to the value, and docker compose 2 sees a variable there; take another value`,
        ]
      : []),
    ...(value.endsWith('\\')
      ? [`the value of ${name} ends in \\, which belongs to it: no value goes on in the next line`]
      : []),
  ]
}
