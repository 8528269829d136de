import { describe, expect, it } from '@jest/globals'
import { ApiError, ElkctlError, InterruptedError, UnreachableError } from '../../../src/errors.js'
import { forbidden, readerOf } from '../fake-stack.js'

import { authenticate, authinfo, banner, detect } from './detecting.js'

describe('a refusal', () => {
  it('401 with credentials names the user and where it stands', async () => {
    const error: unknown = await detect(readerOf({ '/': { status: 401, body: 'Unauthorized' } })).result.catch(
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ exit: 'access', status: 401 })
    expect((error as Error).message).toMatch(/password of elastic \(\.env:3\)/)
  })

  it.each([
    [
      '.env:3',
      'Correct the user name or password there; or give the administrator with --admin-username NAME --admin-password-stdin.',
    ],
    ['--admin-username', 'Correct the user name or the password.'],
  ])('401 with credentials from %s says what to correct, and names no option again', async (from, hint) => {
    const signIn = { username: 'elastic', password: 'p', from }
    const { result } = detect(readerOf({ '/': { status: 401, body: {} } }), { signIn })
    await expect(result).rejects.toMatchObject({ hint })
  })

  it.each([
    [
      'in the settings too, where they name a user',
      'USER and PASSWORD in .env',
      /in the environment\. Or set USER and PASSWORD in \.env\.$/,
    ],
    [
      'as options or in the environment, where they name none',
      undefined,
      /^Give an administrator: --admin-username .* in the environment\.$/,
    ],
  ])('401 without credentials asks for some: %s', async (_what, accountSettings, hint) => {
    const { result } = detect(readerOf({ '/': { status: 401, body: {} } }), { signIn: undefined, accountSettings })
    await expect(result).rejects.toMatchObject({
      exit: 'access',
      message: expect.stringContaining('requires credentials') as unknown,
      hint: expect.stringMatching(hint) as unknown,
    })
  })

  it('403 names the right that is missing', async () => {
    const { result } = detect(readerOf({ '/': forbidden }))
    await expect(result).rejects.toMatchObject({ exit: 'access', hint: expect.stringContaining('monitor') as unknown })
  })
})

describe('a search engine that is starting', () => {
  it.each([502, 503, 504, 429])('%d is waited for, and it is said why', async (status) => {
    const search = readerOf({
      '/': [{ status, body: { error: 'not yet' } }, { status, body: { error: 'not yet' } }, banner('7.10.2')],
      '/_security/_authenticate': authenticate,
    })
    const { result, waiting, slept } = detect(search)
    expect((await result).version).toBe('7.10.2')
    expect(waiting).toEqual(Array(2).fill(`the search engine: ${status} {"error":"not yet"}`))
    expect(slept).toEqual([1000, 1000])
  })

  it('is given up when the time is over, to the millisecond', async () => {
    const { result, slept } = detect(readerOf({ '/': { status: 503, body: 'no' } }), { wait: 2500 })
    await expect(result).rejects.toMatchObject({
      exit: 'unreachable',
      code: 'NOT_READY',
      hint: expect.stringContaining('--wait') as unknown,
    })
    expect(slept).toEqual([1000, 1000, 500])
  })

  it('is not waited for without time', async () => {
    const { result, slept } = detect(readerOf({ '/': { status: 503, body: 'no' } }), { wait: 0 })
    await expect(result).rejects.toBeInstanceOf(UnreachableError)
    expect(slept).toEqual([])
  })

  it('is left alone after Ctrl-C', async () => {
    const controller = new AbortController()
    const search = readerOf({ '/': { status: 503, body: 'no' } })
    const sleep = () => {
      controller.abort()
      return Promise.resolve()
    }
    await expect(detect(search, { sleep, signal: controller.signal }).result).rejects.toBeInstanceOf(InterruptedError)
    expect(search.requests).toEqual(['GET /'])
  })

  it.each([
    ['Elasticsearch', banner('8.19.2'), '/_security/_authenticate', authenticate],
    ['OpenSearch', banner('2.19.4', { distribution: 'opensearch' }), '/_plugins/_security/authinfo', authinfo],
  ])('%s, whose security is not ready, is not taken for one without security', async (_what, greeting, path, later) => {
    const search = readerOf({
      '/': greeting,
      [path]: [{ status: 503, body: { error: { reason: 'not ready' } } }, later],
    })
    const outcome = await detect(search).result.then(
      ({ security }) => security,
      (error: unknown) => (error instanceof ElkctlError ? error.exit : error),
    )
    expect([true, 'unreachable']).toContain(outcome)
  })
})
