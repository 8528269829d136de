import { describe, expect, it } from '@jest/globals'
import { ApiError, UnreachableError } from '../../../src/errors.js'
import { detectDashboards } from '../../../src/stack/detect-dashboards.js'
import type { DetectOptions } from '../../../src/stack/detect-options.js'
import { ok, readerOf, type Answer } from '../fake-stack.js'
import { recordedReply, type Rig } from '../fixtures.js'

const recorded = (rig: Rig, number: string): Answer => recordedReply(rig, number)
const kibana = (number: string) => recorded('kibana-7.12.1', number)
const openSearch = (number: string) => recorded('opensearch-dashboards-2.19.2', number)

const green = kibana('003')
const status8 = (level: string) =>
  ok({ name: 'k', version: { number: '8.19.2' }, status: { overall: { level, summary: 's' } } })
const status7 = (state: string) => ok({ name: 'k', version: { number: '7.10.2' }, status: { overall: { state } } })

function detect(answers: Answer | [Answer, ...Answer[]], options: Partial<Omit<DetectOptions, 'dashboards'>> = {}) {
  let clock = 0
  const waiting: string[] = []
  const dashboards = readerOf({ '/api/status': answers }, 'http://127.0.0.1:5601/kibana')
  const result = detectDashboards({
    search: readerOf({}),
    dashboards,
    signIn: { username: 'elastic', from: '.env:3' },
    wait: 60_000,
    onWaiting: (what, why) => waiting.push(`${what}: ${why}`),
    sleep: (milliseconds) => {
      clock += milliseconds
      return Promise.resolve()
    },
    now: () => clock,
    signal: new AbortController().signal,
    ...options,
  })
  return { result, waiting, dashboards, seconds: () => clock / 1000 }
}

describe('a server that is ready', () => {
  it.each([
    ['Kibana 7.12', green, '7.12.1'],
    ['OpenSearch Dashboards 2.19', openSearch('003'), '2.19.2'],
    ['Kibana 8, available', status8('available'), '8.19.2'],
    ['Kibana 8, degraded', status8('degraded'), '8.19.2'],
    ['Kibana 7, yellow', status7('yellow'), '7.10.2'],
    ['one that does not tell its state to everyone', ok({ version: { number: '8.1.0' } }), '8.1.0'],
  ])('%s', async (_what, answer, version) => {
    const { result, waiting, dashboards } = detect(answer)
    expect((await result).version).toBe(version)
    expect((await result).reader).toBe(dashboards)
    expect(waiting).toEqual([])
    expect(dashboards.requests).toHaveLength(1)
  })
})

describe('a server that is starting', () => {
  it.each([
    ['503 as a page', kibana('001'), /503 Kibana server is not ready yet/],
    ['503 as JSON', kibana('137'), /503 .*License is not available/],
    ['503 of OpenSearch Dashboards', openSearch('001'), /503 OpenSearch Dashboards server is not ready yet/],
    ['401 for a second', kibana('135'), /401 although the search engine accepted/],
    ['401 while OpenSearch is away', openSearch('263'), /401 although/],
    ['200, but red', kibana('141'), /state is red/],
    ['200, but red, of OpenSearch Dashboards', openSearch('269'), /state is red/],
    ['200, but critical', status8('critical'), /state is critical/],
    ['200, but unavailable', status8('unavailable'), /state is unavailable/],
  ])('is waited for: %s', async (_what, answer, why) => {
    const { result, waiting, seconds } = detect([answer, answer, green])
    expect((await result).version).toBe('7.12.1')
    expect(waiting).toHaveLength(2)
    expect(waiting[0]).toMatch(why)
    expect(seconds()).toBe(2)
  })

  it.each([
    ['503', kibana('001')],
    ['red', kibana('141')],
  ])('is given up when the time is over: %s', async (_what, answer) => {
    const { result, seconds } = detect(answer, { wait: 7000 })
    await expect(result).rejects.toBeInstanceOf(UnreachableError)
    await expect(result).rejects.toMatchObject({
      code: 'NOT_READY',
      isDashboards: true,
      message: expect.stringContaining('7 s') as unknown,
    })
    expect(seconds()).toBe(7)
  })
})

describe('a server that refuses', () => {
  it('a 401 is believed after ten seconds', async () => {
    const { result, seconds } = detect(kibana('005'))
    const error: unknown = await result.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ exit: 'access', status: 401 })
    expect((error as Error).message).toContain('elastic (.env:3)')
    expect(seconds()).toBe(10)
  })

  it('a 401 is believed at once where there is no time to wait', async () => {
    const { result, seconds } = detect(kibana('004'), { wait: 0, signIn: undefined })
    await expect(result).rejects.toThrow(/refused a request without credentials/)
    expect(seconds()).toBe(0)
  })

  it('a 403 is believed at once', async () => {
    const { result, waiting } = detect({ status: 403, body: {} })
    await expect(result).rejects.toMatchObject({ exit: 'access', status: 403 })
    expect(waiting).toEqual([])
  })
})

describe('what is no dashboards server', () => {
  it.each([
    ['a wrong base path', kibana('143'), /404/],
    ['a wrong base path of OpenSearch Dashboards', openSearch('230'), /404/],
    ['a page', ok('<html>hello</html>'), /200 <html>hello/],
    ['other JSON', ok({ status: 'ok' }), /200/],
    ['null', ok(null), /200 null/],
    ['the search engine itself', { status: 400, body: { error: 'no handler' } }, /400/],
    ['a redirect to a login', { status: 302, body: '' }, /302/],
  ])('%s', async (_what, answer, message) => {
    const { result, waiting } = detect(answer)
    const error: unknown = await result.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnreachableError)
    expect(error).toMatchObject({
      code: 'NOT_KIBANA',
      isDashboards: true,
      hint: expect.stringContaining('base path') as unknown,
    })
    expect((error as Error).message).toMatch(message)
    expect(waiting).toEqual([])
  })
})
