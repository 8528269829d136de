import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from '@jest/globals'
import { ElkctlError } from '../../../src/errors.js'
import { profiles } from '../../../src/profiles/index.js'
import { loadSettings } from '../load-settings.js'
import { fixture } from '../fixtures.js'
import '../same-realm.js'

import { account, compose, envFile, folder, hosts, problemsOf, settle } from './situation.js'

describe('a good file', () => {
  it('becomes settings', async () => {
    const { profile, notes, ...settings } = await settle()
    expect(profile.name).toBe('openvidu')
    expect(notes).toEqual([])
    expect(settings).toEqual({
      envFile: envFile(),
      release: '2.20.0',
      searchUrl: 'https://es.example.com:9200',
      nodes: [{ url: 'https://es.example.com:9200' }],
      dashboardsUrl: 'https://kb.example.com:5601',
      assumed: undefined,
      admin: { username: 'elastic', password: 's3cret', from: `${envFile()}:3` },
      account: { username: 'openvidu', role: 'openvidu-role', password: undefined },
      fileAccount: { username: 'elastic', password: 's3cret' },
      tenant: undefined,
      space: undefined,
      spaceOrTenantGiven: false,
      alertChoice: { thresholds: [], without: [] },
      retentionDays: 15,
      bulkDocuments: undefined,
      corrections: [],
      variables: {
        retentionDays: '15',
        monthlyRetentionDays: '46',
        username: 'openvidu',
        roleName: 'openvidu-role',
      },
      tls: expect.objectContaining({ ca: undefined, fingerprints: [], insecure: false }) as unknown,
      proxies: {},
      wait: 60_000,
    })
  })

  it('of release 2.20.0, as delivered, means the local stack and an account without password', async () => {
    const text = readFileSync(fixture('env', 'openvidu-2.20.0.env'), 'utf8')
    const at = text.split('\n').indexOf('ELASTICSEARCH_USERNAME=elasticadmin') + 1
    expect(await problemsOf({ text })).toEqual([
      { where: `${envFile()}:${at}`, message: expect.stringContaining('ELASTICSEARCH_PASSWORD') as unknown },
    ])
    const settings = await settle({ text: text.replace('ELASTICSEARCH_PASSWORD=', `ELASTICSEARCH_PASSWORD=p#w "d'$=`) })
    expect(settings).toMatchObject({
      searchUrl: 'http://127.0.0.1:9200',
      dashboardsUrl: 'http://127.0.0.1:5601/kibana',
      retentionDays: 15,
      admin: { username: 'elasticadmin', password: `p#w "d'$=` },
    })
  })

  it('holds the service account when it has been written there', async () => {
    const settings = await settle({ text: `${hosts}ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_PASSWORD= s p \n` })
    expect(settings.account.password).toBe(' s p ')
    expect(settings.admin).toMatchObject({ username: 'openvidu', password: ' s p ' })
  })

  it('may end in a CRLF, start with a BOM and have spaces around what is no password', async () => {
    const text = `\uFEFF${hosts}${account}OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE= 30 \n`.replaceAll('\n', '\r\n')
    expect(await settle({ text })).toMatchObject({
      searchUrl: 'https://es.example.com:9200',
      admin: { username: 'elastic', password: 's3cret' },
      retentionDays: 30,
    })
  })

  it('names the last of two values', async () => {
    const text = `${hosts}${account}OPENVIDU_PRO_ELASTICSEARCH_HOST=https://second.example.com:9200\n`
    const settings = await settle({ text })
    expect(settings.searchUrl).toBe('https://second.example.com:9200')
    expect(settings.notes).toEqual([
      expect.stringMatching(/^.*\.env:5: OPENVIDU_PRO_ELASTICSEARCH_HOST is set 2 times/),
    ])
  })

  it('names nothing where the last of two values is empty, since the last one counts', async () => {
    const text = `${hosts}${account}OPENVIDU_PRO_KIBANA_HOST=\n`
    expect((await settle({ text })).dashboardsUrl).toBeUndefined()
  })
})

