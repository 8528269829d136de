import { bodyRequired, refusal, type Refusal } from './refusals.js'

export type Json = Record<string, unknown>
export type Token = 'START_OBJECT' | 'START_ARRAY' | 'END_OBJECT' | 'FIELD_NAME'

/** A request body with what is needed to say where in it something is wrong. */
export class JsonBody {
  readonly value: unknown

  constructor(readonly text: string) {
    if (text.trim() === '') throw bodyRequired()
    try {
      this.value = JSON.parse(text)
    } catch (error) {
      throw syntaxRefusal(text, error)
    }
  }

  /** The value as an object, or the refusal of the parser. */
  object(value: unknown): Json {
    if (isObject(value)) return value
    throw this.unexpected('START_OBJECT', value)
  }

  list(value: unknown): unknown[] {
    if (Array.isArray(value)) return value
    throw this.unexpected('START_ARRAY', value)
  }

  /** Scalars read as text, as the parser of the server reads them. */
  scalar(value: unknown): string {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
    const { line, col } = this.place(value)
    throw refusal(500, 'illegal_state_exception', `Can't get text on a ${tokenOf(value)} at ${line}:${col}`)
  }

  unexpected(wanted: Token, found: unknown, token: string = tokenOf(found)): Refusal {
    const reason = `Failed to parse object: expecting token of type [${wanted}] but found [${token}]`
    return refusal(400, 'parsing_exception', reason, this.place(found))
  }

  /** Where the value stands: its first occurrence, which is right unless the same value stands twice. */
  private place(value: unknown): { line: number; col: number } {
    const before = this.text.slice(0, Math.max(0, this.text.indexOf(JSON.stringify(value)))).split('\n')
    return { line: before.length, col: (before.at(-1) ?? '').length + 1 }
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function tokenOf(value: unknown): string {
  if (value === null || value === undefined) return 'VALUE_NULL'
  if (Array.isArray(value)) return 'START_ARRAY'
  return (
    { string: 'VALUE_STRING', number: 'VALUE_NUMBER', boolean: 'VALUE_BOOLEAN' }[typeof value as string] ??
    'START_OBJECT'
  )
}

const source = '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: '

/** A body that ends too early is told apart from other bad JSON; the words for other bad JSON are not the server's. */
function syntaxRefusal(text: string, error: unknown): Refusal {
  const open = unclosed(text)
  if (open === undefined) return refusal(400, 'json_parse_exception', String(error))
  const kind = text[open] === '{' ? 'Object' : 'Array'
  const marker = `expected close marker for ${kind} (start marker at ${source}${open + 1}])`
  const reason = `Unexpected end-of-input: ${marker}\n at ${source}${text.length + 1}]`
  return refusal(400, 'json_e_o_f_exception', reason)
}

/** Place of the innermost bracket that is still open at the end. */
function unclosed(text: string): number | undefined {
  const open: number[] = []
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push(index)
    else if (token === '}' || token === ']') open.pop()
  }
  return open.at(-1)
}
