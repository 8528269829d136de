import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { SettingsError, type Problem } from '../../../src/errors.js'
import { loadSettings } from '../load-settings.js'
import type { Settings, SettingsOptions } from '../../../src/settings/settings.js'
import { fixture } from '../fixtures.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const file = () => folder.path('settings.yaml')
const account = '  login: meteo\n  secret: s3cret\n'
const good = `storage:\n  nodes: http://es.example.com:9200\n${account}`

function settle(text: string, options: Partial<SettingsOptions> = {}): Promise<Settings> {
  writeFileSync(file(), text)
  return loadSettings({ data: fixture('applications', 'meteo'), envFile: file(), wait: '60s', ...options }, {})
}

async function problemsOf(text: string, options: Partial<SettingsOptions> = {}): Promise<Problem[]> {
  const error: unknown = await settle(text, options).catch((thrown: unknown) => thrown)
  if (error instanceof SettingsError) return error.problems
  throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
}

describe('an application without release, local stack and dashboards server', () => {
  it('has settings all the same', async () => {
    const settings = await settle(good)
    expect(settings).toMatchObject({
      release: '',
      searchUrl: 'http://es.example.com:9200',
      withoutDashboards: '--dashboards-url is not set',
      assumed: undefined,
      retentionDays: 30,
      admin: { username: 'meteo', password: 's3cret', from: `${file()}:3` },
      account: { username: 'meteo', role: 'meteo-role', password: 's3cret' },
      notes: [],
    })
    expect(settings.variables).toEqual({
      ...{ retentionDays: '30', username: 'meteo', roleName: 'meteo-role' },
      ...{ prefix: 'meteo', replicas: '0', strict: 'false' },
    })
  })

  it('has a dashboards server where an option names one', async () => {
    const settings = await settle(good, { dashboardsUrl: 'http://kb.example.com:5601' })
    expect(settings).toMatchObject({ dashboardsUrl: 'http://kb.example.com:5601', withoutDashboards: undefined })
  })

  it('needs an address', async () => {
    expect(await problemsOf(`storage:\n${account}`)).toEqual([
      { where: file(), message: 'storage.nodes is not set: set it, or give --search-url URL' },
    ])
  })

  it('may have several addresses, each once, in their order', async () => {
    const nodes = 'storage:\n  nodes: [ "http://a:9200", http://b:9200/, http://a:9200 ]\n'
    expect(await settle(nodes + account)).toMatchObject({
      searchUrl: 'http://a:9200',
      nodes: [{ url: 'http://a:9200' }, { url: 'http://b:9200' }],
      notes: [],
    })
  })

  it('each of several addresses is checked', async () => {
    const nodes = 'storage:\n  nodes: http://a:9200, b:9200, http://c\n'
    expect(await problemsOf(nodes + account)).toEqual([
      {
        where: `${file()}:2`,
        message: 'storage.nodes: "b:9200" needs a scheme: http://HOST:PORT or https://HOST:PORT',
      },
      { where: `${file()}:2`, message: 'storage.nodes: "http://c" has no port: the port is required, even 80' },
    ])
  })

  it('has no other kinds of account', async () => {
    expect(await problemsOf(good, { accountKind: 'viewer', username: 'anna' })).toEqual([
      { where: '--read-only', message: 'Meteo Station has no role for a viewer' },
    ])
  })

  it.each([
    ['true', undefined],
    ['yes', undefined],
    ['false', ':5'],
    ['No', ':5'],
  ])('may tell not to check certificates: verify is %s', async (verify, line) => {
    const settings = await settle(`${good}  tls: { verify: ${verify} }\n`)
    expect(settings.insecureBy).toBe(line === undefined ? undefined : `${file()}${line}`)
    expect(settings.tls.insecure).toBe(line !== undefined)
  })

  it('further settings become variables', async () => {
    const { variables } = await settle(`${good}  prefix: weather\n  replicas: 2\n  strict: yes\n  days: 0\n`)
    expect(variables).toMatchObject({ prefix: 'weather', replicas: '2', strict: 'true', retentionDays: '0' })
  })

  it.each([
    ['replicas: many', 'storage.replicas: "many" is not a number'],
    ['strict: perhaps', 'storage.strict: "perhaps" is not true or false'],
    ['tls: { verify: perhaps }', 'storage.tls.verify: "perhaps" is not true or false'],
    ['days: soon', 'storage.days: "soon" is not a whole number of days (0 keeps everything)'],
    ['nodes: http://es', 'not YAML: duplicate key'],
  ])('%s is a problem with its line', async (line, message) => {
    expect(await problemsOf(`${good}  ${line}\n`)).toEqual([{ where: `${file()}:5`, message }])
  })

  it('remarks are those of the application', async () => {
    expect((await settle(`${good}  enabled: false\n`)).notes).toEqual([
      `${file()}:5: Meteo Station sends nothing until this is true`,
    ])
  })
})
