import { describe, expect, it } from '@jest/globals'
import { ApiError, ElkctlError, InterruptedError, UnreachableError } from '../../../src/errors.js'
import { detectStack, type DetectOptions } from '../../../src/stack/detect.js'
import { forbidden, ok, readerOf, type Answer, type RecordingReader } from '../fake-stack.js'
import { recordedReply, recording } from '../fixtures.js'

const banner = (number: string, more: object = {}, tagline = 'You Know, for Search'): Answer =>
  ok({
    name: 'n',
    cluster_name: 'c',
    cluster_uuid: 'u',
    version: { number, lucene_version: '8.7.0', ...more },
    tagline,
  })

const openSearchTagline = 'The OpenSearch Project: https://opensearch.org/'
const authinfo = ok(recording('opensearch-dashboards-2.19.2', '303').response.body)
const authenticate = ok({ username: 'elastic', roles: ['superuser'], full_name: null, enabled: true })
/** As Elasticsearch 7 answers where security is off: https://github.com/elastic/elasticsearch/issues/48508 */
const securityOff: Answer = {
  status: 500,
  body: { error: { reason: 'Security must be explicitly enabled' }, status: 500 },
}
const noHandler: Answer = { status: 400, body: { error: 'no handler found for uri [/_x] and method [GET]' } }

interface Watch {
  waiting: string[]
  slept: number[]
}

/** Detection with a clock that only sleeping moves. */
function detect(
  search: RecordingReader,
  options: Partial<DetectOptions> = {},
): Watch & { result: ReturnType<typeof detectStack> } {
  let clock = 0
  const watch: Watch = { waiting: [], slept: [] }
  const result = detectStack({
    search,
    dashboards: undefined,
    signIn: { username: 'elastic', from: '.env:3' },
    wait: 5000,
    onWaiting: (what, why) => watch.waiting.push(`${what}: ${why}`),
    sleep: (milliseconds) => {
      watch.slept.push(milliseconds)
      clock += milliseconds
      return Promise.resolve()
    },
    now: () => clock,
    signal: new AbortController().signal,
    ...options,
  })
  return { ...watch, result }
}

describe('the product', () => {
  it.each([
    [
      'Elasticsearch 7.3',
      banner('7.3.0', { build_flavor: 'default' }),
      '/_security/_authenticate',
      authenticate,
      { flavor: 'elasticsearch', version: '7.3.0', equivalent: '7.3.0', mode: false, security: true },
    ],
    [
      'Elasticsearch 7.10',
      banner('7.10.2', { build_flavor: 'default' }),
      '/_security/_authenticate',
      authenticate,
      { flavor: 'elasticsearch', version: '7.10.2', equivalent: '7.10.2', mode: false, security: true },
    ],
    [
      'Elasticsearch 7.10 without security',
      banner('7.10.2', { build_flavor: 'default' }),
      '/_security/_authenticate',
      securityOff,
      { flavor: 'elasticsearch', version: '7.10.2', equivalent: '7.10.2', mode: false, security: false },
    ],
    [
      'Elasticsearch 7.10 OSS',
      banner('7.10.2', { build_flavor: 'oss' }),
      '/_opendistro/_security/authinfo',
      noHandler,
      { flavor: 'elasticsearch', version: '7.10.2', equivalent: '7.10.2', mode: false, security: false },
    ],
    [
      'Elasticsearch 8.19',
      banner('8.19.2', { build_flavor: 'default' }),
      '/_security/_authenticate',
      authenticate,
      { flavor: 'elasticsearch', version: '8.19.2', equivalent: '8.19.2', mode: false, security: true },
    ],
    [
      'Elasticsearch 9',
      banner('9.1.0', { build_flavor: 'default' }),
      '/_security/_authenticate',
      authenticate,
      { flavor: 'elasticsearch', version: '9.1.0', equivalent: '9.1.0', mode: false, security: true },
    ],
    [
      'Open Distro 1.13',
      banner('7.10.2', { build_flavor: 'oss' }),
      '/_opendistro/_security/authinfo',
      authinfo,
      { flavor: 'opendistro', version: '7.10.2', equivalent: '7.10.2', mode: false, security: true },
    ],
    [
      'OpenSearch 2.19',
      banner('2.19.4', { distribution: 'opensearch' }, openSearchTagline),
      '/_plugins/_security/authinfo',
      authinfo,
      { flavor: 'opensearch', version: '2.19.4', equivalent: '7.10.2', mode: false, security: true },
    ],
    [
      'OpenSearch 2.19 without security',
      banner('2.19.4', { distribution: 'opensearch' }, openSearchTagline),
      '/_plugins/_security/authinfo',
      noHandler,
      { flavor: 'opensearch', version: '2.19.4', equivalent: '7.10.2', mode: false, security: false },
    ],
    [
      'OpenSearch in compatibility mode',
      banner('7.10.2', {}, openSearchTagline),
      '/_plugins/_security/authinfo',
      authinfo,
      { flavor: 'opensearch', version: '7.10.2', equivalent: '7.10.2', mode: true, security: true },
    ],
  ])('%s', async (_what, greeting, path, answer, expected) => {
    const search = readerOf({ '/': greeting, [path]: answer })
    const stack = await detect(search).result
    expect({
      flavor: stack.flavor.name,
      version: stack.version,
      equivalent: stack.equivalentVersion,
      mode: stack.compatibilityMode,
      security: stack.security,
    }).toEqual(expected)
    expect(search.requests).toEqual(['GET /', `GET ${path}`])
    expect(stack.search).toBe(search)
  })

  it('knows who has signed in', async () => {
    const elastic = await detect(readerOf({ '/': banner('7.10.2'), '/_security/_authenticate': authenticate })).result
    expect(elastic.identity).toEqual({ username: 'elastic', roles: ['superuser'] })
    const open = await detect(
      readerOf({ '/': banner('2.19.4', { distribution: 'opensearch' }), '/_plugins/_security/authinfo': authinfo }),
    ).result
    expect(open.identity).toEqual({ username: 'ovro', roles: ['own_index', 'kibana_user', 'ov_tenant_ro'] })
  })

  it('knows where it runs', async () => {
    const answers = { '/': banner('7.10.2'), '/_security/_authenticate': authenticate }
    const provider = async (url: string) => (await detect(readerOf(answers, url)).result).provider.name
    expect(await provider('https://x.eu-west-1.es.amazonaws.com:443')).toBe('aws')
    expect(await provider('https://x.found.io:9243')).toBe('elastic-cloud')
    expect(await provider('http://localhost:9200')).toBe('self-hosted')
  })
})

