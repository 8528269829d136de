import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'

let folder: string
let recipe: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'elkctl-export-'))
  recipe = join(folder, 'recipe.yaml')
  const text = readFileSync(join(packageFolder(), 'test/fixtures/dodas/recipe.yaml'), 'utf8')
  writeFileSync(
    recipe,
    text.replace('host:port', 'es.example.org:9200').replace('"password"', String.raw`"s\"e\\c$ret"`),
  )
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const exported = (...args: string[]) => runElkctl(['export', ...args, '--profile', 'dodas', '--recipe', recipe])
const out = () => join(folder, 'metricbeat.yml')

describe('export', () => {
  it('writes a file for its owner, and asks nothing of the stack', async () => {
    const { code, stdout } = await exported('metricbeat', '--out', out())
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Done: ${out()} is written. Next: install it as /etc/metricbeat/metricbeat.yml on each host, owned by root, and check it: metricbeat test config.\n`,
    })
    expect(statSync(out()).mode & 0o777).toBe(0o600)
    expect(parse(readFileSync(out(), 'utf8'))).toMatchObject({
      fields: { site: 'T3_XX_Example' },
      'output.elasticsearch': { hosts: ['http://es.example.org:9200'], username: 'dodas', password: '${ES_PASSWORD}' },
    })
  })

  it('has the password where it is asked for, and the output has not', async () => {
    const { code, stdout, stderr } = await exported('metricbeat', '--out', out(), '--with-password', '--verbose')
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain('c$ret')
    const written = parse(readFileSync(out(), 'utf8')) as { 'output.elasticsearch': { password: string } }
    expect(written['output.elasticsearch'].password).toBe(String.raw`s"e\c$$ret`)
  })

  it('does not care who signs in, and is no less safe for a run that checks no certificates', async () => {
    const { code, stdout, stderr } = await runElkctl(
      ['export', 'metricbeat', '--profile', 'dodas', '--recipe', recipe, '--out', out(), '--insecure', '--tls'],
      { env: { ELKCTL_ADMIN_PASSWORD: 'administrators-own' } },
    )
    expect({ code, stdout }).toMatchObject({ code: 0 })
    expect(stdout + stderr).toContain(
      '--insecure is for one run of elkctl: with metricbeat.yml certificates are checked',
    )
    expect(readFileSync(out(), 'utf8')).not.toContain('verification_mode')
  })

  it('never writes over a file', async () => {
    writeFileSync(out(), 'mine')
    const { code, stderr } = await exported('metricbeat', '--out', out())
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(
        RegExp(`${out()} cannot be written: it exists already\\.\\n.*elkctl does not replace it\\.`),
      ) as unknown,
    })
    expect(readFileSync(out(), 'utf8')).toBe('mine')
  })

  it.each([
    ['standard output', 'host:port', ['--out', '-'], '--out: "-" is not a file', 'metricbeat'],
    [
      'a program that is not known',
      'host:port',
      [],
      'export: "logstash" is not known: metricbeat, grafana',
      'logstash',
    ],
    [
      'a password that is not there',
      'password',
      ['--with-password'],
      '--with-password: the password of dodas is not known: elasticsearch_secret is not set',
      'metricbeat',
    ],
  ])('%s is one clear message, and nothing is written', async (_what, placeholder, more, message, program) => {
    if (placeholder === 'password') writeFileSync(recipe, readFileSync(recipe, 'utf8').replace(/"s\\.*"/, '"password"'))
    const { code, stderr } = await exported(program, '--out', out(), ...more)
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(message) as unknown })
    expect(existsSync(out())).toBe(false)
  })

  it('a recipe says which application it is', async () => {
    const { code } = await runElkctl(['export', 'metricbeat', '--out', out(), `--recipe=${recipe}`])
    expect({ code, written: existsSync(out()) }).toEqual({ code: 0, written: true })
  })

  it('an application without such files has those for Grafana', async () => {
    const { code, stderr } = await runElkctl(['export', 'metricbeat', '--search-url', 'http://127.0.0.1:9'])
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('export: "metricbeat" is not known: grafana') as unknown,
    })
  })
})

