import { describe, expect, it } from '@jest/globals'
import { InterruptedError, UnreachableError } from '../../../src/errors.js'
import { retrying } from '../../../src/http/retries.js'
import type { Reply, Writer } from '../../../src/stack/stack.js'
import { memoryEngine, type Answer } from '../fake-stack.js'

const busy: Answer = { status: 503, body: { error: { reason: 'too busy' } } }
const done: Answer = { status: 200, body: {} }
const cut = new UnreachableError('closed', { code: 'ECONNRESET', hint: '' })
const noon = Date.parse('2026-11-26T12:00:00Z')

/** A server that goes through these answers, the last one for ever, and a run that has so many milliseconds to wait. */
function serverThat(answers: (Answer | Error)[], left = 60_000, now = () => noon) {
  const engine = memoryEngine(() => {
    const answer = answers[Math.min(engine.requests.length, answers.length) - 1]
    if (answer instanceof Error) throw answer
    return answer
  })
  const [slept, said]: [number[], string[]] = [[], []]
  const writer = retrying(engine.writer, {
    title: 'Elasticsearch',
    left: () => left,
    onPause: (why, milliseconds) => {
      said.push(why)
      left -= milliseconds
    },
    onLost: (milliseconds) => {
      left -= milliseconds
    },
    sleep: (milliseconds) => {
      slept.push(milliseconds)
      return Promise.resolve()
    },
    random: () => 0,
    now,
  })
  return { writer, requests: engine.requests, slept, said }
}

type Send = (writer: Writer) => Promise<Reply>
const get: Send = (writer) => writer.get('/x')
const statusOf = (sent: Promise<Reply>) =>
  sent.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof UnreachableError ? error.code : error),
  )

describe('a server that is busy, or away for a moment', () => {
  it.each<[string, Answer | Error]>([
    ['429', { status: 429, body: { error: { type: 'circuit_breaking_exception' } } }],
    ['502', { status: 502, body: '<h1>Bad Gateway</h1>' }],
    ['503', busy],
    ['503 of a cluster without a master', { status: 503, body: { error: { type: 'cluster_block_exception' } } }],
    ['504', { status: 504, body: '' }],
    ['a connection that is cut', cut],
    ['a host that does not answer', new UnreachableError('late', { code: 'ETIMEDOUT', hint: '' })],
    ['nobody who listens', new UnreachableError('refused', { code: 'ECONNREFUSED', hint: '' })],
  ])('%s: is asked again, and it is said why', async (_what, answer) => {
    const { writer, slept, said } = serverThat([answer, answer, done])
    expect(await statusOf(get(writer))).toBe(200)
    expect(slept).toEqual([500, 1000])
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/^Elasticsearch: \S/)
  })

  it.each<[string, Answer | Error]>([
    ['401', { status: 401, body: {} }],
    ['403', { status: 403, body: {} }],
    ['500', { status: 500, body: {} }],
    ['a full disk', { status: 429, body: { error: { type: 'cluster_block_exception' } } }],
    ['a certificate', new UnreachableError('expired', { code: 'CERT_HAS_EXPIRED', hint: '' })],
    ['Ctrl-C', new InterruptedError()],
  ])('%s: is not asked again', async (_what, answer) => {
    const { writer, requests, slept } = serverThat([answer, done])
    expect(await statusOf(get(writer))).not.toBe(200)
    expect([requests.length, slept]).toEqual([1, []])
  })

  it('is given up when the time of the run is over, with what it said last', async () => {
    const { writer, slept } = serverThat([busy], 2000)
    expect(await statusOf(get(writer))).toBe(503)
    expect(slept).toEqual([500, 1000, 500])
    expect(await statusOf(get(writer))).toBe(503)
    expect(slept).toHaveLength(3)
  })
})

