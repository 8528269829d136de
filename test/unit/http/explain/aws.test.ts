import { expect, it } from '@jest/globals'
import { refusal, reasonIn } from '../../../../src/http/answer.js'
import { readingOf } from '../../../../src/kinds/reading.js'
import { reply } from '../../fake-stack.js'
import '../../same-realm.js'

/** Bodies as AWS sends them (its documentation, and issues of public clients). */
it.each([
  [{ message: 'The security token included in the request is invalid.' }, /does not know this access key/],
  [{ message: 'The security token included in the request is expired' }, /temporary keys have expired/],
  [
    { message: 'Signature expired: 20261121T000000Z is now earlier than 20261121T001500Z (20261121T002000Z - 5 min.)' },
    /clock/,
  ],
  [{ message: 'Signature not yet current: 20261121T010000Z is still later than 20261121T000500Z' }, /clock/],
  [{ message: 'Credential should be scoped to a valid region. ' }, /--aws-region/],
  [{ Message: 'User: anonymous is not authorized to perform: es:ESHttpGet' }, /--aws-sigv4/],
  [
    {
      Message:
        'User: arn:aws:iam::123456789012:user/ops is not authorized to perform: es:ESHttpPut with an explicit deny',
    },
    /es:ESHttpPut/,
  ],
  [{ Message: "Your request: '/_cluster/settings' payload is not allowed." }, /does not offer/],
])('%o', (body, hint) => {
  const error = refusal(reply('GET', '/x', { status: 403, body }), 'Reading')
  expect(error).toMatchObject({ exit: 'access', hint: expect.stringMatching(hint) as unknown })
  expect(error.message).toContain(Object.values(body)[0])
})

it('of a signature that does not match, the request that AWS repeats is left out', () => {
  const message =
    "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'GET\n/'"
  expect(reasonIn(reply('GET', '/', { status: 403, body: { message } }))).toBe(
    'The request signature we calculated does not match the signature you provided.',
  )
})

it('what AWS does not offer is absent, which is another thing than refused', () => {
  const read = (body: unknown) => readingOf(reply('GET', '/_x', { status: 401, body }), 'things', () => [])
  expect(read({ Message: "Your request: '/_x' is not allowed." })).toEqual({
    status: 'absent',
    reason: 'AWS does not offer GET /_x (401)',
  })
  expect(read('Unauthorized').status).toBe('refused')
})
