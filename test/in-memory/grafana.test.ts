import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { startGrafanaDouble, type GrafanaDouble } from '../../sandbox/grafana/double.js'
import type { ReportDocument } from '../../src/report/document.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { closedPort, onTestbed } from '../support/testbed.js'

const bed = onTestbed()

let grafana: GrafanaDouble
let at: Installation
beforeEach(async () => {
  grafana = await startGrafanaDouble()
  at = bed.installation()
})
afterEach(async () => {
  const { unknown } = grafana
  await grafana.stop()
  expect(unknown).toEqual([])
})

const password = 'of-the-viewer'
const run = (command: string, args: string[] = [], url = grafana.url) =>
  runElkctl([...command.split(' '), '--env-file', at.envFile, '--grafana', url, ...args], {
    env: { ELKCTL_GRAFANA_TOKEN: grafana.token, ELKCTL_DATASOURCE_PASSWORD: password },
  })
const init = (...args: string[]) => run('init', ['--yes', '--write-env', ...args])
const asAdministrator = () => ['--admin-username', bed.admin.username, '--admin-password', bed.admin.password]
const writes = () => grafana.requests.filter((request) => !request.startsWith('GET '))

const sessions = () => {
  const found = grafana.dashboards.get('openvidu-sessions')
  if (found === undefined) throw new Error('the dashboard is not there')
  return found
}

