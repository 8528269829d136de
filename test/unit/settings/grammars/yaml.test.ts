import { describe, expect, it } from '@jest/globals'
import { SettingsError } from '../../../../src/errors.js'
import { yaml } from '../../../../src/settings/grammars/yaml.js'
import '../../same-realm.js'

const text = `# Where it keeps what it measures.
storage:
  search: http://127.0.0.1:9200   # the port is needed
  'login': "admin"
  secret: 'p#w: "d'''
  nodes: [a, "b"]
  hosts:
    - c
    - d
  days: 014
  tls: { verify: no }
  nothing:
flat.key: true
`
const valuesIn = (given: string) =>
  Object.fromEntries(yaml.read(given, 'settings.yaml').map(({ name, value }) => [name, value]))

const problemsOf = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

describe('settings in YAML', () => {
  it('are read with their names, lines, and values as they are written', () => {
    expect(yaml.read(text, 'settings.yaml')).toEqual([
      { name: 'storage.search', value: 'http://127.0.0.1:9200', line: 3 },
      { name: 'storage.login', value: 'admin', line: 4 },
      { name: 'storage.secret', value: `p#w: "d'`, line: 5 },
      { name: 'storage.nodes', value: 'a,b', line: 6 },
      { name: 'storage.hosts', value: 'c,d', line: 7 },
      { name: 'storage.days', value: '014', line: 10 },
      { name: 'storage.tls.verify', value: 'no', line: 11 },
      { name: 'flat.key', value: 'true', line: 13 },
    ])
  })

  it.each([
    ['', []],
    ['# nothing yet\n', []],
    ['---\n', []],
  ])('%j is an empty file', (given, expected) => {
    expect(yaml.read(given, 'settings.yaml')).toEqual(expected)
  })

  it.each([
    ['a: 1\nb: "open\n', 3],
    ['a: 1\na: 2\n', 2],
    ['a: 1\n\tb: 2\n', 2],
  ])('%j is broken, and the message has its line and nothing of its text', (given, line) => {
    const problems = problemsOf(() => yaml.read(given, 'settings.yaml')) as { where: string; message: string }[]
    expect(problems[0]?.where).toBe(`settings.yaml:${line}`)
    expect(problems[0]?.message).toMatch(/^not YAML: [a-z ]+$/)
  })

  it('says what a tab and a file of environment variables are', () => {
    expect(problemsOf(() => yaml.read('a:\n\tb: 2\n', 'settings.yaml'))).toEqual([
      { where: 'settings.yaml:2', message: 'not YAML: it is indented with a tab instead of spaces' },
    ])
    expect(problemsOf(() => yaml.read('# ours\nUSERNAME=a\nPASSWORD=b\n', 'settings.yaml'))).toEqual([
      { where: 'settings.yaml:1', message: 'this is a file of NAME=value lines, not YAML' },
    ])
  })

  it('must be a map', () => {
    expect(problemsOf(() => yaml.read('- a\n', 'settings.yaml'))).toEqual([
      { where: 'settings.yaml:1', message: 'this is not a map of settings (name: value)' },
    ])
  })

  it('are written back with everything else as it was', () => {
    const written = yaml.replace(text, { 'storage.login': 'meteo', 'storage.secret': 'x: # y' }, 'settings.yaml')
    const lines = written.split('\n')
    expect(lines.filter((line, index) => line !== text.split('\n')[index])).toEqual([
      `  'login': "meteo"`,
      '  secret: "x: # y"',
    ])
    expect(lines).toHaveLength(text.split('\n').length)
  })

  it.each([
    'true',
    '123',
    '',
    'null',
    'x: y',
    "'",
    '"',
    '#',
    '- a',
    `p#w "d'$=`,
    'ü',
    '{a}',
    '~',
    'yes',
    '12:30',
    '1_000',
  ])('%j is the text that is read again', (value) => {
    const written = yaml.replace(text, { 'storage.secret': value }, 'settings.yaml')
    expect(valuesIn(written)).toEqual({ ...valuesIn(text), 'storage.secret': value })
  })

  it('are added where they are missing, below the map that they belong to, and comments stay', () => {
    const values = { 'storage.nothing': 'now', 'storage.more': 'm', 'storage.tls.also': 'a', other: 'o', 'x.z': 'z' }
    expect(yaml.replace(text, values, 'settings.yaml')).toBe(
      text
        .replace('  nothing:\n', '  nothing: "now"\n  more: "m"\n')
        .replace('{ verify: no }', '{ verify: no, "also":"a" }')
        .replace('flat.key: true\n', 'flat.key: true\nother: "o"\nx:\n  z: "z"\n'),
    )
  })

  it.each(['yes', '12:30:45', '0o7', '1_000'])('%s is in quotes: some readers have another meaning for it', (value) => {
    expect(yaml.replace('a: b\n', { a: value }, 'settings.yaml')).toBe(`a: "${value}"\n`)
  })

  it('make a file of their own', () => {
    const written = yaml.replace('# about\n', { 'storage.login': 'meteo', 'storage.secret': 'p' }, 'credentials')
    expect(written).toBe('# about\nstorage:\n  login: "meteo"\n  secret: "p"\n')
  })

  it.each([
    ['an anchor hands it on', 'a: &x old\nb: *x\n', 'a'],
    ['a text stands where the map should be', 'a: text\n', 'a.b'],
  ])('are not written where %s', (_why, given, name) => {
    expect(problemsOf(() => yaml.replace(given, { [name]: 'new' }, 'settings.yaml'))).toEqual([
      { where: 'settings.yaml', message: `${name} cannot be written there` },
    ])
  })
})