describe('what is missing', () => {
  const parts = async (security: Answer, signIn: DetectOptions['signIn']) =>
    (await detect(readerOf({ '/': banner('7.10.2'), '/_security/_authenticate': security }), { signIn }).result).missing

  it('is told: security, dashboards server', async () => {
    const missing = await parts(securityOff, undefined)
    expect(missing.map(({ part }) => part)).toEqual(['security', 'dashboards server'])
    expect(missing[0]?.meaning).not.toContain('have no effect')
  })

  it('is told with what becomes of credentials', async () => {
    const [security] = await parts(securityOff, { username: 'u', from: '.env:3' })
    expect(security?.meaning).toContain('have no effect')
  })

  it('is nothing but the dashboards server where security is on', async () => {
    expect((await parts(authenticate, undefined)).map(({ part }) => part)).toEqual(['dashboards server'])
  })
})

describe('what is no search engine', () => {
  it.each([
    ['a page', ok('<html><body>Login</body></html>'), /text that is not theirs: <html>/],
    ['other JSON', ok({ name: 'service', version: '1.0' }), /JSON that is not theirs/],
    ['JSON null', ok(null), /JSON that is not theirs/],
    ['a list', ok([]), /JSON that is not theirs/],
    ['a version that is no text', ok({ version: { number: 7 } }), /JSON that is not theirs/],
    ['404', { status: 404, body: 'not found' }, /answered 404/],
    ['302', { status: 302, body: '' }, /answered 302/],
    ['500', { status: 500, body: { error: 'x' } }, /answered 500/],
  ])('%s', async (_what, answer, message) => {
    const search = readerOf({ '/': answer })
    const error: unknown = await detect(search).result.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnreachableError)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).toContain(search.url)
    expect(search.requests).toEqual(['GET /'])
  })

  it('a long page is cut', async () => {
    const error = (await detect(readerOf({ '/': ok('x'.repeat(10_000)) })).result.catch(
      (thrown: unknown) => thrown,
    )) as Error
    expect(error.message.length).toBeLessThan(500)
  })

  it('an answer without a body', async () => {
    await expect(detect(readerOf({ '/': ok(undefined) })).result).rejects.toBeInstanceOf(UnreachableError)
  })

  it('serverless', async () => {
    const search = readerOf({ '/': banner('8.11.0', { build_flavor: 'serverless' }) })
    await expect(detect(search).result).rejects.toMatchObject({ exit: 'incompatible' })
  })
})

describe('a refusal', () => {
  it('401 with credentials names the user and where it stands', async () => {
    const error: unknown = await detect(readerOf({ '/': { status: 401, body: 'Unauthorized' } })).result.catch(
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ exit: 'access', status: 401 })
    expect((error as Error).message).toMatch(/password of elastic \(\.env:3\)/)
  })

  it('401 without credentials asks for some', async () => {
    const { result } = detect(readerOf({ '/': { status: 401, body: {} } }), { signIn: undefined })
    await expect(result).rejects.toMatchObject({
      exit: 'access',
      message: expect.stringContaining('wants credentials') as unknown,
    })
  })

  it('403 names the right that is missing', async () => {
    const { result } = detect(readerOf({ '/': forbidden }))
    await expect(result).rejects.toMatchObject({ exit: 'access', hint: expect.stringContaining('monitor') as unknown })
  })
})

describe('a search engine that is starting', () => {
  it.each([503, 429])('%d is waited for, and it is said why', async (status) => {
    const search = readerOf({
      '/': [{ status, body: { error: 'not yet' } }, { status, body: { error: 'not yet' } }, banner('7.10.2')],
      '/_security/_authenticate': authenticate,
    })
    const { result, waiting, slept } = detect(search)
    expect((await result).version).toBe('7.10.2')
    expect(waiting).toEqual(Array(2).fill('Elasticsearch: {"error":"not yet"}'))
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
    expect(search.requests).toHaveLength(1)
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

describe('with a dashboards server', () => {
  it('needs one request more', async () => {
    const search = readerOf({ '/': banner('7.10.2'), '/_security/_authenticate': authenticate })
    const dashboards = readerOf(
      { '/api/status': { ...recordedReply('kibana-7.12.1', '003') } },
      'http://127.0.0.1:5601',
    )
    const stack = await detect(search, { dashboards }).result
    expect(stack.dashboards).toMatchObject({ version: '7.12.1', reader: dashboards })
    expect(stack.missing).toEqual([])
    expect([search.requests.length, dashboards.requests]).toEqual([2, ['GET /api/status']])
  })

  it('does not ask it when the search engine refuses', async () => {
    const dashboards = readerOf({})
    await expect(detect(readerOf({ '/': forbidden }), { dashboards }).result).rejects.toThrow()
    expect(dashboards.requests).toEqual([])
  })
})