describe('init --grafana', () => {
  it('writes data sources, a folder and the dashboards in it; a second run changes nothing', async () => {
    const first = await init()
    expect(first.code).toBe(0)
    expect([grafana.dataSources.size, [...grafana.folders.keys()], grafana.dashboards.size]).toEqual([
      ...[4, ['elkctl-openvidu'], 8],
    ])
    expect(sessions()).toMatchObject({
      folderUid: 'elkctl-openvidu',
      dashboard: {
        title: 'OpenVidu Sessions',
        description: expect.stringMatching(/ \[elkctl:openvidu:[0-9a-f]+\]$/) as unknown,
      },
    })
    expect(grafana.secrets.get('elkctl-openvidu')).toEqual({ basicAuthPassword: password })
    expect(first.stdout + first.stderr).not.toContain(password)
    expect(first.stdout + first.stderr).not.toContain(grafana.token)
    expect(first.stdout + first.stderr).toContain(
      'not in Grafana: Server Application Metrics › Top 10 Slowest API endpoints',
    )
    grafana.requests.length = 0
    const second = await init()
    expect([second.code, writes()]).toEqual([0, []])
  })

  it('keeps what a person edited, and replaces it with --overwrite', async () => {
    await init()
    const { dashboard } = sessions()
    dashboard['title'] = 'My sessions'
    grafana.requests.length = 0
    const kept = await init()
    expect([kept.code, writes(), sessions().dashboard['title']]).toEqual([0, [], 'My sessions'])
    expect(kept.stdout + kept.stderr).toContain('openvidu-sessions')
    expect((await init('--overwrite')).code).toBe(0)
    expect([writes(), sessions().dashboard['title']]).toEqual([['POST /api/dashboards/db'], 'OpenVidu Sessions'])
  })

  it('leaves a dashboard of others alone', async () => {
    grafana.folders.set('theirs', { uid: 'theirs', title: 'Theirs' })
    grafana.dashboards.set('openvidu-sessions', {
      dashboard: { uid: 'openvidu-sessions', title: 'Theirs', version: 3 },
      folderUid: 'theirs',
    })
    const { code, stderr } = await init('--quiet')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Warning: the Grafana dashboard openvidu-sessions is left alone: it exists, elkctl did not write it, and it shows something else. Save it under another uid there, or take it over with --adopt.\n',
    })
    expect([sessions().dashboard['title'], grafana.dashboards.size]).toEqual(['Theirs', 8])
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    grafana.requests.length = 0
    expect([(await init()).code, writes()]).toEqual([0, []])
    expect((await init('--adopt')).code).toBe(0)
    expect([sessions().dashboard['title'], writes()]).toEqual(['OpenVidu Sessions', ['POST /api/dashboards/db']])
  })

  it('leaves a data source of others alone, and takes it over with --adopt, after a backup', async () => {
    const theirs = { uid: 'elkctl-openvidu', name: 'Theirs', type: 'elasticsearch', url: 'http://theirs:9200' }
    grafana.dataSources.set('elkctl-openvidu', { ...theirs, version: 3 })
    grafana.secrets.set('elkctl-openvidu', { basicAuthPassword: 'theirs' })
    const { code, stderr } = await init('--quiet')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Warning: the Grafana data source elkctl-openvidu is left alone: it exists, elkctl did not write it, and it asks something else. Remove it there, or take it over with --adopt.\n',
    })
    const found = () => ({
      url: grafana.dataSources.get('elkctl-openvidu')?.['url'],
      secret: grafana.secrets.get('elkctl-openvidu'),
    })
    expect(found()).toEqual({ url: theirs.url, secret: { basicAuthPassword: 'theirs' } })
    expect([grafana.dataSources.size, grafana.dashboards.size]).toEqual([4, 8])

    const planned = await run('plan', ['--adopt'])
    const lost =
      'elkctl restore will not put back what is replaced of the Grafana data source elkctl-openvidu (no backup has its password: put what the backup has into Grafana by hand)'
    expect(planned.stdout).toContain(`Note: ${lost}.`)
    const adopted = await run('init', ['--yes', '--write-env', '--adopt', '--json'])
    expect(adopted.code).toBe(0)
    expect((JSON.parse(adopted.stdout) as ReportDocument).notes).toContain(lost)
    expect(found()).toEqual({ url: bed.searchUrl, secret: { basicAuthPassword: password } })
    const { backup = '' } = JSON.parse(adopted.stdout) as ReportDocument
    const { objects } = JSON.parse(readFileSync(backup, 'utf8')) as { objects: { kind: string; body: object }[] }
    expect(objects.filter(({ kind }) => kind === 'Grafana data source')).toMatchObject([{ body: theirs }])
    const restored = await runElkctl(['restore', backup, '--env-file', at.envFile, '--yes', ...asAdministrator()])
    expect(restored.stdout).toContain('no backup has its password: put what the backup has into Grafana by hand')
    expect(found().url).toBe(bed.searchUrl)
  })

  it('makes no second data source of a name, of which Grafana has each once', async () => {
    await init()
    const name = grafana.dataSources.get('elkctl-openvidu')?.['name'] ?? null
    grafana.dataSources.delete('elkctl-openvidu')
    grafana.dataSources.set('theirs', { uid: 'theirs', name, type: 'elasticsearch' })
    grafana.requests.length = 0
    const { code, stderr } = await init('--quiet')
    expect({ code, stderr, writes: writes() }).toEqual({
      code: 0,
      stderr: `Warning: the Grafana data source elkctl-openvidu is left alone: the data source theirs has the name "${String(name)}". Rename it in Grafana.\n`,
      writes: [],
    })
  })

  it('names the dashboard that has a title already, of which Grafana up to 11.2 has each once in a folder, and writes all others', async () => {
    grafana.dashboards.set('mine', {
      dashboard: { uid: 'mine', title: 'OpenVidu Sessions' },
      folderUid: 'elkctl-openvidu',
    })
    const { code, stderr } = await init('--quiet')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Warning: the Grafana dashboard openvidu-sessions is left alone: the dashboard mine has the title "OpenVidu Sessions" in the same folder. Rename it in Grafana.\n',
    })
    expect([grafana.dashboards.has('openvidu-sessions'), grafana.dashboards.size]).toEqual([false, 8])
    grafana.dashboards.delete('mine')
    expect([(await init()).code, grafana.dashboards.size]).toEqual([0, 8])
    grafana.requests.length = 0
    expect([(await init()).code, writes()]).toEqual([0, []])
  })

  it('names the folder that has the title already, and does the rest of init; once it is renamed, all is written', async () => {
    grafana.folders.set('theirs', { uid: 'theirs', title: 'OpenVidu Pro' })
    const { code, stderr } = await init()
    expect({ code, stderr }).toEqual({
      code: 8,
      stderr: expect.stringContaining(
        'Grafana folder elkctl-openvidu was refused: 409 a folder or dashboard in the general folder with the same name already exists (POST /api/folders)',
      ) as unknown,
    })
    expect(stderr).toContain('Rename the other one in Grafana, then run the command again.')
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    expect([grafana.dataSources.size, grafana.dashboards.size]).toEqual([4, 0])
    grafana.folders.set('theirs', { uid: 'theirs', title: 'Theirs' })
    expect([(await init()).code, grafana.dashboards.size]).toEqual([0, 8])
  })

  it('leaves alone what Grafana reads from files', async () => {
    await init()
    const dataSource = grafana.dataSources.get('elkctl-openvidu')
    grafana.dataSources.set('elkctl-openvidu', { ...dataSource, readOnly: true })
    grafana.dashboards.set('openvidu-sessions', { ...sessions(), provisioned: true })
    grafana.requests.length = 0
    const { code, stderr } = await init('--quiet', '--overwrite')
    const why =
      'is left alone: Grafana reads it from a file (provisioning), and takes no change of it here. Replace that file with what elkctl export grafana writes; or take it away, then run the command again.'
    expect({ code, stderr, writes: writes() }).toEqual({
      ...{ code: 0, writes: [] },
      stderr: `Warning: the Grafana data source elkctl-openvidu ${why}\nWarning: the Grafana dashboard openvidu-sessions ${why}\n`,
    })
  })

  it('does the rest where Grafana fails to say what it has', async () => {
    grafana.fails = 'GET /api/dashboards/uid/openvidu-sessions'
    const { code, stderr } = await init('--quiet')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'Warning: the 8 Grafana dashboards (openvidu-cluster-monitoring, …) are left alone: Reading openvidu-sessions of Grafana was refused: 500 Internal server error (GET /api/dashboards/uid/openvidu-sessions). Correct what the server names, then run the command again: it resumes where this run stopped.\n',
    })
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    expect([grafana.dataSources.size, grafana.folders.size, grafana.dashboards.size]).toEqual([4, 1, 0])
  })

  it('puts a password into data sources that got none, when it is told one', async () => {
    const given = ['init', '--env-file', at.envFile, '--grafana', grafana.url, '--yes', '--write-env']
    const { code, stdout, stderr } = await runElkctl(given, { env: { ELKCTL_GRAFANA_TOKEN: grafana.token } })
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('ELKCTL_DATASOURCE_PASSWORD is not set')])
    expect(grafana.secrets.get('elkctl-openvidu')).toEqual({})
    grafana.requests.length = 0
    expect((await init()).code).toBe(0)
    expect([...new Set(writes())]).toHaveLength(4)
    expect(grafana.secrets.get('elkctl-openvidu')).toEqual({ basicAuthPassword: password })
  })

  it('takes nothing back of the stack when Grafana fails in the middle', async () => {
    grafana.fails = 'POST /api/folders'
    const { code, stderr } = await init()
    expect([code, stderr]).toEqual([
      8,
      expect.stringContaining('Grafana folder elkctl-openvidu was refused: 500 Internal'),
    ])
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    expect([grafana.dataSources.size, grafana.dashboards.size]).toEqual([4, 0])
    grafana.fails = undefined
    expect((await init()).code).toBe(0)
    expect(grafana.dashboards.size).toBe(8)
  })

  it('shows without writing what it would do, as plan does', async () => {
    for (const { code, stdout } of [await init('--dry-run'), await run('plan')]) {
      expect([code, writes()]).toEqual([2, []])
      expect(stdout).toMatch(/\+ Grafana dashboard +openvidu-sessions +create/)
    }
  })
})

