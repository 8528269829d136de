import { describe, expect, it } from '@jest/globals'
import type { Question, Right } from '../../../src/data-files/schemas/rights.js'
import { checkRights } from '../../../src/access/rights.js'
import { opensearch } from '../../../src/stack/flavors.js'
import type { Stack, Writer } from '../../../src/stack/stack.js'
import { forbidden, ok, reply, stackOf, type Answer } from '../fake-stack.js'

/** A server that answers by path, whatever the method. */
const server = (answer: (path: string) => Answer): Writer => {
  const send = (method: string) => (path: string) => Promise.resolve(reply(method, path, answer(path)))
  return {
    url: 'http://127.0.0.1:9200',
    get: send('GET'),
    put: send('PUT'),
    post: send('POST'),
    delete: send('DELETE'),
    upload: send('POST'),
    bulk: send('POST'),
  }
}

const right = (questions: Question[], expectation: Partial<Right>): Right => ({
  title: 'a right',
  reason: 'a reason',
  elasticsearch: questions,
  opensearch: questions,
  ...expectation,
})

const needed = { needed: { service: 'the test' } }
const refused: Pick<Right, 'refused'> = { refused: ['service'] }

async function judged(one: Right, answer: (path: string) => Answer, stack: Stack = stackOf({}, opensearch)) {
  const results = await checkRights([one], {
    as: { search: server(answer) },
    username: 'openvidu',
    stack,
    lifecycle: false,
    kind: 'service',
    onResult: () => undefined,
  })
  return results[0]
}

const request = (path: string, granted: number[]): Question => ({ request: `PUT ${path}`, body: {}, granted })

describe('a right', () => {
  it.each([
    [needed, 400, true, 'pass'],
    [needed, 403, false, 'missing'],
    [needed, 401, false, 'missing'],
    [needed, 503, null, 'unclear'],
    [refused, 400, true, 'excess'],
    [refused, 403, false, 'pass'],
    [refused, 502, null, 'unclear'],
  ])('that is %j and answered %i is %j: %s', async (expectation, status, granted, verdict) => {
    expect(
      await judged(right([request('/_cluster/settings', [400])], expectation), () => ({ status, body: 'said' })),
    ).toMatchObject({ granted, status: verdict })
  })

  it.each([needed, refused])(
    'that is %j is unclear where a block on an index refuses everyone',
    async (expectation) => {
      const reason = 'index [openvidu] blocked by: [FORBIDDEN/7/index read (api)];'
      const body = { error: { type: 'cluster_block_exception', reason }, status: 403 }
      expect(
        await judged(right([request('/openvidu', [400])], expectation), () => ({ status: 403, body })),
      ).toMatchObject({ granted: null, status: 'unclear', evidence: [`PUT /openvidu → 403 ${reason.slice(0, -1)}`] })
    },
  )

  it.each([
    [needed, 'missing'],
    [refused, 'excess'],
  ])('that is %j and granted in part is not as it should be: %s', async (expectation, status) => {
    const questions = [request('/mine', [400]), request('/theirs', [400])]
    expect(
      await judged(right(questions, expectation), (path) => (path === '/mine' ? { status: 400, body: '' } : forbidden)),
    ).toMatchObject({ granted: 'partly', status })
  })

  it('is not asked about where the stack lacks the part', async () => {
    const questions: Question[] = [
      request('/_plugins/_ism/policies/x', [409]),
      { request: 'GET /api/saved_objects/_find', at: 'dashboards', granted: [200] },
    ]
    expect(await judged(right(questions, needed), () => ok({}))).toMatchObject({ granted: null, status: 'skip' })
  })

  it('of whom nothing is expected does not appear', async () => {
    expect(await judged(right([request('/x', [400])], { needed: { viewer: 'people' } }), () => ok({}))).toBeUndefined()
  })

  it.each([
    ['saved_object:7.12.1:dashboard/get', true],
    ['saved_object:dashboard/get', true],
    ['saved_object:7.12.1:dashboard/delete', false],
  ])('in Kibana is one in either spelling of the action: %s', async (granted, expected) => {
    const stack = stackOf({ dashboards: { version: '7.12.1', reader: server(() => ok({})) } })
    const answer = (path: string): Answer => {
      const asked = JSON.parse(new URLSearchParams(path.split('?')[1]).get('source') ?? '{}') as {
        application: [{ privileges: string[] }]
      }
      const said = Object.fromEntries(asked.application[0].privileges.map((name) => [name, name === granted]))
      return ok({ application: { 'kibana-.kibana': { 'space:default': said } } })
    }
    const found = await judged(
      right([{ space: 'default', actions: ['saved_object:dashboard/get'] }], needed),
      answer,
      stack,
    )
    expect(found?.granted).toBe(expected)
  })

  it('is not taken for granted when the server does not know the question', async () => {
    const found = await judged(
      right([{ cluster: ['manage_security'] }], refused),
      () => ({ status: 400, body: 'no handler' }),
      stackOf(),
    )
    expect(found).toMatchObject({ granted: null, status: 'unclear' })
  })
})
