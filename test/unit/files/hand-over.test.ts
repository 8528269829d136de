import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { loadGrammar } from '../../../src/settings/grammars/index.js'
import { parseEnv, replaceValues } from '../../../src/settings/grammars/literal-env.js'
import { credentialsIn, holds, prepareHandOver } from '../../../src/files/hand-over.js'
import { readRotation, writeRotation } from '../../../src/files/rotation-file.js'
import { fixture } from '../fixtures.js'
import type { AccountSettings } from '../../../src/files/account-text.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const account = { username: 'openvidu', password: `p#w "d'$=` }
const release = readFileSync(fixture('env', 'openvidu-2.20.0.env'), 'utf8')
const before = replaceValues(release, { ELASTICSEARCH_PASSWORD: 'geheim' })
const files = () => readdirSync(folder.path()).sort()

beforeAll(async () => {
  await loadGrammar('yaml')
  await loadGrammar('tosca')
})

describe('into the configuration file', () => {
  const prepare = () => {
    writeFileSync(folder.path('.env'), before)
    chmodSync(folder.path('.env'), 0o644)
    return prepareHandOver({ kind: 'env', file: folder.path('.env') }, openvidu, 'about')
  }

  it('writes both values, keeps a backup of the text before without its password, and says where both are', () => {
    const said = prepare().commit(account)
    expect(said).toEqual({ file: folder.path('.env'), backup: folder.path('.env.elkctl-backup') })
    expect(readFileSync(folder.path('.env.elkctl-backup'), 'utf8')).toBe(release)
    const written = parseEnv(readFileSync(folder.path('.env'), 'utf8'))
    expect(
      written.filter(({ name }) => name.startsWith('ELASTICSEARCH_')).map(({ name, value }) => [name, value]),
    ).toEqual([
      ['ELASTICSEARCH_USERNAME', account.username],
      ['ELASTICSEARCH_PASSWORD', account.password],
    ])
    expect(statSync(folder.path('.env')).mode & 0o777).toBe(0o644)
    expect(files()).toEqual(['.env', '.env.elkctl-backup'])
  })

  it('takes room for the file and for its backup before anything is changed, and leaves no trace when it is given up', () => {
    const handOver = prepare()
    const sizes = files().flatMap((name) => (name.endsWith('.tmp') ? [statSync(folder.path(name)).size] : []))
    const { length } = Buffer.from(release)
    expect(sizes.sort((one, other) => one - other)).toEqual([length, Buffer.byteLength(before) + 4096])
    handOver.discard()
    expect(files()).toEqual(['.env'])
    expect(readFileSync(folder.path('.env'), 'utf8')).toBe(before)
  })

  it('does not overwrite what someone changed meanwhile, and leaves no half-written file', () => {
    const handOver = prepare()
    writeFileSync(folder.path('.env'), `${release}X=1\n`)
    expect(() => handOver.commit(account)).toThrow(/changed concurrently/)
    expect(readFileSync(folder.path('.env'), 'utf8')).toBe(`${release}X=1\n`)
    expect(files().filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('writes through a link', () => {
    mkdirSync(folder.path('real'))
    writeFileSync(folder.path('real', '.env'), release)
    symlinkSync('real/.env', folder.path('.env'))
    prepareHandOver({ kind: 'env', file: folder.path('.env') }, openvidu, 'about').commit(account)
    expect(readFileSync(folder.path('real', '.env'), 'utf8')).toContain(`ELASTICSEARCH_PASSWORD=${account.password}\n`)
    expect(files()).toEqual(['.env', 'real'])
  })
})

describe('into a file of its own', () => {
  const destination = () => ({ kind: 'credentials file' as const, file: folder.path('credentials') })

  it('is of mode 600, and reads back as it would be in the configuration file', () => {
    expect(prepareHandOver(destination(), openvidu, 'about').commit(account)).toEqual({
      file: folder.path('credentials'),
      backup: undefined,
    })
    expect(statSync(folder.path('credentials')).mode & 0o777).toBe(0o600)
    const text = readFileSync(folder.path('credentials'), 'utf8')
    expect(text.split('\n')[0]).toBe('# about')
    expect(parseEnv(text).map(({ name, value }) => [name, value])).toEqual([
      [openvidu.keys.username, account.username],
      [openvidu.keys.password, account.password],
    ])
    expect(files()).toEqual(['credentials'])
  })

  it('never goes over a file that is there', () => {
    writeFileSync(folder.path('credentials'), 'theirs')
    expect(() => prepareHandOver(destination(), openvidu, 'about')).toThrow(/exists already/)
    expect(readFileSync(folder.path('credentials'), 'utf8')).toBe('theirs')
  })

  it('leaves no trace when it is given up', () => {
    prepareHandOver(destination(), openvidu, 'about').discard()
    expect(files()).toEqual([])
  })

  it('is proved to be writable before anything is done', () => {
    writeFileSync(folder.path('regular'), '')
    const below = { kind: 'credentials file' as const, file: folder.path('regular', 'credentials') }
    expect(() => prepareHandOver(below, openvidu, 'about')).toThrow(/cannot be written/)
  })
})

describe('holds', () => {
  it.each([
    ['the user', 'ELASTICSEARCH_USERNAME=openvidu\n', true],
    ['the user with spaces', 'ELASTICSEARCH_USERNAME= openvidu \r\n', true],
    ['another user', 'ELASTICSEARCH_USERNAME=elastic\n', false],
    ['the user in a comment', '#ELASTICSEARCH_USERNAME=openvidu\n', false],
    ['the user as a password', 'ELASTICSEARCH_PASSWORD=openvidu\n', false],
  ])('a file with %s', (_what, text, expected) => {
    writeFileSync(folder.path('.env'), text)
    expect(holds({ kind: 'env', file: folder.path('.env') }, openvidu, 'openvidu')).toBe(expected)
  })

  it('a file that is not there', () => {
    expect(holds({ kind: 'env', file: folder.path('.env') }, openvidu, 'openvidu')).toBe(false)
  })

  it('a file that named the user first and another one last, which counts', () => {
    writeFileSync(folder.path('.env'), 'ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_USERNAME=elastic\n')
    expect(holds({ kind: 'env', file: folder.path('.env') }, openvidu, 'openvidu')).toBe(false)
  })
})

describe('in the form of the application’s own file', () => {
  const keys = { searchUrl: 'db.url', username: 'db.user', password: 'db.password' }
  const users = { service: 'usual' }

  it.each([
    [
      'yaml',
      'db:\n  user: old # who\n  password: old\nmore: [1]\n',
      `db:\n  user: "openvidu" # who\n  password: "p#w \\"d'$="\nmore: [1]\n`,
    ],
    [
      'dotenv',
      "A=1\nexport db.user='old' # who\ndb.password=old\n",
      `A=1\nexport db.user=openvidu # who\ndb.password=\`p#w "d'$=\`\n`,
    ],
  ] as const)('%s keeps everything else', (grammar, text, expected) => {
    writeFileSync(folder.path('settings'), text)
    const { backup } = prepareHandOver(
      { kind: 'env', file: folder.path('settings') },
      { keys, grammar, users },
      'about',
    ).commit(account)
    expect(readFileSync(folder.path('settings'), 'utf8')).toBe(expected)
    expect(credentialsIn(folder.path('settings'), { keys, grammar, users })).toEqual(account)
    expect(credentialsIn(backup, { keys, grammar, users })).toEqual({ username: 'old' })
  })

  it.each(['yaml', 'dotenv', 'literal-env'] as const)('%s: a password on its way is found again', (grammar) => {
    const settings = { keys, grammar, users }
    writeRotation(folder.path('settings'), settings, account)
    // As another process: one that is no more.
    const file = folder.path('settings.elkctl-rotation')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^# process .*$/m, '# process 999999999 1'))
    expect(readRotation(folder.path('settings'), settings)).toMatchObject(account)
  })
})

