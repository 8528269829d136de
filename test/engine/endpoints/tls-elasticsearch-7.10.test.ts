import { readFileSync, writeFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { makeCertificate, type Certificate } from '../../../sandbox/certificates.js'
import { startEngine, type Engine } from '../../../sandbox/engine.js'
import { makeInstallation, type Installation, type InstallationOptions } from '../../../sandbox/installation.js'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import { expectRefusal, type Refusal } from '../../support/expectations.js'
import { startConnectProxy, type ConnectProxy } from './connect-proxy.js'
import { startTlsFront, type TlsFront } from './tls-front.js'

/** A real Elasticsearch that speaks TLS itself, and fronts with other certificates before the same engine. */
const day = 1
const root = makeCertificate({ name: 'Example Root', authority: true })
const middle = makeCertificate({ name: 'Example Issuing CA', authority: true, issuer: root })
const forger = makeCertificate({ name: 'Example Issuing CA', authority: true })
const local = { name: 'es', hosts: ['127.0.0.1', 'es.test'], issuer: middle }
const certificates = {
  good: makeCertificate(local),
  expired: makeCertificate({ ...local, from: -40 * day, to: -10 * day }),
  early: makeCertificate({ ...local, from: 10 * day, to: 20 * day }),
  elsewhere: makeCertificate({ ...local, hosts: ['es.example.com', '*.internal.example.com'] }),
  self: makeCertificate({ name: 'self', hosts: ['127.0.0.1'] }),
  forged: makeCertificate({ ...local, issuer: forger }),
}
const client = makeCertificate({ name: 'elkctl', issuer: root })

let engine: Engine
let front: Record<keyof typeof certificates | 'alone' | 'mutual' | 'mutual12', TlsFront>
let scratch: Installation
const installations: Installation[] = []
const started: { stop: () => Promise<void> }[] = []

async function startFront(certificate: Certificate, chain: Certificate[], tls = {}): Promise<TlsFront> {
  const made = await startTlsFront({
    certificate,
    chain,
    tls,
    decide: () => ({ status: 401, body: { error: { reason: 'this is as far as the test goes' }, status: 401 } }),
  })
  started.push(made)
  return made
}

beforeAll(async () => {
  scratch = makeInstallation({})
  writeFileSync(join(scratch.folder, 'root.pem'), root.cert)
  writeFileSync(join(scratch.folder, 'middle.pem'), middle.cert)
  writeFileSync(join(scratch.folder, 'client.pem'), client.cert)
  const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open-sesame-93' } as const
  writeFileSync(join(scratch.folder, 'client.key'), client.privateKey.export(locked))
  writeFileSync(join(scratch.folder, 'passphrase'), 'open-sesame-93\n')
  const mutual = { requestCert: true, rejectUnauthorized: true, ca: root.cert }
  front = {
    good: await startFront(certificates.good, [middle]),
    expired: await startFront(certificates.expired, [middle]),
    early: await startFront(certificates.early, [middle]),
    elsewhere: await startFront(certificates.elsewhere, [middle, root]),
    self: await startFront(certificates.self, []),
    forged: await startFront(certificates.forged, [middle, root]),
    alone: await startFront(certificates.good, []),
    mutual: await startFront(certificates.good, [middle], mutual),
    mutual12: await startFront(certificates.good, [middle], { ...mutual, maxVersion: 'TLSv1.2' }),
  }
  engine = await startEngine({ name: 'elasticsearch-7.10', https: true })
}, 300_000)
afterEach(() => {
  installations.splice(0).forEach((installation) => {
    installation.remove()
  })
})
afterAll(async () => {
  scratch.remove()
  for (const part of started) await part.stop()
  await engine.stop()
})

const file = (name: string): string => join(scratch.folder, name)
const password = 'never-on-the-wire-93'

function install(options: InstallationOptions): Installation {
  const made = makeInstallation({ username: 'elastic', password, ...options })
  installations.push(made)
  return made
}

const plan = (searchUrl: string, more: string[] = [], env: Record<string, string> = {}, options = {}) =>
  runElkctl(['plan', '--env-file', install({ searchUrl, ...options }).envFile, ...more], { env })

const urlOf = ({ port }: TlsFront): string => `https://127.0.0.1:${port}`
/** As far as credentials can go: the front answers 401 to them. */
const arrived = { code: 4, stderr: expect.stringContaining('refused the password of elastic') as unknown }

describe('a real Elasticsearch that speaks TLS', () => {
  const fingerprint = () => new X509Certificate(readFileSync(String(engine.certificateFile))).fingerprint256
  const account = () => ({ password: engine.password })

  it.each([
    ['its fingerprint', () => ['--fingerprint', fingerprint()]],
    [
      'its fingerprint among others, in lower case',
      () => ['--fingerprint', `${root.fingerprint},${fingerprint().toLowerCase().replaceAll(':', '')}`],
    ],
    ['its certificate as authority', () => ['--ca-file', String(engine.certificateFile)]],
    [
      'both',
      () => [
        '--ca-file',
        String(engine.certificateFile),
        '--fingerprint',
        root.fingerprint,
        '--fingerprint',
        fingerprint(),
      ],
    ],
  ])('is trusted by %s', async (_what, more) => {
    const { code, stderr, stdout } = await plan(engine.url, more(), {}, account())
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(stdout).toContain('Elasticsearch 7.10.2, self-hosted, security on')
  })

  it.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])('is trusted when %s names its certificate', async (name) => {
    const { code, stderr } = await plan(engine.url, [], { [name]: String(engine.certificateFile) }, account())
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
  })

  it('is refused with its own fingerprint, and with another one', async () => {
    const own = fingerprint().replaceAll(':', '').toLowerCase()
    expectRefusal(await plan(engine.url, [], {}, account()), {
      code: 5,
      says: ['its certificate is self-signed', own],
      next: `--fingerprint ${own}`,
    })
    expectRefusal(await plan(engine.url, ['--fingerprint', root.fingerprint], {}, account()), {
      code: 5,
      says: [`has another certificate than --fingerprint says: expected ${root.fingerprint}, seen ${own}`],
      next: 'openssl x509 -noout -fingerprint -sha256',
    })
  })

  it('is told from a server without TLS when the URL says http', async () => {
    expectRefusal(await plan(engine.url.replace('https:', 'http:'), [], {}, account()), {
      code: 5,
      says: ['The search engine at http://127.0.0.1:', 'speaks TLS, but the URL says http'],
      next: 'Write https:// in the URL',
    })
  })

  it.each([
    [[], 'stderr'],
    [['--quiet'], 'stderr'],
    [['--json'], 'stdout'],
  ] as const)('with --insecure there is a warning: %s', async (format, where) => {
    const result = await plan(engine.url, ['--insecure', ...format], {}, account())
    expect(result.code).toBe(2)
    expect(result[where]).toContain('--insecure: certificates are not checked in this run')
    if (format.length > 0 && format[0] === '--json')
      expect(JSON.parse(result.stdout)).toMatchObject({
        settings: { insecure: true },
        notes: expect.arrayContaining([expect.stringContaining('--insecure')]),
      })
  })
})

