import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../../../sandbox/certificates.js'
import { makeInstallation, type Installation, type InstallationOptions } from '../../../../sandbox/installation.js'
import { runElkctl, type Result } from '../../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { expectRefusal, snapshot, type Refusal } from '../../../support/expectations.js'
import { startAwsDomain, type AwsDomain } from '../../../engine/endpoints/aws-domain.js'
import { startConnectProxy, type ConnectProxy } from '../../../engine/endpoints/connect-proxy.js'

const host = 'search-openvidu-abc123.eu-west-1.es.amazonaws.com'
const path = '/_dashboards'
const key = {
  id: 'ASIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE+93',
  token: 'FwoGZXIvYXdzE//session+token==',
}
const lasting = { id: 'AKIAI44QH8DHBEXAMPLE', secret: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLE+71' }

let [stack, domain, proxy]: [LocalStack, AwsDomain, ConnectProxy] = [] as never
let folder: string
const installations: Installation[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elkctl-aws-'))
  stack = await startStack({ engine: 'opensearch-2.19', basePath: path })
  const authority = makeCertificate({ name: 'Stand-in for Amazon Root CA 1', authority: true })
  writeFileSync(join(folder, 'ca.pem'), authority.cert)
  domain = await startAwsDomain({
    stack,
    certificate: makeCertificate({
      name: '*.eu-west-1.es.amazonaws.com',
      hosts: ['*.eu-west-1.es.amazonaws.com'],
      issuer: authority,
    }),
    chain: [],
    keys: {
      [key.id]: { secretAccessKey: key.secret, sessionToken: key.token },
      [lasting.id]: { secretAccessKey: lasting.secret, sessionToken: undefined },
    },
    region: 'eu-west-1',
    dashboardsPath: path,
  })
  proxy = await startConnectProxy({ targets: { [`${host}:443`]: domain.port } })
}, 300_000)
afterEach(() => {
  domain.reset()
  proxy.asked.length = 0
  installations.splice(0).forEach((installation) => {
    installation.remove()
  })
})
afterAll(async () => {
  await proxy.stop()
  await domain.stop()
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

const temporaryKey = { AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret, AWS_SESSION_TOKEN: key.token }
/** The authority comes from the machine's store, as Amazon's does. */
const machine = () => ({ HTTPS_PROXY: proxy.url, SSL_CERT_FILE: join(folder, 'ca.pem'), HOME: folder })

function install(options: InstallationOptions = {}): Installation {
  const made = makeInstallation({
    searchUrl: `https://${host}:443`,
    dashboardsUrl: `https://${host}:443${path}/`,
    ...options,
  })
  installations.push(made)
  return made
}

const run = (args: string[], at: Installation, env: Record<string, string> = {}): Promise<Result> =>
  runElkctl([...args, '--env-file', at.envFile], { env: { ...machine(), ...env } })

function expectNoSecrets({ stdout, stderr }: Result): void {
  for (const secret of [key.secret, key.token, lasting.secret])
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      expect(stdout + stderr).not.toContain(form)
}

const who = (line: string): string => String(line.split(' ')[0])
const writes = () => domain.seen.filter((line) => !/^\S+ (GET|HEAD) /.test(line))

describe('a domain of Amazon OpenSearch Service', () => {
  it('is made ready with signed requests, checked as the new user, and left alone by a second run', async () => {
    const at = install()
    const first = await run(['init', '--yes', '--write-env', '--aws-sigv4', '--verbose'], at, temporaryKey)
    expect({ code: first.code, errors: first.stderr.match(/^(Error|Warning|Note).*/gm) }).toEqual({
      code: 0,
      errors: null,
    })
    expect(first.stdout).toContain('OpenSearch 2.19.4 (equivalent to Elasticsearch 7.10.2), AWS, security on')
    expect(first.stdout).toMatch(/checks passed as openvidu/)
    expectNoSecrets(first)
    // Whatever the administrator asked or wrote was signed, and verified; the checks were made with name and password.
    expect(new Set(domain.seen.map(who))).toEqual(new Set(['signed', 'openvidu']))
    expect(writes().filter((line) => who(line) === 'signed').length).toBe(24)
    expect(domain.seen).toContainEqual(expect.stringMatching(/^signed POST \/_dashboards\/.*_import/))
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set([`${host}:443`]))
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')

    domain.reset()
    const second = await run(['init', '--yes', '--write-env', '--aws-sigv4'], at, temporaryKey)
    expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' })
    expect(second.stdout).toContain('Nothing to do')
    expect(writes()).toEqual([])
    expect(domain.seen.length).toBeLessThanOrEqual(11)
    // Once the password in the file is tried: an init that leaves a wrong one there would end well.
    expect(domain.seen.map(who).filter((name) => name !== 'signed')).toEqual(['openvidu'])
  }, 300_000)

  it('works with the name and password of its master user', async () => {
    const { username, password } = stack.engine
    const { code, stdout } = await run(['plan'], install({ username, password }))
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`AWS, security on`) })
    expect(new Set(domain.seen.map(who))).toEqual(new Set([username]))
  })

  it('takes key and region from a profile', async () => {
    mkdirSync(join(folder, '.aws'), { recursive: true })
    writeFileSync(
      join(folder, '.aws/credentials'),
      `[default]\naws_access_key_id = AKIANOTTHISONE\naws_secret_access_key = no\n\n[ops]\naws_access_key_id=${lasting.id}\naws_secret_access_key=${lasting.secret}\n`,
    )
    const result = await run(['plan', '--aws-profile', 'ops', '--json'], install(), temporaryKey)
    expect(result.code).toBe(0)
    expect(JSON.parse(result.stdout)).toMatchObject({
      settings: { signedInAs: `the IAM key ${lasting.id}` },
      stack: { provider: 'aws' },
    })
    expectNoSecrets(result)
  })

  const faults: (Refusal & { wrong: string; env?: Record<string, string>; args?: string[]; arrange?: () => void })[] = [
    {
      wrong: 'a wrong secret key',
      env: { ...temporaryKey, AWS_SECRET_ACCESS_KEY: `${key.secret.slice(0, -1)}4` },
      code: 4,
      says: [
        `AWS refused a request to the search engine at https://${host}:443`,
        `with the IAM key ${key.id} (environment AWS_ACCESS_KEY_ID): 403`,
        'does not match',
      ],
      next: 'The secret access key does not belong to this access key ID',
    },
    {
      wrong: 'a session token that is missing',
      env: { AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret },
      code: 4,
      says: ['403 The security token included in the request is invalid.'],
      next: 'AWS_SESSION_TOKEN',
    },
    {
      wrong: 'a wrong region',
      env: temporaryKey,
      args: ['--aws-region', 'us-east-1'],
      code: 4,
      says: ['Credential should be scoped to a valid region'],
      next: '--aws-region REGION',
    },
    {
      wrong: 'a clock that is wrong',
      env: temporaryKey,
      arrange: () => {
        domain.clockAhead = 20
      },
      code: 4,
      says: [/Signature expired: \d{8}T\d{6}Z is now earlier than/],
      next: 'The clock of this machine is wrong',
    },
    {
      wrong: 'a body that was changed on the way',
      env: temporaryKey,
      arrange: () => {
        domain.tamper = (request) =>
          request.method === 'GET' ? request : { ...request, body: Buffer.from(`${request.body.toString()} `) }
      },
      args: ['--reset-password'],
      code: 4,
      says: [
        'The request signature we calculated does not match',
        'Consult the service documentation for details. (PUT /',
      ],
      next: 'a proxy in between changed the request',
    },
    {
      wrong: 'no credentials at all',
      args: [],
      code: 4,
      says: ['without credentials: 403 User: anonymous is not authorized to perform: es:ESHttpGet'],
      next: '--aws-sigv4',
    },
  ]
  it.each(faults)('$wrong is told, and nothing is written', async ({ env, args, arrange, ...expected }) => {
    const at = install()
    const expectUntouched = snapshot(at)
    arrange?.()
    const sign = env ? ['--aws-sigv4'] : []
    const result = await run(['init', '--yes', '--write-env', ...sign, ...(args ?? [])], at, env)
    expectRefusal(result, expected, [key.secret, key.token])
    expect(writes().filter((line) => who(line) !== 'refused')).toEqual([])
    expectUntouched()
  })

  it.each([
    ['https://abc123.eu-west-1.aoss.amazonaws.com:443', 'OpenSearch Serverless (aoss)', 'Amazon OpenSearch Service'],
    ['https://my-project.es.us-east-1.aws.elastic.cloud:443', 'Elastic Cloud Serverless', 'hosted deployment'],
  ])('%s is refused before anything is asked of it', async (searchUrl, says, next) => {
    const at = install({ searchUrl, username: 'master', password: 'not-asked-for-93' })
    expectRefusal(await run(['init', '--yes', '--write-env'], at, temporaryKey), { code: 6, says: [says], next })
    expect(proxy.asked).toEqual([])
  })
})
