import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { startOtherCluster, type OtherCluster } from '../support/other-cluster.js'
import { expectCalm, expectRefusal, snapshot, type Refusal } from '../support/expectations.js'
import { basePath, closedPort, html, onTestbed, type BedInstallationOptions } from '../support/testbed.js'
import { fixture, readJson } from '../unit/fixtures.js'

const bed = onTestbed()
let nobody: number
beforeAll(async () => {
  nobody = await closedPort()
})

const init = (at: Installation, more: string[] = []) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more])

interface Fault extends Refusal {
  wrong: string
  installation?: () => BedInstallationOptions
  arrange?: () => void
  more?: string[]
}

const faults: Fault[] = [
  {
    wrong: 'https:// to a Kibana that speaks plain HTTP',
    installation: () => ({ dashboardsUrl: bed.kibanaUrl.replace('http:', 'https:') }),
    code: 5,
    says: ['The dashboards server at https://127.0.0.1:', 'does not speak TLS'],
    next: 'write http:// in the URL',
  },
  {
    wrong: 'Kibana is down',
    installation: () => ({ dashboardsUrl: `http://127.0.0.1:${nobody}/kibana` }),
    code: 5,
    says: ['The dashboards server at http://127.0.0.1:', 'the connection was refused'],
    next: /that the dashboards server is running|--no-dashboards/,
  },
  {
    wrong: 'a login page in place of Kibana',
    arrange: () => {
      bed.onKibana = () => html
    },
    code: 5,
    says: ['is not Kibana or OpenSearch Dashboards', 'Please sign in.'],
    next: '--no-dashboards',
  },
  {
    wrong: 'a redirect to a login page in place of Kibana',
    arrange: () => {
      bed.onKibana = () => ({ status: 302, headers: { location: '/login' }, body: '' })
    },
    code: 5,
    says: ['is not Kibana or OpenSearch Dashboards', '302'],
    next: 'base path',
  },
  {
    wrong: 'a Kibana URL without its base path',
    installation: () => ({ dashboardsUrl: bed.kibanaUrl.replace(basePath, '') }),
    code: 5,
    says: ['is not Kibana or OpenSearch Dashboards', '404'],
    next: 'base path',
  },
  {
    wrong: 'HTML for the list of saved objects',
    arrange: () => {
      bed.onKibana = ({ path }) => (path.includes('/_find') ? html : undefined)
    },
    code: 5,
    says: ['/api/saved_objects/_find', 'Please sign in.'],
    next: 'proxy',
  },
  {
    wrong: 'a wrong password for Kibana only',
    arrange: () => {
      bed.onKibana = () => ({ status: 403, body: { statusCode: 403, error: 'Forbidden', message: 'Forbidden' } })
    },
    code: 4,
    says: ['refused the password of elastic', 'although the search engine accepted it'],
    next: 'same search engine',
  },
  {
    wrong: 'Kibana that does not get ready',
    arrange: () => {
      bed.setKibana('starting')
    },
    more: ['--wait', '1s'],
    code: 5,
    says: ['is not ready after 1 s', 'Kibana server is not ready yet'],
    next: '--wait 5m',
  },
]

describe('a Kibana that cannot be reached', () => {
  it.each(faults)('$wrong: $code, and nothing is written', async ({ installation, arrange, more, ...expected }) => {
    const at = bed.installation(installation?.())
    arrange?.()
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at, more), expected, [bed.admin.password])
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })
})