describe('Retry-After', () => {
  const asking = (value: string): Answer => ({ ...busy, headers: { 'retry-after': value } })
  it.each([
    ['7', [7000]],
    ['Thu, 26 Nov 2026 12:00:09 GMT', [9000]],
    ['Thu, 26 Nov 2026 11:00:00 GMT', [500]],
    ['soon', [500]],
    ['0', [500]],
  ])('%s is heeded', async (value, pauses) => {
    const { writer, slept } = serverThat([asking(value), done])
    expect(await statusOf(get(writer))).toBe(200)
    expect(slept).toEqual(pauses)
  })

  it('that is later than the run waits ends it at once', async () => {
    const { writer, slept } = serverThat([asking('3600'), done])
    expect(await statusOf(get(writer))).toBe(503)
    expect(slept).toEqual([])
  })
})

describe('what is sent twice', () => {
  const gateway: Answer = { status: 502, body: '' }
  const requests: [string, Send, { busy: boolean; lost: boolean }][] = [
    ['GET', get, { busy: true, lost: true }],
    ['DELETE', (writer) => writer.delete('/x'), { busy: true, lost: true }],
    ['PUT of a user', (writer) => writer.put('/_security/user/u', { password: 'p' }), { busy: true, lost: true }],
    [
      'an import',
      (writer) => writer.upload('/api/saved_objects/_import?overwrite=true', 'f', ''),
      { busy: true, lost: true },
    ],
    ['a search', (writer) => writer.post('/a/_search?x', {}), { busy: true, lost: true }],
    ['PUT of one version', (writer) => writer.put('/p?if_seq_no=1&if_primary_term=1', {}), { busy: true, lost: false }],
    ['ISM', (writer) => writer.post('/_plugins/_ism/add/i', {}), { busy: true, lost: false }],
    ['a bulk', (writer) => writer.bulk('/_bulk?filter_path=x', ''), { busy: false, lost: false }],
    ['one’s own password', (writer) => writer.post('/_security/user/_password', {}), { busy: true, lost: false }],
    [
      'the same on OpenSearch',
      (writer) => writer.put('/_plugins/_security/api/account', {}),
      { busy: true, lost: false },
    ],
    ['the password of another', (writer) => writer.post('/_security/user/u/_password', {}), { busy: true, lost: true }],
    ['aliases', (writer) => writer.post('/_aliases', { actions: [] }), { busy: true, lost: true }],
  ]
  it.each(requests)('%s', async (_what, send, expected) => {
    const isRepeated = async (answer: Answer | Error) => {
      const server = serverThat([answer, done])
      await statusOf(send(server.writer))
      return server.requests.length === 2
    }
    expect({ busy: await isRepeated(busy), lost: await isRepeated(cut) }).toEqual(expected)
    expect(await isRepeated(gateway)).toBe(expected.lost)
  })

  it('says so when what came before it may have been taken', async () => {
    const before = async (answer: Answer | Error) => (await get(serverThat([answer, done]).writer)).lostBefore
    expect([await before(cut), await before(gateway), await before(busy)]).toEqual([true, true, undefined])
  })

  it('a connection that hangs uses up the time of the run', async () => {
    let clock = 0
    const server = serverThat([new UnreachableError('late', { code: 'ETIMEDOUT', hint: '' })], 100_000, () => {
      clock += 15_000
      return clock
    })
    expect(await statusOf(get(server.writer))).toBe('ETIMEDOUT')
    // Of 100 s, each try takes 15 s, and the pauses 0.5, 1, 2, 4 and 8 s.
    expect(server.slept).toEqual([500, 1000, 2000, 4000, 8000])
  })
})

it('a security plugin that is writing for somebody else is asked again; a conflict elsewhere is none that passes', async () => {
  const conflict: Answer = { status: 409, body: { status: 'CONFLICT', message: 'version conflict' } }
  const put = (path: string) => serverThat([conflict, done]).writer.put(path, {})
  expect((await put('/_plugins/_security/api/internalusers/openvidu')).status).toBe(200)
  expect((await put('/_plugins/_ism/policies/daily')).status).toBe(409)
})
