import { describe, expect, it } from '@jest/globals'
import { ElkctlError, UnreachableError } from '../../../src/errors.js'
import type { DetectOptions } from '../../../src/stack/detect-options.js'
import { forbidden, ok, readerOf, type Answer } from '../fake-stack.js'
import { recordedReply } from '../fixtures.js'

import { authenticate, authinfo, banner, detect, noHandler, openSearchTagline } from './detecting.js'

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
      noHandler,
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
    // OpenSearch 2.19 may answer 401 on a connection on which it was asked for a path that it does not have.
    expect(search.requests).toEqual(['GET /', `GET ${path}`])
    expect(stack.search).toBe(search)
  })

  it('knows who has signed in', async () => {
    const elastic = await detect(readerOf({ '/': banner('7.10.2'), '/_security/_authenticate': authenticate })).result
    expect(elastic.identity).toEqual({ username: 'elastic', roles: ['superuser'] })
    const open = await detect(
      readerOf({ '/': banner('2.19.4', { distribution: 'opensearch' }), '/_plugins/_security/authinfo': authinfo }),
    ).result
    expect(open.identity).toEqual({
      username: 'ovro',
      roles: ['own_index', 'kibana_user', 'ov_tenant_ro'],
      tenants: { ovro: true, global_tenant: false, ov_tenant: false },
    })
  })

  it('knows where it runs', async () => {
    const answers = { '/': banner('7.10.2'), '/_security/_authenticate': authenticate }
    const provider = async (url: string) => (await detect(readerOf(answers, url)).result).provider.name
    expect(await provider('https://x.eu-west-1.es.amazonaws.com:443')).toBe('aws')
    expect(await provider('https://x.found.io:9243')).toBe('elastic-cloud')
    expect(await provider('http://localhost:9200')).toBe('self-hosted')
  })
})

describe('who signs in to Elastic Cloud', () => {
  const cloud = (answer: Answer | [Answer, ...Answer[]] = authenticate) =>
    readerOf({ '/': banner('8.19.2'), '/_security/_authenticate': answer }, 'https://x.cloud.es.io:9243')

  it('is asked together with the product', async () => {
    const search = cloud()
    const { result } = detect(search)
    expect(search.requests).toEqual(['GET /', 'GET /_security/_authenticate'])
    expect((await result).identity).toEqual({ username: 'elastic', roles: ['superuser'] })
    expect(search.requests).toHaveLength(2)
  })

  it('is asked when the product has answered, where the password was typed', async () => {
    const search = cloud()
    const { result } = detect(search, { signIn: { username: 'elastic', from: 'the terminal', typed: true } })
    expect(search.requests).toEqual(['GET /'])
    await result
    expect(search.requests).toHaveLength(2)
  })

  it('is asked again of a server that was busy', async () => {
    const search = cloud([{ status: 503, body: '' }, authenticate])
    expect((await detect(search).result).security).toBe(true)
    expect(search.requests).toEqual(['GET /', ...Array<string>(2).fill('GET /_security/_authenticate')])
  })
})

describe('where nobody signs in', () => {
  const setting = '/_nodes/_local/settings?filter_path=nodes.*.settings.xpack.security.enabled'
  const enabled = (value: string) => ok({ nodes: { n: { settings: { xpack: { security: { enabled: value } } } } } })
  const without = { signIn: undefined }

  it('Elasticsearch says together with what it is that its security is off', async () => {
    const search = readerOf({ '/': banner('7.10.2'), [setting]: enabled('false') })
    const { result } = detect(search, without)
    expect(search.requests).toEqual(['GET /', `GET ${setting}`])
    expect((await result).security).toBe(false)
    expect(search.requests).toHaveLength(2)
  })

  it.each<[string, Answer, Answer, boolean]>([
    ['has it on, and takes those who do not sign in', enabled('true'), authenticate, true],
    ['has no such setting, and is without', ok({}), noHandler, false],
    ['has no such setting, and is with it', ok({}), authenticate, true],
    ['does not tell', forbidden, authenticate, true],
    ['answers something else', ok('<html>'), authenticate, true],
  ])('Elasticsearch that %s is asked who signs in', async (_what, settings, identity, security) => {
    const search = readerOf({ '/': banner('7.10.2'), [setting]: settings, '/_security/_authenticate': identity })
    expect((await detect(search, without).result).security).toBe(security)
    expect(search.requests).toEqual(['GET /', `GET ${setting}`, 'GET /_security/_authenticate'])
  })

  it('OpenSearch is asked at its own path, whatever it says of a setting that it does not have', async () => {
    const answers = { '/': banner('2.19.4', { distribution: 'opensearch' }), [setting]: enabled('false') }
    const search = readerOf({ ...answers, '/_plugins/_security/authinfo': authinfo })
    expect((await detect(search, without).result).security).toBe(true)
  })
})

describe('as long as it is not known which product answers', () => {
  it.each([
    ['credentials refused', 401, { username: 'u', from: '.env:3' }],
    ['no credentials', 401, undefined],
    ['a right missing', 403, { username: 'u', from: '.env:3' }],
    ['busy for too long', 503, undefined],
  ])('messages name none: %s', async (_what, status, signIn) => {
    const { result } = detect(readerOf({ '/': { status, body: { error: 'no' } } }), { signIn, wait: 0 })
    const error: unknown = await result.catch((reason: unknown) => reason)
    if (!(error instanceof ElkctlError)) throw new Error('it went on')
    expect(`${error.message} ${error.hint}`).not.toMatch(/Kibana|OpenSearch|(?<!on )Elasticsearch/)
  })
})

