import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ElkctlError, SettingsError, type Problem } from '../../../src/errors.js'
import { readSettings, type Settings, type SettingsOptions } from '../../../src/settings/settings.js'
import type { Ask } from '../../../src/settings/sign-in.js'
import { fixture } from '../fixtures.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const envFile = () => folder.path('.env')
const compose = () => folder.path('docker-compose.yml')

const hosts =
  'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://es.example.com:9200\nOPENVIDU_PRO_KIBANA_HOST=https://kb.example.com:5601\n'
const account = 'ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=s3cret\n'

interface Situation {
  text?: string | Buffer
  compose?: string
  options?: Partial<SettingsOptions>
  environment?: Record<string, string | undefined>
  ask?: Ask
}

/** Settings from a file with this text, for release 2.20.0 unless the situation says otherwise. */
function settle({
  text = hosts + account,
  compose: beside,
  options,
  environment = {},
  ask,
}: Situation = {}): Promise<Settings> {
  writeFileSync(envFile(), text)
  if (beside !== undefined) writeFileSync(compose(), beside)
  const release =
    beside === undefined && !(options && 'openviduVersion' in options) ? { openviduVersion: '2.20.0' } : {}
  return readSettings(
    { profile: 'openvidu', envFile: envFile(), wait: '60s', ...release, ...options },
    environment,
    ask,
  )
}

async function problemsOf(situation: Situation): Promise<Problem[]> {
  const error: unknown = await settle(situation).catch((thrown: unknown) => thrown)
  if (!(error instanceof SettingsError))
    throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
  return error.problems
}

