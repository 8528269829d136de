import type { Entry, Grammar } from './grammar.js'
import { remarksOnLines } from './literal-env-remarks.js'

/** `NAME=value`, where everything behind the first `=` is the value: quotes, `#`, `$` and spaces belong to it. */
export const literalEnv: Grammar = {
  read: (text) => parseEnv(text),
  replace: (text, values) => replaceValues(text, values),
  remarks: remarksOnLines,
}

const assignment = /^[ \t]*([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=(.*)$/s

/** Every assignment in the order of the file. Comments, blank lines and anything else are left out; CRLF and a BOM are understood. */
export function parseEnv(text: string): Entry[] {
  return lines(text).flatMap(({ content }, index) => {
    const match = assignment.exec(content)
    return match ? [{ name: String(match[1]), value: String(match[2]), line: index + 1 }] : []
  })
}

/**
 * The same text with other values. All bytes outside the changed values stay as they are: order, comments, line endings, BOM, a missing
 * last newline. A name that stands there twice gets the value in both places, so that no reader can see the old one. A name that is only
 * commented out is added below its comment, one that is not there at all at the end.
 */
export function replaceValues(text: string, values: Record<string, string>): string {
  const all = lines(text)
  const newline = all.find(({ ending }) => ending !== '')?.ending ?? '\n'
  for (const [name, value] of Object.entries(values)) {
    if (/[\r\n\0]/.test(value))
      throw new RangeError(`the value of ${name} holds a line break or a NUL, which an environment file cannot carry`)
    const existing = all.filter(({ content }) => assignment.exec(content)?.[1] === name)
    if (existing.length > 0) {
      for (const line of existing) line.content = line.content.slice(0, line.content.indexOf('=') + 1) + value
      continue
    }
    const commented = all.findLastIndex(({ content }) => new RegExp(`^[ \\t]*#[ \\t]*${name}[ \\t]*=`).test(content))
    const after = commented === -1 ? lastFilled(all) : commented
    const previous = all[after]
    if (previous && previous.ending === '') previous.ending = newline
    all.splice(after + 1, 0, { content: `${name}=${value}`, ending: newline })
  }
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  return bom + all.map(({ content, ending }) => content + ending).join('')
}

interface Line {
  content: string
  ending: string
}

function lines(text: string): Line[] {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  return [...bare.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)]
    .map(([, content = '', ending = '']) => ({ content, ending }))
    .filter(({ content, ending }) => content !== '' || ending !== '')
}

const lastFilled = (all: Line[]): number => all.findLastIndex(({ content }) => content.trim() !== '')