describe('precedence', () => {
  const text = `${hosts}${account}OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=1\n`
  const environment = {
    OPENVIDU_PRO_ELASTICSEARCH_HOST: 'http://environment:9200',
    OPENVIDU_PRO_KIBANA_HOST: 'http://environment:5601',
    OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE: '2',
    ELASTICSEARCH_USERNAME: 'from-environment',
    ELASTICSEARCH_PASSWORD: 'environment-password',
  }

  it('the environment goes before the file', async () => {
    expect(await settle({ text, environment })).toMatchObject({
      searchUrl: 'http://environment:9200',
      dashboardsUrl: 'http://environment:5601',
      retentionDays: 2,
      admin: {
        username: 'from-environment',
        password: 'environment-password',
        from: 'environment ELASTICSEARCH_USERNAME',
      },
    })
  })

  it('flags go before the environment', async () => {
    const options = {
      searchUrl: 'http://flag:9200',
      dashboardsUrl: 'http://flag:5601/kibana/',
      retentionDays: '3',
      adminUsername: 'from-flag',
      adminPassword: 'flag-password',
    }
    expect(await settle({ text, environment, options })).toMatchObject({
      searchUrl: 'http://flag:9200',
      dashboardsUrl: 'http://flag:5601/kibana',
      retentionDays: 3,
      admin: { username: 'from-flag', password: 'flag-password', from: '--admin-username' },
    })
  })

  it('an empty environment variable says nothing', async () => {
    const empty = Object.fromEntries(Object.keys(environment).map((name) => [name, '']))
    expect(await settle({ text, environment: empty })).toMatchObject({
      searchUrl: 'https://es.example.com:9200',
      retentionDays: 1,
      admin: { username: 'elastic' },
    })
  })

  it('an empty variable for the administrator says nothing either', async () => {
    const empty = { ELKCTL_ADMIN_USERNAME: '', ELKCTL_ADMIN_PASSWORD: '' }
    expect((await settle({ text, environment: empty })).admin).toMatchObject({
      username: 'elastic',
      password: 's3cret',
    })
  })

  it('problems name the place that the value came from', async () => {
    const [flag] = await problemsOf({ options: { searchUrl: 'http://flag' } })
    const [variable] = await problemsOf({ environment: { OPENVIDU_PRO_KIBANA_HOST: 'http://variable' } })
    expect([flag?.where, variable?.where]).toEqual(['--search-url', 'environment OPENVIDU_PRO_KIBANA_HOST'])
  })

  it('a file is not needed where everything is said elsewhere', async () => {
    const settings = await loadSettings(
      { profile: 'openvidu', wait: '60s', searchUrl: 'http://flag:9200', release: '2.21.0' },
      {},
    )
    expect(settings).toMatchObject({
      searchUrl: 'http://flag:9200',
      dashboardsUrl: undefined,
      admin: undefined,
      retentionDays: 7,
    })
  })

  it('a file that is named is needed all the same', async () => {
    const reading = loadSettings(
      { profile: 'openvidu', wait: '60s', searchUrl: 'http://flag:9200', envFile: folder.path('missing') },
      {},
    )
    await expect(reading).rejects.toThrow(/missing cannot be read: it does not exist/)
  })
})