describe('certificates', () => {
  const faults: (Refusal & { wrong: string; at: () => TlsFront; more?: () => string[] })[] = [
    {
      wrong: 'self-signed',
      at: () => front.self,
      code: 5,
      says: ['its certificate is self-signed', certificates.self.fingerprint],
      next: /Compare it on the server: openssl x509 .*--fingerprint/,
    },
    {
      wrong: 'of an unknown authority',
      at: () => front.elsewhere,
      code: 5,
      says: ['authority that this machine does not know: “Example Root”', root.fingerprint],
      next: '--ca-file FILE',
    },
    {
      wrong: 'of an unknown authority that is not shown',
      at: () => front.good,
      code: 5,
      says: ['authority that this machine does not know: “Example Root”'],
      next: '--ca-file FILE',
    },
    {
      wrong: 'without the rest of the chain',
      at: () => front.alone,
      code: 5,
      says: ['it sends its certificate alone (an incomplete chain)', '“Example Issuing CA”'],
      next: 'fullchain.pem',
    },
    {
      wrong: 'expired',
      at: () => front.expired,
      more: () => ['--ca-file', file('root.pem')],
      code: 5,
      says: [/its certificate has expired: it was valid until \d{4}-\d\d-\d\d \(10 days ago\)/],
      next: 'Renew it',
    },
    {
      wrong: 'expired, whatever its fingerprint',
      at: () => front.expired,
      more: () => ['--fingerprint', certificates.expired.fingerprint],
      code: 5,
      says: ['its certificate has expired'],
      next: 'Renew it',
    },
    {
      wrong: 'not yet valid',
      at: () => front.early,
      more: () => ['--ca-file', file('root.pem')],
      code: 5,
      says: [/is not valid yet: only from \d{4}-/],
      next: /This machine’s clock says \d{4}-.*timedatectl/,
    },
    {
      wrong: 'for another host',
      at: () => front.elsewhere,
      more: () => ['--ca-file', file('root.pem')],
      code: 5,
      says: ['it is for es.example.com, *.internal.example.com, and not for 127.0.0.1'],
      next: 'Write one of these names in the URL',
    },
    {
      wrong: 'for another host, under the authority with this fingerprint',
      at: () => front.elsewhere,
      more: () => ['--fingerprint', root.fingerprint],
      code: 5,
      says: ['it is for es.example.com'],
      next: 'Write one of these names in the URL',
    },
    {
      wrong: 'with the certificate of a real authority beside it that has not issued it',
      at: () => front.forged,
      more: () => ['--fingerprint', middle.fingerprint],
      code: 5,
      says: ['cannot be trusted'],
      next: '--ca-file FILE',
    },
    {
      wrong: 'with another fingerprint',
      at: () => front.good,
      more: () => ['--ca-file', file('root.pem'), '--fingerprint', certificates.self.fingerprint],
      code: 5,
      says: [
        `expected ${certificates.self.fingerprint}, seen ${certificates.good.fingerprint} (the server’s), ${middle.fingerprint} (of “Example Issuing CA”)`,
        'Nothing was sent',
      ],
      next: 'a proxy that opens TLS',
    },
    {
      wrong: 'with the right fingerprint, but not of the authority that was named',
      at: () => front.self,
      more: () => ['--ca-file', file('root.pem'), '--fingerprint', certificates.self.fingerprint],
      code: 5,
      says: ['its certificate is self-signed'],
      next: '--ca-file FILE',
    },
  ]
  it.each(faults)('$wrong: told, and not a byte is sent', async ({ at, more, ...expected }) => {
    const before = at().received()
    expectRefusal(await plan(urlOf(at()), more?.()), expected, [password])
    expect({ bytes: at().received() - before, requests: at().requests.length }).toEqual({ bytes: 0, requests: 0 })
  })

  it('the dashboards server is checked likewise before it gets anything', async () => {
    const at = front.self
    const before = at.received()
    const { code, stderr } = await plan(
      engine.url,
      ['--fingerprint', new X509Certificate(readFileSync(String(engine.certificateFile))).fingerprint256],
      {},
      { password: engine.password, dashboardsUrl: urlOf(at) },
    )
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringContaining(`The dashboards server at ${urlOf(at)} has another certificate`),
    })
    expect(at.received() - before).toBe(0)
  })

  it.each([
    ['the root', ['--ca-file', 'root.pem']],
    ['an authority in between', ['--ca-file', 'middle.pem']],
    ['the fingerprint of the certificate', ['--fingerprint', certificates.good.fingerprint]],
    ['the fingerprint of the authority that issued it', ['--fingerprint', middle.fingerprint.toUpperCase()]],
  ])('the same server is trusted by %s', async (_what, [option = '', value = '']) => {
    const before = front.good.received()
    const given = value.endsWith('.pem') ? file(value) : value
    const { code, stderr } = await plan(urlOf(front.good), [option, given])
    expect({ code, stderr }).toEqual(arrived)
    expect(front.good.received()).toBeGreaterThan(before)
    front.good.requests.length = 0
  })
})

