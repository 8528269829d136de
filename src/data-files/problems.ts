import type { z } from 'zod'
import { isObject } from '../json.js'

type Issue = z.core.$ZodIssue

/** What is wrong with a body: where in it, and what is allowed there. */
export const problemsIn = ({ issues }: z.ZodError, body: unknown): string[] =>
  issues.flatMap((issue) => textsOf(issue, [], body))

function textsOf(issue: Issue, above: PropertyKey[], body: unknown): string[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.message === ofZod) {
    const meant = meantBranch(issue.errors)
    if (meant.length > 0) return meant.flatMap((inner) => textsOf(inner, path, body))
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.flatMap((inner) => textsOf(inner, path, body))
  return [joined(pathText(body, path), wordsOf(issue))]
}

/** What zod says of a union that says nothing itself. */
const ofZod = 'Invalid input'

/**
 * Of the forms that a value may have, the one that it was meant to have: the one that fits in most of it. A list that is given where a word or a list
 * may be is meant as a list.
 */
const meantBranch = (branches: Issue[][]): Issue[] =>
  branches.toSorted((one, other) => misfit(one) - misfit(other))[0] ?? []

/** Another type altogether weighs most, then a key that is missing, then one that is not known; what is deeper inside says little. */
const misfit = (branch: Issue[]): number =>
  branch.reduce((sum, issue) => {
    if (issue.path.length > 1) return sum + 1
    if (issue.code === 'invalid_type' && issue.path.length === 0) return sum + 1000
    if (lacks(issue)) return sum + 100
    return sum + (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? 10 * issue.keys.length : 1)
  }, 0)

const lacks = (issue: Issue): boolean =>
  issue.code === 'invalid_union' && issue.discriminator !== undefined
    ? !(isObject(issue.input) && issue.discriminator in issue.input)
    : issue.path.length > 0 && issue.input === undefined

const joined = (path: string, words: string): string => {
  if (path === '') return /^(is|must) /.test(words) ? `it ${words}` : words
  return /^(is|must) /.test(words) ? `${path} ${words}` : `${path}: ${words}`
}

/** `panels[3] ("Sessions").metrics[0]`: a person finds the member of a list by its title. */
export function pathText(body: unknown, path: PropertyKey[]): string {
  let at: unknown = body
  return path.reduce<string>((text, key) => {
    at = isObject(at) || Array.isArray(at) ? (at as Record<PropertyKey, unknown>)[key] : undefined
    if (typeof key === 'number') return `${text}[${key}]${titleOf(at)}`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

const titleOf = (member: unknown): string =>
  isObject(member) && typeof member['title'] === 'string' && member['title'] !== '' ? ` ("${member['title']}")` : ''

const names: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function wordsOf(issue: Issue): string {
  const missing = issue.input === undefined ? 'is missing; it ' : ''
  switch (issue.code) {
    case 'invalid_type':
      return `${missing}must be ${names[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing; known are ${issue.values.join(', ')}`
        : `is ${JSON.stringify(issue.input)}; known are ${issue.values.join(', ')}`
    case 'too_small':
    case 'too_big':
      return issue.origin === 'array' ? membersOf(issue) : lengthOf(issue)
    case 'invalid_union':
      return issue.discriminator === undefined ? ownWords(issue, missing) : unknownKind(issue, issue.discriminator)
    default:
      return issue.message
  }
}

const ownWords = ({ message }: Issue, missing: string): string =>
  `${missing}${message === ofZod ? 'must have one of the known forms' : message}`

/** The key that says which of several objects it is. */
function unknownKind(issue: Issue & { code: 'invalid_union' }, key: string): string {
  const { input } = issue
  const options = 'options' in issue ? (issue.options ?? []) : []
  const given = isObject(input) ? input[key] : undefined
  return `${given === undefined ? 'is missing' : `is ${JSON.stringify(given)}`}; known are ${options.map(String).join(', ')}`
}

function membersOf(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const given = Array.isArray(issue.input) ? issue.input.length : 0
  return `must have ${issue.exact === true ? '' : issue.code === 'too_small' ? 'at least ' : 'at most '}${limit} ${limit === 1 ? 'member' : 'members'}, it has ${given}`
}

const lengthOf = (issue: Issue & { code: 'too_small' | 'too_big' }): string => {
  if (issue.origin === 'string') return 'must be a text that is not empty'
  return issue.code === 'too_small' ? `must be at least ${issue.minimum}` : `must be at most ${issue.maximum}`
}
