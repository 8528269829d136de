import { describe, expect, it } from '@jest/globals'
import { ApiError, UnreachableError } from '../../../src/errors.js'
import {
  expectGone,
  expectOk,
  reasonIn,
  refusal,
  grantHint,
  orSignInAsAdministrator,
} from '../../../src/http/answer.js'
import { reply } from '../fake-stack.js'
import { recordedReply } from '../fixtures.js'

const answer = (status: number, body: unknown) => reply('PUT', '/path', { status, body })

describe('reasonIn', () => {
  it.each([
    ['Elasticsearch', { error: { type: 't', reason: 'it is so' }, status: 400 }, 'it is so'],
    [
      'Elasticsearch with a cause',
      { error: { reason: 'outer', caused_by: { reason: 'inner', caused_by: { reason: 'innermost' } } } },
      'outer: inner: innermost',
    ],
    [
      'OpenSearch without handler',
      { error: 'no handler found for uri [/x]' },
      '{"error":"no handler found for uri [/x]"}',
    ],
    [
      'the security plugin',
      { status: 'FORBIDDEN', message: 'No permission to access REST API' },
      'No permission to access REST API',
    ],
    [
      'the security plugin about keys',
      { status: 'error', reason: 'Invalid configuration', invalid_keys: { keys: 'a,b' } },
      'Invalid configuration {"keys":"a,b"}',
    ],
    [
      'Kibana',
      { statusCode: 404, error: 'Not Found', message: 'Saved object [x] not found' },
      'Saved object [x] not found',
    ],
    ['text', ' Unauthorized\n  here ', 'Unauthorized here'],
    ['nothing', '', 'HTTP 418'],
    ['null', null, 'HTTP 418'],
    ['an unknown object', { a: 1 }, '{"a":1}'],
    ['an empty reason', { error: { reason: '' }, message: 'said' }, 'said'],
  ])('of %s', (_what, body, reason) => {
    expect(reasonIn(answer(418, body))).toBe(reason)
  })

  it('is cut where a page of HTML comes', () => {
    expect(reasonIn(answer(502, `<html>${'x'.repeat(5000)}</html>`)).length).toBeLessThanOrEqual(300)
    expect(reasonIn(answer(400, { message: 'x'.repeat(5000) })).length).toBeLessThanOrEqual(600)
  })

  it('is what a real Kibana says', () => {
    expect(reasonIn({ method: 'GET', path: '/', ...recordedReply('kibana-7.12.1', '137') })).toBe(
      'License is not available.',
    )
    expect(reasonIn({ method: 'GET', path: '/', ...recordedReply('kibana-7.12.1', '001') })).toBe(
      'Kibana server is not ready yet',
    )
  })
})

describe('expectOk', () => {
  it.each([200, 201, 204, 299])('%d is', (status) => {
    const given = answer(status, {})
    expect(expectOk(given, 'It')).toBe(given)
  })

  it.each([
    [400, 'failure'],
    [401, 'access'],
    [403, 'access'],
    [404, 'failure'],
    [409, 'conflict'],
    [500, 'failure'],
    [503, 'unreachable'],
    [302, 'failure'],
    [199, 'failure'],
  ])('%d is not: %s', (status, exit) => {
    expect(() => expectOk(answer(status, { message: 'so' }), 'It')).toThrow(ApiError)
    const error = refusal(answer(status, { message: 'so' }), 'It')
    expect(error).toMatchObject({ status, exit })
    expect(error.message).toBe(`It was refused: ${status} so (PUT /path)`)
    expect(error.hint).not.toBe('')
  })
})

describe('a user who is refused', () => {
  it.each([
    { identity: undefined, hint: /^Sign in as an administrator: --admin-username/ },
    { identity: { username: 'openvidu', roles: ['x'] }, hint: /^Sign in as an administrator: --admin-username/ },
    {
      identity: { username: 'elastic', roles: ['x', 'superuser'] },
      hint: /^The server refused although elastic is an/,
    },
  ])('is told by the answer to a request what to do ($identity.username)', ({ identity, hint }) => {
    const refused = { ...answer(403, { message: 'no' }), ...(identity && { identity }) }
    expect(refusal(refused, 'Role x').hint).toMatch(hint)
    expect(grantHint('x', identity)).toMatch(hint)
    expect(orSignInAsAdministrator('Add it', identity)).toMatch(/^Add it\.( Or sign in as an administrator: .*)?$/)
  })

  it.each(['superuser', 'all_access'])('is not sent to an administrator when it is one (%s)', (role) => {
    const hint = grantHint('no permissions', { username: 'elastic', roles: ['x', role] })
    expect(hint).toContain(`although elastic is an administrator (${role})`)
    expect(hint).not.toContain('Sign in')
  })

  it('is sent to one otherwise', () => {
    expect(grantHint('no permissions', { username: 'openvidu', roles: ['x'] })).toContain('Sign in as an administrator')
  })
})

describe('a removal', () => {
  it.each([
    { status: 200, body: { acknowledged: true } },
    { status: 200, body: {} },
    { status: 204, body: '' },
    { status: 404, body: 'Not Found' },
  ])('is believed where the server says so: $status $body', ({ status, body }) => {
    const reply = answer(status, body)
    expect(expectGone(reply, 'Removing x')).toBe(reply)
  })

  it('is not believed where a page answers', () => {
    expect(() => expectGone(answer(200, '<html>Sign in</html>'), 'Removing x')).toThrow(UnreachableError)
  })
})