describe('every problem at once', () => {
  it('each with its file and line, and no password in it', async () => {
    const text = [
      '# a comment',
      'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://elastic:geheim@es.example.com:9200',
      'OPENVIDU_PRO_KIBANA_HOST="https://kb.example.com:5601"',
      'OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=abc',
      'ELASTICSEARCH_PASSWORD=geheim',
      '',
    ].join('\n')
    const problems = await problemsOf({
      text,
      options: { release: undefined as unknown as string, username: 'a:b', role: ' x', wait: 'soon' },
    })
    expect(problems.map(({ where }) => where)).toEqual([
      `${envFile()}:2`,
      `${envFile()}:3`,
      compose(),
      `${envFile()}:4`,
      '--username',
      '--role',
      `${envFile()}:5`,
      '--wait',
    ])
    expect(JSON.stringify(problems)).not.toContain('geheim')
  })

  it.each([
    ['without port', 'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://es.example.com', /has no port.*443/],
    ['in quotes', `OPENVIDU_PRO_ELASTICSEARCH_HOST='https://es.example.com:9200'`, /quotes/],
    [
      'with credentials',
      'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://u:geheim@es.example.com:9200',
      /do not belong in the URL/,
    ],
    ['without scheme', 'OPENVIDU_PRO_ELASTICSEARCH_HOST=es.example.com:9200', /scheme/],
  ])('a URL %s', async (_what, line, message) => {
    const problems = await problemsOf({ text: `A=1\n${line}\n${account}` })
    expect(problems).toEqual([{ where: `${envFile()}:2`, message: expect.stringMatching(message) as unknown }])
    expect(problems[0]?.message).toMatch(/^OPENVIDU_PRO_ELASTICSEARCH_HOST: /)
  })

  it('a URL of an option is named by the option alone', async () => {
    expect(await problemsOf({ options: { searchUrl: 'http://es.example.com' } })).toEqual([
      {
        where: '--search-url',
        message: '"http://es.example.com" has no port: the port is required, even 80',
      },
    ])
  })

  it('a dashboards server alone', async () => {
    expect(await problemsOf({ text: `OPENVIDU_PRO_KIBANA_HOST=http://kb:5601\n${account}` })).toEqual([
      { where: envFile(), message: expect.stringContaining('OPENVIDU_PRO_ELASTICSEARCH_HOST is not set') as unknown },
    ])
  })

  it('an unknown profile', async () => {
    expect(await problemsOf({ options: { profile: 'jitsi' } })).toEqual([
      {
        where: '--profile',
        message: `unknown application "jitsi"; known are ${profiles.map(({ name }) => name).join(', ')}`,
      },
    ])
  })

  it('a certificate file that cannot be read is one of them', async () => {
    const problems = await problemsOf({ options: { caFile: folder.path('ca.pem'), wait: 'soon' } })
    expect(problems.map(({ where }) => where).sort()).toEqual(['--ca-file', '--wait'])
  })

  it('is a usage error that names them all', async () => {
    const error = await settle({ options: { wait: 'soon', username: '' } }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ exit: 'usage' })
    expect((error as Error).message).toMatch(/^2 problems in the settings:\n {2}- --username: .*\n {2}- --wait: /)
  })
})

describe('a file that cannot be taken', () => {
  it.each([
    ['empty', Buffer.alloc(0), /it is empty/],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), /binary/],
    ['UTF-16', Buffer.from('\uFEFFA=1\n', 'utf16le'), /it is UTF-16 text/],
    ['long', Buffer.from('# x\n'.repeat(500_001)), /is no configuration file: it has 2,000,004 characters/],
    ['not UTF-8', Buffer.from('A=é\n', 'latin1'), /not UTF-8/],
  ])('because it is %s', async (_what, text, message) => {
    await expect(settle({ text })).rejects.toThrow(message)
    await expect(settle({ text })).rejects.toMatchObject({ exit: 'usage' })
  })

  it('because it is a folder', async () => {
    mkdirSync(folder.path('folder'))
    const reading = loadSettings({ profile: 'openvidu', wait: '1s', envFile: folder.path('folder') }, {})
    await expect(reading).rejects.toThrow(/it is a folder/)
    await expect(reading).rejects.toBeInstanceOf(ElkctlError)
  })
})

describe('other options', () => {
  it('a certificate is read, and --insecure is passed on', async () => {
    const ca = String(rootCertificates[0]).trim()
    writeFileSync(folder.path('ca.pem'), `# an authority\n${ca}\n`)
    expect(await settle({ options: { caFile: folder.path('ca.pem'), insecure: true, wait: '2m' } })).toMatchObject({
      tls: { ca, insecure: true },
      wait: 120_000,
    })
  })
})