describe('a client certificate', () => {
  it.each(['mutual', 'mutual12'] as const)(
    'that the server demands is told, and works when it is given (%s)',
    async (name) => {
      const trust = ['--ca-file', file('root.pem')]
      const refused = await plan(urlOf(front[name]), trust)
      expectRefusal(refused, {
        code: 5,
        says: ['it requires a client certificate'],
        next: '--client-cert FILE --client-key FILE',
      })
      const show = [...trust, '--client-cert', file('client.pem'), '--client-key', file('client.key')]
      const result = await plan(urlOf(front[name]), [...show, '--client-key-passphrase-file', file('passphrase')])
      expect(result).toMatchObject(arrived)
      expect(result.stdout + result.stderr).not.toContain('open-sesame-93')
      const { code, stderr } = await plan(urlOf(front[name]), show)
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('is encrypted') })
    },
  )
})

describe('a proxy', () => {
  const proxies: ConnectProxy[] = []
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop()
  })
  async function start(options: Partial<Parameters<typeof startConnectProxy>[0]> = {}): Promise<ConnectProxy> {
    const proxy = await startConnectProxy({ targets: { 'es.test:9243': front.good.port }, ...options })
    proxies.push(proxy)
    return proxy
  }
  const through = (proxy: string, name = 'HTTPS_PROXY', more: string[] = []) =>
    plan('https://es.test:9243', ['--ca-file', file('root.pem'), ...more], { [name]: proxy })

  it.each(['HTTPS_PROXY', 'https_proxy'])('named by %s is used, and knows the host in our place', async (name) => {
    const proxy = await start()
    expect(await through(proxy.url, name)).toMatchObject(arrived)
    // Two requests go out together, and each has a connection.
    const tunnel = { target: 'es.test:9243', authorization: undefined }
    expect(proxy.asked).toEqual([tunnel, tunnel])
  })

  it('gets the name and password in its URL, which are not shown', async () => {
    const proxy = await start({ credentials: 'agent:pr0xy secret/93' })
    const url = proxy.url.replace('//', `//agent:${encodeURIComponent('pr0xy secret/93')}@`)
    const good = await through(url, 'HTTPS_PROXY', ['--verbose'])
    expect(good).toMatchObject({ code: 4 })
    const wrong = await through(url.replace('93@', '94@'), 'HTTPS_PROXY', ['--verbose'])
    expectRefusal(
      wrong,
      {
        code: 5,
        says: [
          `The proxy ${proxy.url} (environment HTTPS_PROXY)`,
          'it refuses the user name and password in its URL',
          '407',
        ],
        next: 'Correct them in HTTPS_PROXY',
      },
      ['pr0xy', encodeURIComponent('pr0xy secret/94'), Buffer.from('agent:pr0xy secret/94').toString('base64')],
    )
    expect(good.stdout + good.stderr).not.toContain('pr0xy')
  })

  it.each<[string, Partial<Parameters<typeof startConnectProxy>[0]>, Refusal]>([
    [
      'requires credentials',
      { credentials: 'a:b' },
      { code: 5, says: ['it requires a user name and password: 407'], next: 'http://NAME:PASSWORD@HOST:PORT' },
    ],
    [
      'refuses',
      { targets: {}, otherwise: '403 Forbidden' },
      { code: 5, says: ['it does not allow connections to es.test:9243: 403 Forbidden'], next: 'CONNECT' },
    ],
    [
      'cannot reach the host',
      { targets: {} },
      { code: 5, says: ['it cannot reach es.test:9243 itself: 502'], next: 'NO_PROXY' },
    ],
  ])('that %s has its own message', async (_what, options, expected) => {
    const proxy = await start(options)
    expectRefusal(await through(proxy.url), {
      ...expected,
      says: [`The proxy ${proxy.url} (environment HTTPS_PROXY)`, ...expected.says],
    })
  })

  it('that nobody runs, or that is none, has its own message', async () => {
    const proxy = await start()
    await proxies.splice(0)[0]?.stop()
    expectRefusal(await through(proxy.url), {
      code: 5,
      says: [
        `The proxy ${proxy.url}`,
        'which leads to the search engine at https://es.test:9243, does not work',
        'nothing listens there',
      ],
      next: 'list es.test in NO_PROXY',
    })
    expectRefusal(await through(`http://127.0.0.1:${front.good.port}`), {
      code: 5,
      says: ['The proxy http://127.0.0.1:', 'does not work'],
      next: 'Correct HTTPS_PROXY',
    })
    expectRefusal(
      await through('socks5://user:geheim@127.0.0.1:1'),
      { code: 3, says: ['environment HTTPS_PROXY'], next: 'Correct' },
      ['geheim'],
    )
  })

  it('is left out for what NO_PROXY names, and for this machine', async () => {
    const proxy = await start()
    expect(await plan(urlOf(front.good), ['--ca-file', file('root.pem')], { HTTPS_PROXY: proxy.url })).toMatchObject(
      arrived,
    )
    const left = await plan('https://es.test:9243', [], { HTTPS_PROXY: proxy.url, NO_PROXY: '.test' })
    expect(left.stderr).toContain('the host name es.test cannot be resolved')
    expect(proxy.asked).toEqual([])
  })
})
