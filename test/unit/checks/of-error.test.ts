import { describe, expect, it } from '@jest/globals'
import { findingsOfError } from '../../../src/checks/of-error.js'
import { ApiError, DataFileError, InterruptedError, SettingsError, UnreachableError } from '../../../src/errors.js'

const hint = 'Do something.'
const refused = (status: number, exit?: 'conflict' | 'unreachable') =>
  new ApiError(`refused: ${status}`, { status, hint, ...(exit && { exit }) })
const unreachable = (code: string) => new UnreachableError(`no answer: ${code}`, { code, hint })

describe('an error that ends a run', () => {
  it.each([
    ['run.completed', 'failure', refused(500)],
    ['run.completed', 'unreachable', refused(503, 'unreachable')],
    ['run.completed', 'interrupted', new InterruptedError()],
    ['account.signs-in', 'access', refused(401)],
    ['object.blocked', 'conflict', refused(409, 'conflict')],
    ['network.name', undefined, unreachable('ENOTFOUND')],
    ['network.port', undefined, unreachable('ECONNREFUSED')],
    ['network.proxy', undefined, unreachable('PROXY_407')],
    ['network.tls', undefined, unreachable('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['stack.answers', undefined, unreachable('NOT_READY')],
    ['settings.file', 'usage', new ApiError('no file', { status: 0, hint, exit: 'usage' })],
  ])('is a finding of %s (%s)', (id, exit, error) => {
    expect(findingsOfError(error)).toEqual([
      expect.objectContaining({
        check: id,
        status: 'fail',
        detail: error.message,
        hint: error.hint,
        ...(exit && { exit }),
      }),
    ])
  })

  it('is a finding for each of its problems, with the place of it', () => {
    const problems = [
      { where: '/opt/app/.env:12', message: 'it is no address' },
      { where: '--role', message: 'it is empty' },
    ]
    expect(findingsOfError(new SettingsError(problems))).toEqual([
      expect.objectContaining({
        ...{ check: 'settings.value', detail: 'it is no address', subject: '/opt/app/.env:12' },
        place: { file: '/opt/app/.env', line: 12 },
      }),
      expect.not.objectContaining({ place: expect.anything() as unknown }),
    ])
    expect(findingsOfError(new DataFileError([{ file: 'roles/a.json', problem: 'no JSON' }]))).toEqual([
      expect.objectContaining({ check: 'settings.data-file', detail: 'no JSON', place: { file: 'roles/a.json' } }),
    ])
  })
})