describe('a good file', () => {
  it('becomes settings', async () => {
    const { profile, notes, ...settings } = await settle()
    expect(profile.name).toBe('openvidu')
    expect(notes).toEqual([])
    expect(settings).toEqual({
      envFile: envFile(),
      release: '2.20.0',
      searchUrl: 'https://es.example.com:9200',
      dashboardsUrl: 'https://kb.example.com:5601',
      admin: { username: 'elastic', password: 's3cret', from: `${envFile()}:3` },
      account: { username: 'openvidu', role: 'openvidu-role', password: undefined },
      fileAccount: { username: 'elastic', password: 's3cret' },
      retentionDays: 15,
      ca: undefined,
      insecure: false,
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
      expect.stringMatching(/^.*\.env:5: OPENVIDU_PRO_ELASTICSEARCH_HOST stands there 2 times/),
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
      elasticsearchHost: 'http://flag:9200',
      kibanaHost: 'http://flag:5601/kibana/',
      maxDaysDelete: '3',
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
    const [flag] = await problemsOf({ options: { elasticsearchHost: 'http://flag' } })
    const [variable] = await problemsOf({ environment: { OPENVIDU_PRO_KIBANA_HOST: 'http://variable' } })
    expect([flag?.where, variable?.where]).toEqual(['--elasticsearch-host', 'environment OPENVIDU_PRO_KIBANA_HOST'])
  })

  it('a file is not needed where everything is said elsewhere', async () => {
    const settings = await readSettings(
      { profile: 'openvidu', wait: '60s', elasticsearchHost: 'http://flag:9200', openviduVersion: '2.21.0' },
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
    const reading = readSettings(
      { profile: 'openvidu', wait: '60s', elasticsearchHost: 'http://flag:9200', envFile: folder.path('missing') },
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
      options: { openviduVersion: undefined as unknown as string, username: 'a:b', role: ' x', wait: 'soon' },
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

  it('a dashboards server alone', async () => {
    expect(await problemsOf({ text: `OPENVIDU_PRO_KIBANA_HOST=http://kb:5601\n${account}` })).toEqual([
      { where: envFile(), message: expect.stringContaining('OPENVIDU_PRO_ELASTICSEARCH_HOST is not set') as unknown },
    ])
  })

  it('an unknown profile', async () => {
    expect(await problemsOf({ options: { profile: 'jitsi' } })).toEqual([
      { where: '--profile', message: '"jitsi" is not known: openvidu' },
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
    ['not UTF-8', Buffer.from('A=é\n', 'latin1'), /not UTF-8/],
  ])('because it is %s', async (_what, text, message) => {
    await expect(settle({ text })).rejects.toThrow(message)
    await expect(settle({ text })).rejects.toMatchObject({ exit: 'usage' })
  })

  it('because it is a folder', async () => {
    mkdirSync(folder.path('folder'))
    const reading = readSettings({ profile: 'openvidu', wait: '1s', envFile: folder.path('folder') }, {})
    await expect(reading).rejects.toThrow(/it is a folder/)
    await expect(reading).rejects.toBeInstanceOf(ElkctlError)
  })
})

describe('the release', () => {
  it.each([
    ['a plain line', '#    Openvidu Version: 2.20.0\n', '2.20.0'],
    ['CRLF and spaces at the end', '# ---\r\n#    Openvidu Version: 2.19.0   \r\n\r\nversion: "3.1"\r\n', '2.19.0'],
    ['a tab', '#\tOpenVidu version:\t2.22.0\n', '2.22.0'],
    ['a suffix', '# Openvidu Version: 2.21.0-beta1\n', '2.21.0-beta1'],
  ])('is read from docker-compose.yml: %s', async (_what, text, release) => {
    expect((await settle({ compose: text })).release).toBe(release)
  })

  it('is taken from the option first', async () => {
    const settings = await settle({ compose: '# Openvidu Version: 2.20.0\n', options: { openviduVersion: '2.29.0' } })
    expect(settings).toMatchObject({ release: '2.29.0', retentionDays: 7 })
  })

  it.each([
    ['2.16.0', 15],
    ['2.20.3', 15],
    ['2.21', 7],
    ['2.21.0', 7],
    ['2.32.0', 7],
    ['3.0.0', 7],
  ])('%s keeps for %d days', async (openviduVersion, days) => {
    expect((await settle({ options: { openviduVersion } })).retentionDays).toBe(days)
  })

  it.each(['2.21.x', '2.21.0.beta1'])(
    '%s does not keep for the 15 days of the releases before 2.21',
    async (openviduVersion) => {
      const days = await settle({ options: { openviduVersion } }).then(
        (settings) => settings.retentionDays,
        (error: unknown) => (error instanceof SettingsError ? 'refused' : error),
      )
      expect([7, 'refused']).toContain(days)
    },
  )

  it('that is not written is a problem where nobody can be asked', async () => {
    expect(await problemsOf({ compose: 'version: "3.1"\n' })).toEqual([
      { where: compose(), message: expect.stringContaining('--openvidu-version') as unknown },
    ])
  })

  it('that is not written is asked of a person', async () => {
    const questions: string[] = []
    const ask: Ask = (question) => {
      questions.push(question)
      return Promise.resolve(' 2.22.0 ')
    }
    const settings = await settle({ compose: 'version: "3.1"\n', ask })
    expect(settings).toMatchObject({ release: '2.22.0', retentionDays: 7 })
    expect(questions).toEqual([expect.stringMatching(/release of OpenVidu Pro/)])
  })

  it('is not asked for when something else is wrong already', async () => {
    const ask: Ask = () => Promise.reject(new Error('asked'))
    const text = `OPENVIDU_PRO_ELASTICSEARCH_HOST=http://es\n${account}`
    const problems = await problemsOf({ text, compose: 'version: "3.1"\n', ask })
    expect(problems.map(({ where }) => where)).toEqual([`${envFile()}:1`, compose()])
  })

  it.each(['v2.20.0', '2', 'latest', '2.20.0 beta'])('%j is none', async (openviduVersion) => {
    expect(await problemsOf({ options: { openviduVersion } })).toEqual([
      { where: '--openvidu-version', message: expect.stringContaining('is not a release') as unknown },
    ])
  })
})

describe('the retention', () => {
  it.each([
    ['0', 0],
    ['30', 30],
    [' 7 ', 7],
    ['99999', 99_999],
  ])('%j is %d days', async (text, days) => {
    expect((await settle({ options: { maxDaysDelete: text } })).retentionDays).toBe(days)
  })

  it.each(['abc', '-1', '1.5', '7d', '0x10', '100000', '1e2'])('%j is a problem', async (text) => {
    expect(
      await problemsOf({ text: `${hosts}${account}OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=${text}\n` }),
    ).toEqual([{ where: `${envFile()}:5`, message: expect.stringContaining(`"${text}"`) as unknown }])
  })
})

describe('who signs in', () => {
  const nobody: Ask = () => Promise.reject(new Error('asked'))

  it.each([
    ['nobody, where the stack has no security', hosts, {}, {}, undefined],
    ['nobody, where both are empty', `${hosts}ELASTICSEARCH_USERNAME=\nELASTICSEARCH_PASSWORD=\n`, {}, {}, undefined],
    [
      'the administrator of the environment',
      hosts + account,
      { ELKCTL_ADMIN_USERNAME: 'root', ELKCTL_ADMIN_PASSWORD: 'pw' },
      {},
      { username: 'root', password: 'pw', from: 'the environment' },
    ],
    [
      'the option with the password of the environment',
      hosts + account,
      { ELKCTL_ADMIN_PASSWORD: 'pw' },
      { adminUsername: 'boss' },
      { username: 'boss', password: 'pw', from: '--admin-username' },
    ],
  ])('%s', async (_what, text, environment, options, admin) => {
    const settings = await settle({ text, environment, options, ask: nobody })
    expect(settings.admin).toEqual(admin)
  })

  it('keeps the file’s account beside the administrator', async () => {
    const settings = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_PASSWORD=its own\n`,
      options: { adminUsername: 'elastic', adminPassword: 'pw' },
    })
    expect(settings.account).toEqual({ username: 'openvidu', role: 'openvidu-role', password: 'its own' })
    expect(settings.admin).toEqual({ username: 'elastic', password: 'pw', from: '--admin-username' })
  })

  it.each([
    [
      'a user without password',
      `${hosts}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=\n`,
      {},
      {},
      ':3',
      /ELASTICSEARCH_PASSWORD is empty/,
    ],
    ['a password without user', `${hosts}ELASTICSEARCH_PASSWORD=pw\n`, {}, {}, ':3', /ELASTICSEARCH_USERNAME is not/],
    [
      'an administrator without password',
      hosts + account,
      {},
      { adminUsername: 'boss' },
      '--admin-username',
      /no password for boss/,
    ],
    [
      'an administrator’s password alone',
      hosts,
      { ELKCTL_ADMIN_PASSWORD: 'geheim' },
      {},
      'administrator',
      /no user name/,
    ],
    [
      'an administrator’s password beside a complete account',
      hosts + account,
      { ELKCTL_ADMIN_PASSWORD: 'geheim' },
      {},
      'administrator',
      /elastic has one already/,
    ],
  ])('%s is a problem where nobody can be asked', async (_what, text, environment, options, where, message) => {
    const problems = await problemsOf({ text, environment, options })
    expect(problems).toEqual([
      { where: expect.stringContaining(where) as unknown, message: expect.stringMatching(message) as unknown },
    ])
    expect(JSON.stringify(problems)).not.toContain('geheim')
  })

  it.each([
    ['of the file', `${hosts}ELASTICSEARCH_USERNAME=elastic\n`, {}, 'elastic'],
    ['of the option', hosts, { adminUsername: 'boss' }, 'boss'],
  ])('the password of the user %s is asked of a person, unseen', async (_what, text, options, username) => {
    const asked: unknown[] = []
    const ask: Ask = (question, how) => {
      asked.push([question, how])
      return Promise.resolve('typed')
    }
    expect((await settle({ text, options, ask })).admin).toMatchObject({ username, password: 'typed' })
    expect(asked).toEqual([[expect.stringContaining(username), { secret: true }]])
  })

  it('is not said to come from the environment when the file and standard input name it', async () => {
    const settings = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=elastic\n`,
      options: { adminPassword: 'pw' },
    })
    expect(settings.admin).toMatchObject({ username: 'elastic', password: 'pw' })
    expect(settings.admin?.from).not.toContain('environment')
  })
})

describe('the account', () => {
  it.each(['a:b', '', ' a', 'a ', 'é', 'x'.repeat(508)])('cannot be named %j', async (username) => {
    expect(await problemsOf({ options: { username } })).toEqual([
      { where: '--username', message: expect.stringContaining(`"${username}"`) as unknown },
    ])
  })

  it.each(['a', 'x'.repeat(507), 'My User', '!~'])('can be named %j', async (username) => {
    expect((await settle({ options: { username, role: username } })).account).toEqual({
      username,
      role: username,
      password: undefined,
    })
  })
})

describe('remarks', () => {
  const notesOf = async (lines: string) => (await settle({ text: `${hosts}${account}${lines}` })).notes

  it('a stack that OpenVidu is told not to use', async () => {
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=false\n')).toEqual([
      expect.stringMatching(/\.env:5: OPENVIDU_PRO_ELASTICSEARCH is false/),
    ])
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=true\n')).toEqual([])
  })

  it('the local stack', async () => {
    const { notes, searchUrl, dashboardsUrl } = await settle({ text: '#OPENVIDU_PRO_ELASTICSEARCH_HOST=http://x:1\n' })
    expect({ searchUrl, dashboardsUrl }).toEqual({
      searchUrl: 'http://127.0.0.1:9200',
      dashboardsUrl: 'http://127.0.0.1:5601/kibana',
    })
    expect(notes).toEqual([expect.stringContaining('local stack')])
  })

  it.each([
    [`p#w "d'$=`, 'literal'],
    ['"quoted"', 'literal'],
    ['with # hash', 'literal'],
    ['trailing ', 'space'],
    ['plain', 'none'],
  ])('a password %j is worth one that is %s, and does not show it', async (password, kind) => {
    const { notes, admin } = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=${password}\n`,
    })
    expect(admin?.password).toBe(password)
    const about = {
      literal: [expect.stringContaining('taken literally')],
      space: [expect.stringContaining('ends in a space')],
      none: [],
    }
    expect(notes).toEqual(about[kind as keyof typeof about])
    expect(notes.join()).not.toContain(password)
  })

  it('a user name in quotes is one with quotes', async () => {
    const { admin } = await settle({ text: `${hosts}ELASTICSEARCH_USERNAME="elastic"\nELASTICSEARCH_PASSWORD=pw\n` })
    expect(admin?.username).toBe('"elastic"')
  })
})

describe('other options', () => {
  it('a certificate is read, and --insecure is passed on', async () => {
    writeFileSync(folder.path('ca.pem'), '-----BEGIN CERTIFICATE-----\n')
    expect(await settle({ options: { caFile: folder.path('ca.pem'), insecure: true, wait: '2m' } })).toMatchObject({
      ca: '-----BEGIN CERTIFICATE-----\n',
      insecure: true,
      wait: 120_000,
    })
  })
})