describe('verify --grafana', () => {
  const verify = async (url?: string) => {
    grafana.requests.length = 0
    const { code, stdout } = await run('verify', ['--json'], url)
    const { findings = [] } = JSON.parse(stdout) as ReportDocument
    const bad = findings.filter(({ status }) => status === 'fail')
    expect(writes()).toEqual([])
    return { code, bad: bad.map(({ id, subject, detail, hint }) => [id, subject, detail, hint]), findings }
  }

  it('looks whether all is there as elkctl made it, and writes nothing', async () => {
    await init()
    const { code, bad, findings } = await verify()
    const ofGrafana = findings.filter(({ id, subject }) => id.startsWith('grafana') || subject?.startsWith('Grafana'))
    // One for Grafana itself, 4 data sources, a folder, 8 dashboards.
    expect({ code, bad, looked: ofGrafana.length }).toEqual({ code: 0, bad: [], looked: 14 })
    sessions().dashboard['title'] = 'My sessions'
    grafana.dataSources.delete('elkctl-openvidu')
    const { code: other, bad: different } = await verify()
    expect({ other, different }).toEqual({
      other: 2,
      different: [
        [
          ...['object.missing', 'Grafana data source elkctl-openvidu', 'not on the stack'],
          'Run elkctl init --grafana URL.',
        ],
        [
          ...['object.drift', 'Grafana dashboard openvidu-sessions', 'edited by hand: differs in dashboard.title'],
          'To replace what was edited: elkctl init --overwrite.',
        ],
      ],
    })
  })

  it('tells of a Grafana that cannot be looked at, and of all else', async () => {
    await init()
    grafana.role = 'Viewer'
    const { code, bad, findings } = await verify()
    expect({ code, bad }).toEqual({
      code: 1,
      bad: [
        [
          ...['grafana.available', null],
          'its user may not read data sources (403 You’ll need additional permissions to perform this action.); give the service account the role Admin',
          null,
        ],
      ],
    })
    expect(findings.some(({ id, status }) => id === 'object.drift' && status === 'pass')).toBe(true)
  })
})

