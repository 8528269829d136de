import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../sandbox/certificates.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { startTlsFront, type TlsFront } from '../engine/endpoints/tls-front.js'
import { expectRefusal, lineOf, snapshot, type Refusal } from '../support/expectations.js'
import { basePath, closedPort, html, loginPage, onTestbed, type BedInstallationOptions } from '../support/testbed.js'

const bed = onTestbed()
/** the engine behind a certificate of its own */
let front: TlsFront
let nobody: number
const certificate = makeCertificate({ name: 'self', hosts: ['127.0.0.1'] })
const tlsUrl = () => `https://127.0.0.1:${front.port}`
beforeAll(async () => {
  front = await startTlsFront({ certificate, decide: () => ({ to: bed.stack.engine.url }) })
  nobody = await closedPort()
})
afterAll(() => front.stop())

const yes = (envFile: string) => ['init', '--env-file', envFile, '--yes', '--write-env']
interface Fault extends Refusal {
  wrong: string
  installation?: () => BedInstallationOptions
  arrange?: () => void
  more?: () => string[]
}

const faults: Fault[] = [
  {
    wrong: 'a wrong port',
    installation: () => ({ searchUrl: `http://127.0.0.1:${nobody}` }),
    code: 5,
    says: [
      'The search engine at http://127.0.0.1:',
      'the connection was refused',
      /Nothing listens on 127\.0\.0\.1 port \d+/,
    ],
    next: 'Check the port',
  },
  {
    wrong: 'https:// to a port that speaks plain HTTP',
    installation: () => ({ searchUrl: bed.searchUrl.replace('http:', 'https:') }),
    code: 5,
    says: ['The search engine at https://127.0.0.1:', 'does not speak TLS'],
    next: 'write http:// in the URL',
  },
  {
    wrong: 'a self-signed certificate that nobody vouched for',
    installation: () => ({ searchUrl: tlsUrl() }),
    code: 5,
    says: ['The search engine at https://127.0.0.1:', 'its certificate is self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    next: '--ca-file FILE',
  },
  {
    wrong: 'a host name that nobody knows',
    installation: () => ({ searchUrl: 'http://elastic.invalid:9200' }),
    code: 5,
    says: ['The search engine at http://elastic.invalid:9200', /cannot be resolved \((ENOTFOUND|EAI_AGAIN)\)/],
    next: 'DNS',
  },
  {
    wrong: 'Elasticsearch that drops every connection',
    arrange: () => {
      bed.onSearch = () => 'drop'
    },
    code: 5,
    says: ['The search engine at http://127.0.0.1:', 'closed the connection without an answer'],
    next: 'https://',
  },
  {
    wrong: 'a login page in place of Elasticsearch',
    arrange: () => {
      bed.onSearch = () => html
    },
    code: 5,
    says: ['is not Elasticsearch or OpenSearch', 'Please sign in.'],
    next: 'check host, port and path',
  },
  {
    wrong: 'nothing at all at the address of Elasticsearch',
    arrange: () => {
      bed.onSearch = () => ({ status: 404, body: '' })
    },
    code: 5,
    says: ['answered 404 instead of the version banner: (an empty answer)'],
    next: 'Check the URL',
  },
  {
    wrong: 'HTML that says it is JSON in place of Elasticsearch',
    arrange: () => {
      bed.onSearch = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: loginPage })
    },
    code: 5,
    says: ['is not Elasticsearch or OpenSearch', 'Please sign in.'],
    next: 'check host, port and path',
  },
  {
    wrong: 'other JSON in place of Elasticsearch',
    arrange: () => {
      bed.onSearch = () => ({ status: 200, body: { name: 'something', version: 3 } })
    },
    code: 5,
    says: ['is not Elasticsearch or OpenSearch', '"name":"something"'],
    next: 'check host, port and path',
  },
  {
    wrong: 'a gateway that cannot reach Elasticsearch',
    arrange: () => {
      bed.onSearch = () => ({ ...html, status: 502, body: '<h1>502 Bad Gateway</h1>' })
    },
    code: 5,
    more: () => ['--wait', '1s'],
    says: ['is not ready after 1 s', '502 Bad Gateway'],
    next: '--wait 5m',
  },
  {
    wrong: 'Kibana where Elasticsearch should be',
    installation: () => ({ searchUrl: bed.kibanaUrl }),
    code: 5,
    says: [basePath, /answered 302|is not Elasticsearch/],
    next: 'Check the URL',
  },
  {
    wrong: 'HTML for the list of pipelines',
    arrange: () => {
      bed.onSearch = ({ path }) => (path === '/_ingest/pipeline' ? html : undefined)
    },
    code: 5,
    says: ['/_ingest/pipeline', 'Please sign in.'],
    next: 'proxy',
  },
  {
    wrong: 'a wrong password',
    installation: () => ({ password: 'not-the-password-93' }),
    code: 4,
    says: ['refused the password of elastic', '401'],
    next: '--admin-username NAME --admin-password-stdin',
  },
  {
    wrong: 'no password where one is wanted',
    installation: () => ({ username: null, password: null }),
    code: 4,
    says: ['requires credentials (401); none configured'],
    next: 'ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
  },
  {
    wrong: 'Elasticsearch that does not get ready',
    arrange: () => {
      bed.onSearch = () => ({ status: 503, body: { error: { reason: 'cluster state not recovered' }, status: 503 } })
    },
    more: () => ['--wait', '1s'],
    code: 5,
    says: ['The search engine is not ready after 1 s', 'cluster state not recovered'],
    next: '--wait 5m',
  },
]

describe('a stack that cannot be reached', () => {
  it.each(faults)('$wrong: $code, and nothing is written', async ({ installation, arrange, more, ...expected }) => {
    const at = bed.installation(installation?.())
    arrange?.()
    const expectUntouched = snapshot(at)
    const result = await runElkctl([...yes(at.envFile), ...(more?.() ?? [])])
    expectRefusal(result, expected, [bed.admin.password, 'not-the-password-93'])
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('a wrong password is told with the line on which it stands', async () => {
    const at = bed.installation({ password: 'not-the-password-93' })
    const { stderr } = await runElkctl(['plan', '--env-file', at.envFile])
    expect(stderr).toContain(`(${at.envFile}:${lineOf(at, 'ELASTICSEARCH_USERNAME')})`)
  })
})

describe('a certificate of one’s own', () => {
  const plan = (more: string[]) => {
    const at = bed.installation({ searchUrl: tlsUrl(), dashboardsUrl: null })
    return runElkctl(['plan', '--env-file', at.envFile, ...more])
  }

  it('is trusted with --ca-file', async () => {
    const file = join(bed.installation().folder, 'own.pem')
    writeFileSync(file, certificate.cert)
    const { code, stdout, stderr } = await plan(['--ca-file', file])
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(stdout).toContain('no dashboards server (OPENVIDU_PRO_KIBANA_HOST is not set)')
    expect(stdout).toMatch(/Changes pending: \d+ to create/)
  })

  it('is accepted with --insecure, which says so', async () => {
    const { code, stderr } = await plan(['--insecure'])
    expect(code).toBe(2)
    expect(stderr).toContain('--insecure: certificates are not checked in this run')
  })

  it('of another authority is not trusted', async () => {
    const file = join(bed.installation().folder, 'other.pem')
    writeFileSync(file, String(rootCertificates[0]))
    const { code, stderr } = await plan(['--ca-file', file])
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringContaining('--ca-file') })
  })
})