describe('a Kibana of another cluster', () => {
  let other: OtherCluster
  beforeAll(async () => {
    other = await startOtherCluster(bed)
  })
  afterEach(() => {
    other.reset()
  })
  afterAll(() => other.stop())

  const roleOf = async () => {
    const { body } = await bed.asAdmin('GET', '/_security/role/openvidu-role')
    return (body as Record<string, unknown>)['openvidu-role']
  }
  const refusal = async (): Promise<Refusal> => {
    const { body } = await bed.asAdmin('GET', '/')
    const { cluster_uuid: uuid } = body as { cluster_uuid: string }
    const [there, here] = [`Kibana at ${other.kibanaUrl}`, `Elasticsearch at ${bed.searchUrl}`]
    return {
      code: 5,
      says: [
        `${there} belongs to another cluster than ${here}`,
        `this Elasticsearch is cluster ${uuid}`,
        `that Kibana is connected to cluster ${other.uuid}`,
      ],
      next: '--no-dashboards',
    }
  }

  it.each([['init', '--yes', '--write-env'], ['plan']])(
    '%s: 5, and nothing is written anywhere',
    async (...command) => {
      const at = bed.installation({ dashboardsUrl: other.kibanaUrl })
      const expectUntouched = snapshot(at)
      expectRefusal(await runElkctl([...command, '--env-file', at.envFile]), await refusal(), [bed.admin.password])
      expect([...bed.writes(), ...other.writes()]).toEqual([])
      expectUntouched()
    },
  )

  it('that has the same role, made by the same elkctl: 5, and nothing is written anywhere', async () => {
    const { envFile } = bed.installation()
    expect(await runElkctl(['init', '--env-file', envFile, '--yes', '--write-env'])).toMatchObject({ code: 0 })
    other.roles.set('openvidu-role', await roleOf())
    bed.stack.clear()
    const at = bed.installation({ dashboardsUrl: other.kibanaUrl })
    const expected = await refusal()
    for (const command of [
      ['init', '--yes', '--reset-password', '--write-env'],
      ['verify'],
      ['delete-user', 'openvidu', '--yes'],
    ])
      expectRefusal(await runElkctl([...command, '--env-file', at.envFile]), expected, [bed.admin.password])
    expect([bed.stack.writes(), other.writes()]).toEqual([[], []])
    expect(other.roles.get('openvidu-role')).toEqual(await roleOf())
  })

  it.each([
    ['has no such path', { status: 404, body: { statusCode: 404, error: 'Not Found', message: 'Not Found' } }],
    ['does not know the query', { status: 400, body: { statusCode: 400, error: 'Bad Request' } }],
    ['does not name the cluster', { status: 200, body: { kibana: {}, usage: {} } }],
    ['is behind a login page', html],
  ])('that %s: the role shows it, is taken away again, and nothing else is written', async (_what, answer) => {
    other.onKibana = ({ path }) => (path.startsWith('/api/stats') ? answer : undefined)
    const at = bed.installation({ dashboardsUrl: other.kibanaUrl })
    const expectUntouched = snapshot(at)
    const { says, ...expected } = await refusal()
    const why =
      'the role openvidu-role, written through that Kibana, is not in this Elasticsearch; it was removed there again'
    const result = await init(at)
    expectRefusal(result, { ...expected, says: [String(says[0]), why] }, [bed.admin.password])
    expect(result.stdout).toMatch(/^Failed: 0 of \d+ changes made/m)
    expect(bed.writes()).toEqual([])
    expect(other.writes()).toEqual(['PUT', 'DELETE'].map((method) => `${method} /api/security/role/openvidu-role`))
    expect([...other.roles.keys()]).toEqual([])
    expectUntouched()
  })

  it('is not claimed where Kibana does not say its cluster', async () => {
    bed.onKibana = ({ path }) => (path.includes('/api/stats') ? html : undefined)
    const { envFile } = bed.installation()
    expect(await runElkctl(['plan', '--env-file', envFile])).toMatchObject({ code: 2, stderr: '' })
    expect(bed.requests().filter((request) => request.includes('/api/stats'))).toHaveLength(1)
  })
})