describe('destroy --grafana', () => {
  const destroy = () => run('destroy', ['--yes', 'openvidu', ...asAdministrator()])

  it('takes away what elkctl made, and keeps what others have made of it, and a folder as long as a dashboard of others is in it', async () => {
    await init()
    const theirs = { uid: 'elkctl-openvidu', name: 'Theirs', type: 'elasticsearch' }
    grafana.dataSources.set('elkctl-openvidu', theirs)
    grafana.dashboards.set('mine', { dashboard: { uid: 'mine', title: 'Mine' }, folderUid: 'elkctl-openvidu' })
    const { code, stdout } = await destroy()
    expect(code).toBe(0)
    expect([grafana.dataSources.size, [...grafana.folders.keys()], [...grafana.dashboards.keys()]]).toEqual([
      ...[1, ['elkctl-openvidu'], ['mine']],
    ])
    expect(stdout).toContain('mine needs it')
    expect(stdout).toContain('elkctl did not write it')
    grafana.dashboards.delete('mine')
    expect([(await destroy()).code, grafana.folders.size]).toEqual([0, 0])
  })
})

describe('a Grafana that cannot be used gives a warning, and the rest goes on:', () => {
  const told = async (message: string, url?: string) => {
    const { code, stderr } = await run('init', ['--yes', '--write-env'], url)
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(`Warning: nothing is written to Grafana: ${message}`) as unknown,
    })
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    expect(writes()).toEqual([])
  }

  it('a token without rights', async () => {
    grafana.role = 'Viewer'
    await told(
      'its user may not read data sources (403 You’ll need additional permissions to perform this action.); give the service account the role Admin',
    )
  })

  it('a token that it does not know', async () => {
    const { token } = grafana
    grafana.token = 'another'
    const { code, stderr } = await runElkctl(
      ['init', '--env-file', at.envFile, '--grafana', grafana.url, '--yes', '--write-env'],
      { env: { ELKCTL_GRAFANA_TOKEN: token } },
    )
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('Grafana does not know this token or user (401 Invalid API key); make a new token'),
    ])
  })

  it('one that is too new for this Elasticsearch', async () => {
    grafana.version = '10.4.1'
    await told('Grafana 10.4.1 needs Elasticsearch 7.16 or later, and this is 7.10.2; use an older Grafana')
  })

  const served = async (answer: RequestListener, message: (url: string) => string) => {
    const page = createServer(answer)
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`
    try {
      await told(message(url), url)
    } finally {
      page.closeAllConnections()
      page.close()
    }
  }

  it('a page in HTML', async () => {
    await served(
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
      (url) => `${url} does not answer as Grafana does (GET /api/health: 200, and text instead of JSON)`,
    )
  })

  it('a login page behind its health', async () => {
    await served(
      ({ url }, response) =>
        url === '/api/health'
          ? response.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"9.5.21"}')
          : response.writeHead(302, { location: '/login' }).end(),
      () =>
        'Grafana answers GET /api/datasources with 302 leads to /login; a login page or a proxy is in between: let paths below /api through to Grafana',
    )
  })

  it('a wrong address', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`
    await told('Grafana at ' + url, url)
  })
})

it.each([
  [
    'an address without a port',
    ['--grafana', 'http://grafana.example.org'],
    '--grafana: "http://grafana.example.org" has no port',
  ],
  ['no sign-in', ['--grafana', 'http://127.0.0.1:9'], '--grafana: no sign-in is given: set ELKCTL_GRAFANA_TOKEN'],
  [
    'a user without a password',
    ['--grafana', 'http://127.0.0.1:9', '--grafana-username', 'admin'],
    '--grafana: the password of admin is not known: set ELKCTL_GRAFANA_PASSWORD',
  ],
])('%s is one clear message', async (_what, args, message) => {
  const { code, stderr } = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...args])
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(message) as unknown })
})
