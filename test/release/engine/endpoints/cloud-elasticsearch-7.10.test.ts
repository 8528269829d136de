import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../../../sandbox/certificates.js'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import { runElkctl } from '../../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { expectRefusal } from '../../../support/expectations.js'
import { startConnectProxy, type ConnectProxy } from '../../../engine/endpoints/connect-proxy.js'
import { startTlsFront, type Decision, type TlsFront } from '../../../engine/endpoints/tls-front.js'

/** A hosted deployment as a client sees it: two https hosts with certificates of a known authority, and behind them a real Elasticsearch. */
const domain = 'eu-west-1.aws.found.io'
const [es, kb] = [`6d3f2a.es.${domain}`, `6d3f2a.kb.${domain}`]
let [stack, proxy]: [LocalStack, ConnectProxy] = [] as never
let fronts: [TlsFront, TlsFront]
let folder: string
let at: Installation
let apiKey: string
let serverless = false

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elkctl-cloud-'))
  stack = await startStack({ engine: 'elasticsearch-7.10' })
  const authority = makeCertificate({ name: 'Stand-in for a public authority', authority: true })
  writeFileSync(join(folder, 'ca.pem'), authority.cert)
  const certificate = makeCertificate({ name: domain, hosts: [`*.es.${domain}`, `*.kb.${domain}`], issuer: authority })
  const search = (): Decision =>
    serverless
      ? {
          status: 200,
          body: {
            name: 'serverless',
            version: { number: '8.11.0', build_flavor: 'serverless' },
            tagline: 'You Know, for Search',
          },
        }
      : { to: stack.search.url }
  fronts = [
    await startTlsFront({ certificate, decide: search }),
    await startTlsFront({ certificate, decide: () => ({ to: String(stack.dashboards?.proxy.url) }) }),
  ]
  const targets = Object.fromEntries(
    [443, 9243].flatMap((port) => [
      [`${es}:${port}`, fronts[0].port],
      [`${kb}:${port}`, fronts[1].port],
    ]),
  )
  proxy = await startConnectProxy({ targets })
  const { username, password, url } = stack.engine
  const made = await fetch(`${url}/_security/api_key`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: 'elkctl' }),
  })
  const { id, api_key } = (await made.json()) as { id: string; api_key: string }
  apiKey = Buffer.from(`${id}:${api_key}`).toString('base64')
}, 300_000)
beforeEach(() => {
  serverless = false
  proxy.asked.length = 0
  for (const { requests } of fronts) requests.length = 0
})
afterAll(async () => {
  at.remove()
  await proxy.stop()
  for (const front of fronts) await front.stop()
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (args: string[], stdin = '') =>
  runElkctl([...args, '--env-file', at.envFile], {
    stdin,
    env: { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: join(folder, 'ca.pem') },
  })
const targets = () => [...new Set(proxy.asked.map(({ target }) => target))].sort()
const credentials = ({ requests }: TlsFront) => [
  ...new Set(requests.map(({ headers }) => String(headers.authorization).split(' ')[0])),
]
const writes = () =>
  fronts.flatMap(({ requests }) => requests).filter(({ method }) => method !== 'GET' && method !== 'HEAD')

describe('a hosted deployment', () => {
  it.each([443, 9243])('is reached on port %d', async (port) => {
    at = makeInstallation({
      searchUrl: `https://${es}:${port}/`,
      dashboardsUrl: `https://${kb}:${port}`,
      username: stack.engine.username,
      password: stack.engine.password,
    })
    const { code, stdout, stderr } = await run(['plan'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(stdout).toContain('Elasticsearch 7.10.2, Elastic Cloud, security on; Kibana')
    expect(targets()).toEqual([`${es}:${port}`, `${kb}:${port}`])
  })

  it('is made ready by Cloud ID and API key, with which both servers are asked; a second run changes nothing', async () => {
    at = makeInstallation({})
    const cloudId = `openvidu:${Buffer.from(`${domain}$6d3f2a.es$6d3f2a.kb`).toString('base64')}`
    const args = ['--cloud-id', cloudId, '--api-key-stdin']
    const first = await run(['init', '--yes', '--write-env', '--verbose', ...args], apiKey)
    expect({ code: first.code, errors: first.stderr.match(/^(Error|Warning).*/gm) }).toEqual({ code: 0, errors: null })
    expect(first.stdout + first.stderr).toContain(
      `OPENVIDU_PRO_ELASTICSEARCH_HOST=https://${es}:443 and OPENVIDU_PRO_KIBANA_HOST=https://${kb}:443`,
    )
    expect(first.stdout + first.stderr).not.toContain(apiKey)
    expect(targets()).toEqual([`${es}:443`, `${kb}:443`])
    // The administrator by key, the checks by name and password.
    for (const front of fronts) expect(credentials(front).sort()).toEqual(['ApiKey', 'Basic'])
    expect(fronts[1].requests.find(({ path }) => path.includes('_import'))?.headers.authorization).toBe(
      `ApiKey ${apiKey}`,
    )

    for (const { requests } of fronts) requests.length = 0
    const second = await run(['init', '--yes', '--write-env', ...args], apiKey)
    expect({ code: second.code, says: second.stdout.includes('Nothing to do') }).toEqual({ code: 0, says: true })
    expect(writes()).toEqual([])
    expect(fronts.flatMap(({ requests }) => requests).length).toBeLessThanOrEqual(10)
  }, 300_000)

  it('that turns out to be serverless is refused before anything is written', async () => {
    serverless = true
    at = makeInstallation({ searchUrl: `https://${es}:443`, dashboardsUrl: `https://${kb}:443` })
    expectRefusal(await run(['init', '--yes', '--write-env', '--api-key-stdin'], apiKey), {
      code: 6,
      says: [`https://${es}:443 is Elastic Cloud Serverless`],
      next: 'Use a hosted deployment of Elastic Cloud instead',
    })
    expect(writes()).toEqual([])
  })

  it.each([
    ['a Cloud ID that was cut off', ['--cloud-id', 'openvidu:ZXUtd2VzdC0xLmF3cy5m'], 'was it cut off?'],
    [
      'a Cloud ID beside a host',
      ['--cloud-id', 'x:YS5iJGMkZA==', '--kibana-host', 'https://kb.example.com:443'],
      'choose one',
    ],
  ])('%s is told', async (_what, args, says) => {
    expectRefusal(await run(['plan', ...args]), { code: 3, says: ['--cloud-id', says], next: 'Correct' })
    expect(proxy.asked).toEqual([])
  })
})
