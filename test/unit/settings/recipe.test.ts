import { writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { SettingsError, type Problem } from '../../../src/errors.js'
import { loadSettings } from '../load-settings.js'
import type { Settings, SettingsOptions } from '../../../src/settings/settings.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const recipe = () => folder.path('recipe.yaml')

/** An application whose settings are the inputs of a recipe: an address without a scheme, a password, and no user. */
const profile = {
  ...{ name: 'grid', title: 'Grid', grammar: 'tosca', retention: [{ days: 30 }] },
  fileOption: { flags: '--recipe <file>', help: 'its recipe' },
  keys: { searchUrl: 'address', password: 'secret' },
  placeholders: ['host:port', 'changeme'],
  bareAddress: true,
  ...{ roles: { service: 'grid' }, users: { service: 'grid' } },
}

interface Given {
  address?: string
  secret?: string
  options?: Partial<SettingsOptions>
  environment?: Record<string, string>
}

function settle({ address = 'es.example.org:9200', secret = 's3cret', options, environment = {} }: Given) {
  writeFileSync(
    recipe(),
    `address:\n  type: string \n  default: ${JSON.stringify(address)}\nsecret:\n  default: ${JSON.stringify(secret)}\n`,
  )
  return loadSettings({ data: folder.path(), envFile: recipe(), wait: '60s', ...options }, environment)
}

async function problemsOf(given: Given): Promise<Problem[]> {
  const error: unknown = await settle(given).catch((thrown: unknown) => thrown)
  if (error instanceof SettingsError) return error.problems
  throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
}

beforeEach(() => {
  writeFileSync(folder.path('profile.json'), JSON.stringify(profile))
})

describe('settings in a recipe', () => {
  it('have an address without a scheme, and the user of the application', async () => {
    const { searchUrl, admin, account, withoutDashboards, notes }: Settings = await settle({})
    expect({ searchUrl, admin, account, withoutDashboards, notes }).toEqual({
      searchUrl: 'http://es.example.org:9200',
      admin: { username: 'grid', password: 's3cret', from: `${recipe()}:5` },
      account: { username: 'grid', role: 'grid', password: 's3cret' },
      withoutDashboards: '--dashboards-url is not set',
      notes: [],
    })
  })

  it('the password is not that of another user', async () => {
    const { account, fileAccount } = await settle({ options: { username: 'other' } })
    expect({ account, fileAccount }).toEqual({
      account: { username: 'other', role: 'grid', password: undefined },
      fileAccount: { username: 'grid', password: 's3cret' },
    })
  })

  it('--tls makes https of it', async () => {
    expect((await settle({ options: { tls: true } })).searchUrl).toBe('https://es.example.org:9200')
  })

  it('the environment goes before it, by the same names', async () => {
    const { searchUrl, account } = await settle({ environment: { address: '192.0.2.1:9201', secret: 'other' } })
    expect({ searchUrl, password: account.password }).toEqual({
      searchUrl: 'http://192.0.2.1:9201',
      password: 'other',
    })
  })

  it('need no recipe where the environment has the address', async () => {
    const environment = { address: '[::1]:9200' }
    const { searchUrl, envFile, admin } = await loadSettings({ data: folder.path(), wait: '60s' }, environment)
    expect({ searchUrl, envFile, admin }).toEqual({
      searchUrl: 'http://[::1]:9200',
      envFile: undefined,
      admin: undefined,
    })
  })

  it('an option names a whole URL', async () => {
    expect((await settle({ options: { searchUrl: 'https://other:9200' } })).searchUrl).toBe('https://other:9200')
  })

  it('a placeholder is no password, and that is said', async () => {
    expect(await settle({ secret: 'changeme' })).toMatchObject({
      admin: undefined,
      account: { username: 'grid', password: undefined },
      notes: [`${recipe()}:5: secret is "changeme", as in the example: it is not set`],
    })
  })

  it('a placeholder in the environment does not hide the recipe', async () => {
    expect((await settle({ environment: { address: 'host:port' } })).searchUrl).toBe('http://es.example.org:9200')
  })
})

const notSet =
  'address is not set: give this input a default in the recipe, or set address in the environment, or give --search-url URL'

describe('one message for', () => {
  it.each([
    ['a placeholder', 'host:port', notSet.replace('not set', '"host:port", as in the example')],
    ['IPv6', 'fe80::1:9200', 'address: "fe80::1:9200" is an IPv6 address without brackets: write [ADDRESS]:PORT'],
    [
      'http',
      'http://es:9200',
      'address: "http://es:9200" has a scheme: write es:9200; it is http unless you give --tls',
    ],
    ['https', 'https://es:9200', 'address: "https://es:9200" has a scheme: write es:9200, and give --tls'],
    ['no port', 'es', 'address: "es" is not HOST:PORT: the port is required'],
    ['no port before a path', 'es/path', 'address: "es/path" is not HOST:PORT: the port is required'],
    ['a port that is none', 'es:99999', 'address: "99999" is not a port (1 to 65535)'],
    [
      'a password in it',
      'me:pw@es:9200',
      'address: user name and password do not belong in the URL: they have settings of their own',
    ],
  ])('%s', async (_what, address, message) => {
    expect(await problemsOf({ address })).toEqual([{ where: `${recipe()}:3`, message }])
  })

  it('--tls beside a URL that is http', async () => {
    expect(await problemsOf({ options: { tls: true, searchUrl: 'http://es:9200' } })).toEqual([
      { where: '--tls', message: '--search-url has a scheme of its own: write https://' },
    ])
  })

  it('no recipe, with the option that names one', async () => {
    await expect(loadSettings({ data: folder.path(), wait: '60s' }, {})).rejects.toMatchObject({
      problems: [{ where: '--recipe', message: notSet }],
    })
  })
})