describe('what is missing', () => {
  const parts = async (security: Answer, signIn: DetectOptions['signIn']) =>
    (await detect(readerOf({ '/': banner('7.10.2'), '/_security/_authenticate': security }), { signIn }).result).missing

  it('is told: security, dashboards server', async () => {
    const missing = await parts(noHandler, undefined)
    expect(missing.map(({ part }) => part)).toEqual(['security', 'dashboards server'])
    expect(missing[0]?.meaning).not.toContain('have no effect')
  })

  it('is told with what becomes of credentials', async () => {
    const [security] = await parts(noHandler, { username: 'u', from: '.env:3' })
    expect(security?.meaning).toContain('have no effect')
  })

  it('is nothing but the dashboards server where security is on', async () => {
    expect((await parts(authenticate, undefined)).map(({ part }) => part)).toEqual(['dashboards server'])
  })
})

describe('whether there is security', () => {
  const stacks = [
    ['Elasticsearch', banner('7.10.2'), '/_security/_authenticate'],
    ['Elasticsearch OSS or Open Distro', banner('7.10.2', { build_flavor: 'oss' }), '/_opendistro/_security/authinfo'],
    ['OpenSearch', banner('2.19.4', { distribution: 'opensearch' }, openSearchTagline), '/_plugins/_security/authinfo'],
  ] as const
  const detectWith = (greeting: Answer, path: string, answer: Answer) =>
    detect(readerOf({ '/': greeting, [path]: answer }), { wait: 1000 }).result

  it.each(stacks)('%s: only what says that there is none means it', async (_what, greeting, path) => {
    const explicitly = {
      type: 'exception',
      reason:
        'Security must be explicitly enabled when using a [basic] license. Enable security by setting [x] to [true]',
    }
    const off: Answer[] = [
      noHandler,
      {
        status: 405,
        body: { error: `Incorrect HTTP method for uri [${path}] and method [GET], allowed: [POST]`, status: 405 },
      },
      { status: 500, body: { error: explicitly, status: 500 } },
      { status: 401, body: { Message: `Your request: '${path}' is not allowed.` } },
    ]
    for (const answer of off) expect((await detectWith(greeting, path, answer)).security).toBe(false)
  })

  it.each(stacks)('%s: a refusal, an error or a page does not', async (_what, greeting, path) => {
    const others: [Answer, string][] = [
      [{ status: 401, body: { error: { reason: 'missing authentication credentials' } } }, 'access'],
      [{ status: 403, body: '<h1>403 Forbidden words</h1>' }, 'access'],
      [{ status: 400, body: '<h1>400 Bad Request words</h1>' }, 'unreachable'],
      [{ status: 404, body: '<h1>404 Not Found words</h1>' }, 'unreachable'],
      [{ status: 404, body: { message: 'no Route matched with those values' } }, 'unreachable'],
      [{ status: 405, body: 'words' }, 'unreachable'],
      [{ status: 302, body: 'words' }, 'unreachable'],
      [{ status: 500, body: { error: { reason: 'words' } } }, 'unreachable'],
      ...[429, 502, 503, 504].map((status): [Answer, string] => [{ status, body: 'words' }, 'unreachable']),
      [ok('<html>words'), 'unreachable'],
      [ok({}), 'unreachable'],
    ]
    for (const [answer, exit] of others) {
      const outcome: unknown = await detectWith(greeting, path, answer).catch((error: unknown) => error)
      expect(outcome).toMatchObject({ exit })
      const words = /words|missing authentication|no Route|\{\}/.exec(JSON.stringify(answer.body))?.[0]
      expect((outcome as Error).message).toContain(words)
    }
  })
})

describe('what is no search engine', () => {
  it.each([
    ['a page', ok('<html><body>Login</body></html>'), /text that is not theirs: <html>/],
    ['other JSON', ok({ name: 'service', version: '1.0' }), /JSON that is not theirs/],
    ['an answer without a body', ok(''), /text that is not theirs/],
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

  it('serverless', async () => {
    const search = readerOf({ '/': banner('8.11.0', { build_flavor: 'serverless' }) })
    await expect(detect(search).result).rejects.toMatchObject({ exit: 'incompatible' })
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
    expect(stack.dashboards).toMatchObject({ version: '7.12.1', reader: { url: dashboards.url } })
    expect(stack.missing).toEqual([])
    expect([search.requests.length, dashboards.requests]).toEqual([2, ['GET /api/status']])
  })

  it.each([
    ['with TLS, which shows who it is, is asked at the same time', 'https://kibana:5601', '/', 1],
    ['is not asked over plain HTTP when the search engine refuses', 'http://kibana:5601', '/', 0],
    ['is asked with who signs in', 'http://kibana:5601', '/_security/_authenticate', 1],
  ])('%s', async (_what, url, refused, requests) => {
    const dashboards = readerOf({ '/api/status': { ...recordedReply('kibana-7.12.1', '003') } }, url)
    const search = readerOf({ '/': banner('7.10.2'), [refused]: forbidden })
    await expect(detect(search, { dashboards }).result).rejects.toMatchObject({ exit: 'access' })
    expect(dashboards.requests).toHaveLength(requests)
  })

  it('is asked again when the search engine was not ready before', async () => {
    const search = readerOf({
      '/': [{ status: 503, body: 'no' }, banner('7.10.2')],
      '/_security/_authenticate': authenticate,
    })
    const ready = { ...recordedReply('kibana-7.12.1', '003') }
    const dashboards = readerOf({ '/api/status': [{ status: 404, body: 'no' }, ready] }, 'https://kibana:5601')
    expect((await detect(search, { dashboards }).result).dashboards?.version).toBe('7.12.1')
    expect(search.requests).toEqual(['GET /', 'GET /', 'GET /_security/_authenticate'])
  })
})
