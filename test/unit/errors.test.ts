import { describe, expect, it } from '@jest/globals'
import {
  ApiError,
  ElkctlError,
  exitCodes,
  InterruptedError,
  SettingsError,
  UnreachableError,
} from '../../src/errors.js'

describe('exit codes', () => {
  it('are the documented table', () => {
    expect(Object.fromEntries(Object.entries(exitCodes).map(([name, { code }]) => [name, code]))).toEqual({
      done: 0,
      failure: 1,
      pending: 2,
      usage: 3,
      access: 4,
      unreachable: 5,
      incompatible: 6,
      conflict: 7,
      partial: 8,
      interrupted: 130,
    })
  })

  it('have a meaning each', () => {
    const meanings = Object.values(exitCodes).map(({ meaning }) => meaning)
    expect(new Set(meanings).size).toBe(meanings.length)
    expect(meanings.every((meaning) => meaning.length > 3)).toBe(true)
  })
})

describe('each error ends with its code', () => {
  const hint = 'do this'
  it.each<[string, ElkctlError, string, number]>([
    ['settings', new SettingsError([{ where: 'x', message: 'y' }]), 'SettingsError', 3],
    ['no answer', new UnreachableError('m', { code: 'ECONNREFUSED', hint }), 'UnreachableError', 5],
    ['401', new ApiError('m', { status: 401, hint }), 'ApiError', 4],
    ['403', new ApiError('m', { status: 403, hint }), 'ApiError', 4],
    ['400', new ApiError('m', { status: 400, hint }), 'ApiError', 1],
    ['500', new ApiError('m', { status: 500, hint }), 'ApiError', 1],
    ['409 that is named a conflict', new ApiError('m', { status: 409, hint, exit: 'conflict' }), 'ApiError', 7],
    ['403 that is named otherwise', new ApiError('m', { status: 403, hint, exit: 'failure' }), 'ApiError', 1],
    ['Ctrl-C', new InterruptedError(), 'InterruptedError', 130],
    ['version', new ElkctlError('m', { exit: 'incompatible', hint }), 'ElkctlError', 6],
  ])('%s', (_what, error, name, code) => {
    expect(error).toBeInstanceOf(ElkctlError)
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe(name)
    expect(exitCodes[error.exit].code).toBe(code)
    expect(error.hint).not.toBe('')
  })

  it('keeps its cause', () => {
    const cause = new Error('inner')
    expect(new UnreachableError('m', { code: 'X', hint, cause }).cause).toBe(cause)
    expect(new UnreachableError('m', { code: 'X', hint, cause }).code).toBe('X')
    expect(new ApiError('m', { status: 418, hint }).status).toBe(418)
  })
})

describe('SettingsError', () => {
  it('says one problem in one line', () => {
    expect(new SettingsError([{ where: '.env:3', message: 'wrong' }]).message).toBe('.env:3: wrong')
  })

  it('says several in a list, and keeps them as data', () => {
    const problems = [
      { where: '.env:3', message: 'wrong' },
      { where: '--wait', message: 'no duration' },
    ]
    const error = new SettingsError(problems, 'so')
    expect(error.message).toBe('2 problems in the settings:\n  - .env:3: wrong\n  - --wait: no duration')
    expect(error.problems).toEqual(problems)
    expect(error.hint).toBe('so')
  })
})