describe('in a recipe, whose inputs name no user', () => {
  const grid: AccountSettings = {
    keys: { searchUrl: 'address', password: 'secret' },
    grammar: 'tosca',
    users: { service: 'grid' },
    placeholders: ['changeme'],
  }
  const recipe = 'topology_template:\n  inputs:\n    secret:\n      type: string \n      default: "changeme"\n'
  const file = () => folder.path('recipe.yaml')
  const ofGrid = { username: 'grid', password: 'p#w "d\'$' }

  it('the default of the password changes, and nothing else', () => {
    writeFileSync(file(), recipe)
    expect(credentialsIn(file(), grid)).toEqual({})
    const { backup } = prepareHandOver({ kind: 'env', file: file() }, grid, 'about').commit(ofGrid)
    expect(readFileSync(file(), 'utf8')).toBe(recipe.replace('"changeme"', String.raw`"p#w \"d'$"`))
    expect(credentialsIn(file(), grid)).toEqual(ofGrid)
    expect(credentialsIn(backup, grid)).toEqual({})
  })

  it('without that input nothing is written', () => {
    const other = recipe.replace('secret', 'other')
    writeFileSync(file(), other)
    expect(() => prepareHandOver({ kind: 'env', file: file() }, grid, 'about')).toThrow('it has no input secret')
    expect(readFileSync(file(), 'utf8')).toBe(other)
  })

  it('a file of credentials names the user too', () => {
    const own = folder.path('credentials')
    const carol = { username: 'carol', password: 'pw' }
    prepareHandOver({ kind: 'credentials file', file: own }, grid, 'about').commit(carol)
    expect(credentialsIn(own, grid)).toEqual(carol)
  })

  it('a password on its way is found again', () => {
    writeRotation(file(), grid, ofGrid)
    const rotation = `${file()}.elkctl-rotation`
    writeFileSync(rotation, readFileSync(rotation, 'utf8').replace(/^# process .*$/m, '# process 999999999 1'))
    expect(readRotation(file(), grid)).toMatchObject(ofGrid)
  })
})