describe('export for the ISP platform', () => {
  const isp = (program: string, settings: Record<string, string>, ...more: string[]) => {
    const envFile = join(folder, '.env')
    const values = { ELASTICSEARCH_HOSTS: 'http://a:9200,http://b:9200', ...settings }
    writeFileSync(
      envFile,
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    )
    return runElkctl(['export', program, '--env-file', envFile, '--out', out(), ...more])
  }
  const signedIn = { ELASTICSEARCH_USERNAME: 'isp', ELASTICSEARCH_PASSWORD: 's3cret' }

  it.each([
    ['logstash', 'elasticsearch'],
    ['logstash-opensearch', 'opensearch'],
  ])('%s sends to all nodes, as its user', async (program, output) => {
    const { code, stdout, stderr } = await isp(program, signedIn, '--with-password')
    expect({ code, shown: (stdout + stderr).includes('s3cret') }).toEqual({ code: 0, shown: false })
    const text = readFileSync(out(), 'utf8')
    expect(text).toContain(`  ${output} {\n    hosts => ["http://a:9200", "http://b:9200"]\n`)
    expect(text).toContain('    user => "isp"\n    password => "s3cret"\n')
  })

  it('a stack without security has no user, and that is said', async () => {
    const { code, stderr } = await isp('logstash', {})
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        'ELASTICSEARCH_USERNAME is not set, so the file names no user: run this command again after init --write-env, or add --username isp',
      ) as unknown,
    })
    expect(readFileSync(out(), 'utf8')).not.toContain('user =>')
  })

  it.each([
    ['filebeat', 'https://a:9200', false],
    ['logstash', 'https://a:9200', true],
    ['logstash', 'http://a:9200', false],
  ])('%s at %s: whether certificates go unchecked is said where there are some', async (program, host, isSaid) => {
    const unchecked = { ELASTICSEARCH_HOSTS: host, ELASTICSEARCH_VERIFY_CERTS: 'false' }
    const { code, stderr } = await isp(program, { ...signedIn, ...unchecked })
    expect({ code, isSaid: stderr.includes('certificates') }).toEqual({ code: 0, isSaid })
  })

  it('a password that Logstash cannot write is one clear message, and nothing is written', async () => {
    const quotes = { ...signedIn, ELASTICSEARCH_PASSWORD: '`a\'b"c`' }
    const { code, stderr } = await isp('logstash', quotes, '--with-password')
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining(
        'Error: --with-password: Logstash has no way to write a password with both kinds of quotes',
      ) as unknown,
    })
    expect(existsSync(out())).toBe(false)
  })

  it('Filebeat signs in nowhere: Logstash does', async () => {
    const { code, stderr } = await isp('filebeat', signedIn, '--with-password')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('--with-password: filebeat.yml has no password') as unknown,
    })
    expect(parse(readFileSync(out(), 'utf8'))).toMatchObject({ 'output.logstash': { hosts: ['logstash:5044'] } })
  })
})

describe('profiles', () => {
  it('lists the applications', async () => {
    const { code, stdout } = await runElkctl(['profiles'])
    expect(code).toBe(0)
    expect(stdout).toContain('openvidu  OpenVidu Pro (default)\n          configuration: /opt/openvidu/.env\n')
    expect(stdout).toContain('dodas     DODAS\n          configuration: --recipe FILE\n')
    expect(stdout).toContain('          exports: metricbeat\n')
  })

  it('lists them for scripts', async () => {
    const { stdout } = await runElkctl(['profiles', '--json'])
    const { profiles } = JSON.parse(stdout) as { profiles: { name: string; exports: string[] }[] }
    expect(profiles.find(({ name }) => name === 'dodas')).toMatchObject({
      configuration: '--recipe FILE',
      exports: ['metricbeat'],
    })
  })
})
