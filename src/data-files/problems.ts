import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What is wrong with a body: where in it, and what is allowed there. */
export const problemsIn = ({ issues }: z.ZodError): string[] => issues.flatMap((issue) => said(issue, []))

function said(issue: Issue, above: PropertyKey[]): string[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors)
    if (meant.length > 0) return meant.flatMap((inner) => said(inner, path))
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.flatMap((inner) => said(inner, path))
  return [joined(where(path), wordsOf(issue))]
}

/**
 * Of the forms that a value may have, the one that it was meant to have: the one that fits in most of it. A list that is given where a word or a list
 * may be is meant as a list.
 */
const meantBranch = (branches: Issue[][]): Issue[] =>
  branches.toSorted((one, other) => misfit(one) - misfit(other))[0] ?? []

/** Another type altogether weighs most, then a key that is missing, then one that is not known. */
const misfit = (branch: Issue[]): number =>
  branch.reduce((sum, issue) => {
    if (issue.code === 'invalid_type' && issue.path.length === 0) return sum + 1000
    if (issue.path.length > 0 && issue.input === undefined) return sum + 100
    return sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1)
  }, 0)

const joined = (path: string, words: string): string => {
  if (path === '') return /^(is|must) /.test(words) ? `it ${words}` : words
  return /^(is|must) /.test(words) ? `${path} ${words}` : `${path}: ${words}`
}

const where = (path: PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')

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
      return `${missing}must have one of the known forms`
    default:
      return issue.message
  }
}

function membersOf(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const wanted = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const given = Array.isArray(issue.input) ? issue.input.length : 0
  return `must have ${issue.exact === true ? '' : issue.code === 'too_small' ? 'at least ' : 'at most '}${wanted} ${wanted === 1 ? 'member' : 'members'}, it has ${given}`
}

const lengthOf = (issue: Issue & { code: 'too_small' | 'too_big' }): string => {
  if (issue.origin === 'string') return 'must be a text that is not empty'
  return issue.code === 'too_small' ? `must be at least ${issue.minimum}` : `must be at most ${issue.maximum}`
}