describe('a stack that lacks its dashboards server for now', () => {
  it('gets the rest with --no-dashboards, and hears what is missing', async () => {
    const at = bed.installation({ dashboardsUrl: `http://127.0.0.1:${nobody}/kibana` })
    const { code, stdout, stderr } = await init(at, ['--no-dashboards'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('--no-dashboards: the dashboards server is not touched')
    expect(stdout).toContain('no dashboards are imported; the rest is done (--no-dashboards)')
    expect(stdout).toMatch(/^Done: \d+ changes made/m)
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    const { status } = await bed.asAdmin('GET', '/_security/user/openvidu')
    expect(status).toBe(200)
  })

  it.each([
    { state: 'starting', why: '503 Kibana server is not ready yet' },
    { state: 'unauthorized', why: '401 although the search engine accepted the same credentials' },
  ] as const)('waits while Kibana is $state, says so, and goes on', async ({ state, why }) => {
    bed.setKibana(state)
    const at = bed.installation()
    let waited = false
    const { code, stdout, stderr } = await runElkctl(['plan', '--env-file', at.envFile], {
      onOutput: (text) => {
        if (!text.includes('waiting for')) return
        waited = true
        bed.setKibana('ready')
      },
    })
    expect({ code, stderr, waited }).toEqual({ code: 2, stderr: '', waited: true })
    expect(stdout).toContain(`waiting for the dashboards server: ${why}`)
    expectCalm(stdout)
  })
})

describe('an import that is not what it says', () => {
  const importPath = /\/api\/saved_objects\/_import/

  async function expectNotBelieved(says: string[]): Promise<void> {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const result = await init(at)
    expectRefusal(result, { code: 8, says, next: /run the command again/i })
    expect(result.stdout).toMatch(/^Done in part/m)
    expectUntouched()
    // nobody knows its password
    expect((await bed.asAdmin('GET', '/_security/user/openvidu')).status).toBe(404)
  }

  it('200 with success: false is not believed', async () => {
    const error = { type: 'missing_references', references: [{ type: 'index-pattern', id: 'gone' }] }
    bed.onKibana = ({ path }) =>
      importPath.test(path)
        ? {
            status: 200,
            body: {
              success: false,
              successCount: 0,
              errors: [{ type: 'dashboard', id: 'openvidu-recordings', error }],
            },
          }
        : undefined
    await expectNotBelieved(['although it was answered 200', 'dashboard/openvidu-recordings: missing_references'])
  })

  it('success: true without anything written is found by reading back', async () => {
    bed.onKibana = ({ path }) =>
      importPath.test(path) ? { status: 200, body: { success: true, successCount: 17 } } : undefined
    await expectNotBelieved(['was accepted, but is not there when read back'])
  })

  it('HTML for an answer is not believed', async () => {
    bed.onKibana = ({ path }) =>
      importPath.test(path) ? { status: 200, body: '<html>Please sign in.</html>' } : undefined
    await expectNotBelieved(['The import of saved objects is not possible', 'answered 200 with text that is not JSON'])
  })
})

describe('an export of a dashboards server in the data folder', () => {
  const recording = 'recordings/kibana-7.12.1/066-export-dashboard-deep-200.json'
  const ofKibana7 = readJson<{ response: { body: string } }>(fixture(...recording.split('/'))).response.body

  function dataWith(at: Installation, text: string): string {
    const folder = join(at.folder, 'data')
    for (const part of ['roles', 'templates', 'dashboards'])
      cpSync(join(packageFolder(), part), join(folder, part), { recursive: true })
    writeFileSync(join(folder, 'dashboards', 'openvidu', 'more.ndjson'), text)
    return folder
  }

  it('is installed with everything else; a second run writes nothing, and verify misses nothing', async () => {
    const at = bed.installation()
    const data = dataWith(at, ofKibana7)
    const first = await init(at, ['--data', data])
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' })
    expect(first.stdout).toContain('dashboard/ov-dash')
    const written = bed.writes().length
    const second = await init(at, ['--data', data])
    expect(second.code).toBe(0)
    // What it sends is what it asks: documents of the checks.
    expect(
      bed
        .writes()
        .slice(written)
        .filter((write) => write.includes('saved_objects')),
    ).toEqual([])
    const verified = await runElkctl(['verify', '--env-file', at.envFile, '--data', data])
    expect(verified.code).toBe(0)
  })

  it('of a newer server is refused with what to do, and the rest is there', async () => {
    const at = bed.installation()
    const newer = ofKibana7.replace(
      '"migrationVersion":{"dashboard":"7.11.0"}',
      '"migrationVersion":{"dashboard":"8.7.0"}',
    )
    const result = await init(at, ['--data', dataWith(at, newer)])
    expect(result.code).toBe(8)
    expect(result.stderr + result.stdout).toMatch(/belongs to a more recent version of Kibana \[8\.7\.0\]/)
    expect(result.stderr + result.stdout).toContain(
      'Export it from a server that is not newer than this one (Kibana 7.12.1)',
    )
  })
})
