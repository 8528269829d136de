import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { SettingsError, type Problem } from '../../../src/errors.js'
import { profiles } from '../../../src/profiles/index.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { findProfile, type ProfileOptions } from '../../../src/settings/find-profile.js'
import { fixture } from '../fixtures.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const meteo = fixture('applications', 'meteo')

async function problemsOf(options: ProfileOptions): Promise<Problem[]> {
  const error: unknown = await findProfile(options).catch((thrown: unknown) => thrown)
  if (error instanceof SettingsError) return error.problems
  throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
}

/** The fixture’s profile with other fields; undefined takes one away. */
function changed(fields: Record<string, unknown>): string {
  const profile = JSON.parse(readFileSync(fixture('applications', 'meteo', 'profile.json'), 'utf8')) as object
  writeFileSync(folder.path('profile.json'), JSON.stringify({ ...profile, ...fields }))
  return folder.path()
}

describe('the application that is meant', () => {
  it.each([
    ['nothing is said', {}, 'openvidu'],
    ['it is named', { profile: 'openvidu' }, 'openvidu'],
    ['a folder has a profile of its own', { data: meteo }, 'meteo'],
    ['both say the same', { profile: 'meteo', data: meteo }, 'meteo'],
    ['another one than that of the folder is named', { profile: 'openvidu', data: meteo }, 'openvidu'],
  ])('%s', async (_what, options, name) => {
    expect((await findProfile(options)).name).toBe(name)
  })

  it('is the usual one where a folder has none', async () => {
    expect(await findProfile({ data: folder.path() })).toBe(openvidu)
  })

  it('must be known', async () => {
    expect(await problemsOf({ profile: 'other', data: meteo })).toEqual([
      {
        where: '--profile',
        message: `unknown application "other"; known are ${profiles.map(({ name }) => name).join(', ')}, meteo`,
      },
    ])
  })
})

describe('a profile of one’s own', () => {
  it('needs little', async () => {
    const none = {}
    const least = {
      ...{ name: 'least', title: 'Least', grammar: 'dotenv', retention: [{ days: 7 }] },
      keys: { searchUrl: 'URL', username: 'USERNAME', password: 'PASSWORD' },
      ...{ roles: { service: 'least-role' }, users: { service: 'least' } },
    }
    writeFileSync(folder.path('profile.json'), JSON.stringify({ $schema: '../schemas/profile.json', ...least }))
    expect(await findProfile({ data: folder.path() })).toEqual({
      ...least,
      ...{ settings: none, writes: none, beyondDocumentation: [], oldIndices: [], remarks: [] },
    })
  })

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a missing name', { title: undefined }, ['title is missing; it must be a text']],
    ['another grammar', { grammar: 'toml' }, ['grammar is "toml"; known are literal-env, dotenv, yaml, tosca']],
    ['an unknown field', { colour: 'red' }, ['unknown key "colour"; known are name, title, envFile']],
    ['a name with blanks', { name: 'My App' }, ['name must be of small letters, digits and hyphens']],
    [
      'several at once, some of them inside',
      { keys: { searchUrl: 7, username: 'U', password: 'P', more: 'x' }, retention: [] },
      [
        'keys.searchUrl must be a text',
        'keys: unknown key "more"; known are searchUrl',
        'retention must have at least 1',
      ],
    ],
    [
      'a pattern that is none',
      { release: { files: ['f'], patterns: ['('], option: { flags: '--app-version <version>', help: 'h' } } },
      ['release.patterns[0] must be a regular expression'],
    ],
    [
      'days that are no days',
      { retention: [{ days: 1.5 }, { days: -1 }] },
      ['retention[0].days must be a whole number', 'retention[1].days must be at least 0'],
    ],
    [
      'a release that is no version',
      { retention: [{ from: 'two', days: 1 }] },
      ['retention[0].from must be a version, such as "2.20.0"'],
    ],
    ['a misspelt key', { titel: 'x' }, ['unknown key "titel" (did you mean "title"?)']],
  ])('%s is told with file, place and what is allowed', async (_what, fields, messages) => {
    const data = changed(fields)
    const problems = await problemsOf({ data })
    expect(problems.map(({ where }) => where)).toEqual(messages.map(() => folder.path('profile.json')))
    messages.forEach((message, index) => {
      expect(problems[index]?.message).toContain(message)
    })
  })

  it('that is a list is told', async () => {
    writeFileSync(folder.path('profile.json'), '[]')
    expect(await problemsOf({ data: folder.path() })).toEqual([
      { where: folder.path('profile.json'), message: 'it must be an object' },
    ])
  })

  it('that is no JSON is told', async () => {
    writeFileSync(folder.path('profile.json'), '{ "name": ')
    expect(await problemsOf({ data: folder.path() })).toEqual([
      { where: folder.path('profile.json'), message: expect.stringContaining('JSON') as unknown },
    ])
  })

  it('that is a folder is told', async () => {
    mkdirSync(folder.path('profile.json'))
    expect(await problemsOf({ data: folder.path() })).toEqual([
      { where: folder.path('profile.json'), message: 'it is a folder, where a file should be' },
    ])
  })
})
