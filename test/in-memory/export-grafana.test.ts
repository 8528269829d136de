import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { onTestbed } from '../support/testbed.js'
import { temporaryFolder } from '../unit/temporary-folder.js'

const bed = onTestbed()
const folder = temporaryFolder()
const top = () => folder.path('provisioning')
const exported = (...args: string[]) =>
  runElkctl(['export', 'grafana', '--search-url', 'https://es.example.org:9200', '--to', folder.path(), ...args])
const filesBelow = () =>
  readdirSync(top(), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\./.test(name))
    .sort()

describe('export grafana', () => {
  it('writes what Grafana provisions, for all to read, and no password', async () => {
    const { code, stdout, stderr } = await exported('--flavor', 'elasticsearch')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Done: ${top()} is written. Next: copy what is in it into /etc/grafana/provisioning, set OPENVIDU_GRAFANA_PASSWORD to the password of openvidu-viewer (elkctl create-user openvidu-viewer --read-only --profile openvidu makes it), and start Grafana again.\n`,
    })
    expect(stderr).toContain(
      'not in Grafana: Server Application Metrics › Top 10 Slowest API endpoints: it groups by a script, and Grafana by fields only',
    )
    expect(stderr).toContain('4 data sources and 8 dashboards for the folder OpenVidu Pro')
    expect(filesBelow()).toEqual([
      'dashboards/openvidu.yaml',
      ...[
        ...['cluster-monitoring', 'cpu-vs-sessions', 'nginx', 'node-monitoring', 'recordings'],
        ...['server-application-metrics', 'server-monitoring-metrics', 'sessions'],
      ].map((name) => `dashboards/openvidu/openvidu-${name}.json`),
      'datasources/openvidu.yaml',
    ])
    const file = folder.path('provisioning/datasources/openvidu.yaml')
    expect(statSync(file).mode & 0o777).toBe(0o644)
    const { datasources } = parse(readFileSync(file, 'utf8')) as { datasources: Record<string, unknown>[] }
    expect(datasources.map(({ secureJsonData }) => secureJsonData)).toEqual(
      Array.from({ length: 4 }, () => ({ basicAuthPassword: '${OPENVIDU_GRAFANA_PASSWORD}' })),
    )
  })

  it('asks the stack what it is, and says which Grafana is too new for it', async () => {
    const { envFile } = bed.installation()
    const { code, stderr } = await runElkctl(['export', 'grafana', '--env-file', envFile, '--to', folder.path()])
    expect(code).toBe(0)
    expect(stderr).toContain('Grafana 10.0 and later do not speak to Elasticsearch 7.10.2: use an older one')
    expect(bed.requests().filter((request) => !request.startsWith('GET '))).toEqual([])
    const { datasources } = parse(readFileSync(folder.path('provisioning/datasources/openvidu.yaml'), 'utf8')) as {
      datasources: { url: string; basicAuthUser: string; jsonData: { esVersion: string } }[]
    }
    expect(datasources[0]).toMatchObject({
      url: bed.searchUrl,
      basicAuthUser: 'openvidu-viewer',
      jsonData: { esVersion: '7.10.2' },
    })
  })

  it('never writes over a file, and then writes none; with --force it does', async () => {
    mkdirSync(folder.path('provisioning/dashboards/openvidu'), { recursive: true })
    const mine = folder.path('provisioning/dashboards/openvidu/openvidu-sessions.json')
    writeFileSync(mine, 'mine')
    const { code, stderr } = await exported('--flavor', 'elasticsearch')
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(
        RegExp(`${mine} cannot be written: it exists already\\.\n.*Add --force to replace it and the others`),
      ) as unknown,
    })
    expect(filesBelow()).toEqual(['dashboards/openvidu/openvidu-sessions.json'])
    expect(readFileSync(mine, 'utf8')).toBe('mine')
    expect((await exported('--flavor', 'elasticsearch', '--force')).code).toBe(0)
    expect(JSON.parse(readFileSync(mine, 'utf8'))).toMatchObject({ uid: 'openvidu-sessions' })
  })

  it('is one clear message for a flavor that is not known', async () => {
    const { code, stderr } = await exported('--flavor', 'solr')
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('--flavor: "solr" is not known: elasticsearch, opensearch') as unknown,
    })
    expect(existsSync(top())).toBe(false)
  })
})
