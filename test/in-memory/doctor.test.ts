import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../sandbox/certificates.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { startConnectProxy } from '../engine/endpoints/connect-proxy.js'
import { startTlsFront } from '../engine/endpoints/tls-front.js'
import { closedPort, onTestbed } from '../support/testbed.js'
import { fixture } from '../unit/fixtures.js'

const bed = onTestbed()

interface Document {
  findings: {
    id: string
    status: string
    subject: string | null
    file: string | null
    line: number | null
    hint: string | null
  }[]
}

/** "network.port pass", each once, in the order in which they were found */
async function doctor(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runElkctl(['doctor', ...args, '--json'], { env })
  const { findings } = JSON.parse(stdout) as Document
  return { code, stderr, findings, found: [...new Set(findings.map(({ id, status }) => `${id} ${status}`))] }
}

describe('elkctl doctor', () => {
  it('goes all the way to what verify checks, and its log of requests has no secret', async () => {
    const at = bed.installation()
    expect((await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env'])).code).toBe(0)
    const trace = join(at.folder, 'trace.log')
    const { code, found } = await doctor(['--env-file', at.envFile, '--trace', trace])
    expect(found.slice(0, 8)).toEqual([
      ...['settings.file pass', 'settings.grammar pass', 'settings.value pass', 'network.name pass'],
      ...['network.port pass', 'stack.answers pass', 'settings.cannot-work pass', 'stack.licence pass'],
    ])
    expect(code).toBe(0)
    expect(statSync(trace).mode & 0o777).toBe(0o600)
    const log = readFileSync(trace, 'utf8')
    expect(log).toContain('search GET / → 200')
    expect(log).not.toContain(String(at.value('ELASTICSEARCH_PASSWORD')))
  })

  it('tells each line that is not read as it looks once, in the order of the file', async () => {
    const at = bed.installation()
    const others =
      'OPENVIDU_PRO_KIBANA_HOST= http://127.0.0.1:1/kibana\nOPENVIDU_PRO_ELASTICSEARCH_HOST=http://127.0.0.1:1\n'
    writeFileSync(at.envFile, `${at.env().trimEnd()}\n${others}`)
    const count = at.env().split('\n').length
    const { stdout, stderr } = await runElkctl(['doctor', '--env-file', at.envFile])
    const told = (stdout + stderr).split('\n').filter((line) => /\.env:\d/.test(line))
    expect(told).toEqual([
      expect.stringContaining(`${at.envFile}:${count - 2}: OPENVIDU_PRO_KIBANA_HOST is set 2 times`),
      expect.stringContaining(`${at.envFile}:${count - 2}: the value of OPENVIDU_PRO_KIBANA_HOST begins with a space`),
      expect.stringContaining(`${at.envFile}:${count - 1}: OPENVIDU_PRO_ELASTICSEARCH_HOST is set 2 times`),
    ])
  })

  it('says that the file names a superuser, and in which line', async () => {
    const at = bed.installation()
    const { code, findings } = await doctor(['--env-file', at.envFile])
    const line =
      at
        .env()
        .split('\n')
        .findIndex((text) => text.startsWith('ELASTICSEARCH_USERNAME=')) + 1
    expect(findings.find(({ id }) => id === 'account.superuser')).toMatchObject({
      status: 'fail',
      file: at.envFile,
      line,
    })
    expect(code).toBe(2)
  })

  it('stops at a file that is not there', async () => {
    const { code, found } = await doctor(['--env-file', '/nowhere/.env'])
    expect([code, found]).toEqual([3, ['settings.file fail']])
  })

  it('stops at a port where nobody listens', async () => {
    const at = bed.installation({ searchUrl: `http://127.0.0.1:${await closedPort()}` })
    const { code, found } = await doctor(['--env-file', at.envFile])
    expect([code, found.slice(2)]).toEqual([5, ['settings.value pass', 'network.name pass', 'network.port fail']])
  })

  it('stops at a certificate that nobody vouches for, and goes on with the option that it names', async () => {
    const certificate = makeCertificate({ name: 'search', hosts: ['127.0.0.1'] })
    const front = await startTlsFront({ certificate, decide: () => ({ to: bed.searchUrl }) })
    try {
      const at = bed.installation({ searchUrl: `https://127.0.0.1:${front.port}` })
      const { code, found, findings } = await doctor(['--env-file', at.envFile])
      expect([code, found.slice(3)]).toEqual([5, ['network.name pass', 'network.port pass', 'network.tls fail']])
      const option = `--fingerprint ${certificate.fingerprint}`
      expect(findings.at(-1)?.hint).toContain(`If it is the same: ${option}.`)
      const again = await doctor(['--env-file', at.envFile, ...option.split(' ')])
      expect(again.found.slice(3, 7)).toEqual([
        ...['network.name pass', 'network.port pass', 'network.tls pass', 'stack.answers pass'],
      ])
    } finally {
      await front.stop()
    }
  })

  it('stops at an address that says https where TLS is not spoken', async () => {
    const at = bed.installation({ searchUrl: bed.searchUrl.replace('http:', 'https:') })
    const { code, found, findings } = await doctor(['--env-file', at.envFile])
    expect([code, found.at(-1)]).toEqual([5, 'network.tls fail'])
    expect(findings.at(-1)?.hint).toContain('http://')
  })

  it('stops at a proxy that does not connect, and goes on without it', async () => {
    const proxy = await startConnectProxy({ targets: {}, otherwise: '403 Forbidden' })
    try {
      const at = bed.installation({ searchUrl: 'http://elastic.example:9200' })
      const { code, found, findings } = await doctor(['--env-file', at.envFile], { HTTP_PROXY: proxy.url })
      expect([code, found.slice(3)]).toEqual([5, ['network.proxy fail']])
      expect(findings.at(-1)?.hint).toContain('To go without it, list elastic.example in NO_PROXY')
      const around = { HTTP_PROXY: proxy.url, NO_PROXY: 'elastic.example' }
      expect((await doctor(['--env-file', at.envFile], around)).found.slice(3)).toEqual(['network.name fail'])
    } finally {
      await proxy.stop()
    }
  })

  it('stops at a base path that is missing, and says which ones there are', async () => {
    const at = bed.installation({ dashboardsUrl: new URL(bed.kibanaUrl).origin })
    const { code, found, findings } = await doctor(['--env-file', at.envFile])
    expect([code, found.at(-1)]).toEqual([5, 'stack.answers fail'])
    expect(findings.at(-1)?.hint).toContain('base path (for example /kibana')
  })

  it('stops at a password that is refused', async () => {
    const at = bed.installation({ password: 'not-the-password' })
    const { code, found } = await doctor(['--env-file', at.envFile])
    expect([code, found.at(-1)]).toEqual([4, 'account.signs-in fail'])
  })

  it('names lines that are not read as they look', async () => {
    const at = bed.installation()
    writeFileSync(at.envFile, `export ELASTICSEARCH_USERNAME=x\n${at.env()}\nA=1ELASTICSEARCH_PASSWORD=y\n`)
    const { findings } = await doctor(['--env-file', at.envFile])
    const lines = findings
      .filter(({ id, status }) => id === 'settings.grammar' && status === 'warn')
      .map(({ line }) => line)
    expect(lines).toEqual([1, at.env().trimEnd().split('\n').length])
  })

  it('writes no log over a file that is there', async () => {
    const at = bed.installation()
    const { code, stderr } = await runElkctl(['doctor', '--env-file', at.envFile, '--trace', at.envFile])
    expect([code, stderr]).toEqual([3, expect.stringContaining('--trace')])
  })
})

describe('elkctl lint', () => {
  it.each(['openvidu', 'dodas', 'isp'])('finds nothing in the data files of %s', async (profile) => {
    const { code, stdout } = await runElkctl(['lint', '--profile', profile])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Linted: the data files of .* are in order\.\n$/)])
  })

  it('names file and line of what is broken', async () => {
    const at = bed.installation()
    const data = join(at.folder, 'meteo')
    cpSync(fixture('applications', 'meteo'), data, { recursive: true })
    const file = join(data, 'templates/meteo/ingest-pipelines/readings-pipeline.json')
    writeFileSync(file, '{\n  "description": "d",\n  oops\n}\n')
    const { code, stdout } = await runElkctl(['lint', '--data', data, '--output', 'github'])
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining(`::error file=${file},line=3,title=settings.data-file::`),
    ])
  })
})
