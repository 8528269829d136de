import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parseEnv, replaceValues } from '../../../../src/settings/grammars/literal-env.js'
import { fixture } from '../../fixtures.js'
import { seeded, type Random } from '../../random.js'

const oddPassword = `p#w "d'$=`
const release = readFileSync(fixture('env', 'openvidu-2.20.0.env'), 'utf8')

const valuesIn = (text: string): Record<string, string> =>
  Object.fromEntries(parseEnv(text).map(({ name, value }) => [name, value]))

describe('parseEnv', () => {
  it.each([
    ['a plain value', 'A=1', [{ name: 'A', value: '1', line: 1 }]],
    ['a value taken literally', `A=${oddPassword}`, [{ name: 'A', value: oddPassword, line: 1 }]],
    ['quotes that belong to the value', `A="x" 'y'`, [{ name: 'A', value: `"x" 'y'`, line: 1 }]],
    ['spaces around the value', 'A=  x  ', [{ name: 'A', value: '  x  ', line: 1 }]],
    ['spaces around the name', '\t A =x', [{ name: 'A', value: 'x', line: 1 }]],
    ['no value', 'A=', [{ name: 'A', value: '', line: 1 }]],
    [
      'CRLF',
      'A=1\r\nB=2\r\n',
      [
        { name: 'A', value: '1', line: 1 },
        { name: 'B', value: '2', line: 2 },
      ],
    ],
    ['a BOM', '\uFEFFA=1\n', [{ name: 'A', value: '1', line: 1 }]],
    ['lines counted over comments and blanks', '# c\n\n#A=0\nA=1\n', [{ name: 'A', value: '1', line: 4 }]],
    [
      'a name twice',
      'A=1\nA=2',
      [
        { name: 'A', value: '1', line: 1 },
        { name: 'A', value: '2', line: 2 },
      ],
    ],
    ['what is no assignment', 'hello\n=x\n1A=2\n- A=3\n', []],
    ['an empty text', '', []],
  ])('reads %s', (_what, text, entries) => {
    expect(parseEnv(text)).toEqual(entries)
  })
})

describe('replaceValues', () => {
  it.each([
    ['changes a value where it stands', 'A=1\nB=2\n', { A: '9' }, 'A=9\nB=2\n'],
    ['changes every place of a name', 'A=1\nB=2\nA=3\n', { A: '9' }, 'A=9\nB=2\nA=9\n'],
    ['keeps CRLF', 'A=1\r\nB=2\r\n', { B: '9' }, 'A=1\r\nB=9\r\n'],
    ['keeps mixed line endings', 'A=1\r\nB=2\nC=3\rD=4', { B: '8', C: '9' }, 'A=1\r\nB=8\nC=9\rD=4'],
    ['keeps a BOM', '\uFEFFA=1\n', { A: '2' }, '\uFEFFA=2\n'],
    ['keeps a missing last newline', 'A=1\nB=2', { B: '9' }, 'A=1\nB=9'],
    ['keeps what stands before the sign', ' A =1\n', { A: '9' }, ' A =9\n'],
    ['leaves names alone that only begin alike', 'AB=1\nA=2\nAB_A=3\n', { A: '9' }, 'AB=1\nA=9\nAB_A=3\n'],
    ['adds below the last comment that names it', '#A=1\nX=0\n# A=\nB=2\n', { A: '9' }, '#A=1\nX=0\n# A=\nA=9\nB=2\n'],
    ['adds below a comment at the end without newline', 'B=1\r\n#A=', { A: '9' }, 'B=1\r\n#A=\r\nA=9\r\n'],
    ['adds at the end, before blank lines', 'B=1\n\n', { A: '9' }, 'B=1\nA=9\n\n'],
    ['adds at the end without newline', 'B=1', { A: '9' }, 'B=1\nA=9\n'],
    ['adds to an empty text', '', { A: '9' }, 'A=9\n'],
    ['takes values literally', 'A=1\n', { A: "$& $1 $' \\n" }, "A=$& $1 $' \\n\n"],
    ['does nothing for no values', 'A=1\r\n\r\n', {}, 'A=1\r\n\r\n'],
  ])('%s', (_what, text, values, expected) => {
    expect(replaceValues(text, values)).toBe(expected)
  })

  it.each(['a\nb', 'a\rb', 'a\0b'])('refuses a value that the file cannot carry: %j', (value) => {
    expect(() => replaceValues('A=1\n', { A: value })).toThrow(RangeError)
  })
})

/** A file as people and editors leave it. */
function randomFile(random: Random): string {
  const endings = random.pick<[string, ...string[]]>([['\n'], ['\r\n'], ['\n', '\r\n']])
  const ending = () => random.pick(endings)
  const lines = Array.from({ length: random.below(25) }, () => {
    const name = random.pick(names)
    return random.pick([
      () => '',
      () => '   ',
      () => `# ${randomValue(random)}`,
      () => `#${name}=${randomValue(random)}`,
      () => `  # ${name} = ${randomValue(random)}`,
      () => `${name}=${randomValue(random)}`,
      () => `${name}=`,
      () => `OTHER_${name}=${randomValue(random)}`,
      () => `${name}_OTHER=${name}=${randomValue(random)}`,
      () => `export ${name}=${randomValue(random)}`,
      () => randomValue(random).replace('=', ''),
    ])()
  })
  const text = lines
    .map((line, index) => line + (index === lines.length - 1 && random.chance(0.3) ? '' : ending()))
    .join('')
  return (random.chance(0.2) ? '\uFEFF' : '') + text
}

const names = ['A', 'ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD', 'lower.case'] as const

const randomValue = (random: Random): string =>
  Array.from({ length: random.below(14) }, () =>
    random.pick([
      'a',
      'Z',
      '7',
      '#',
      '"',
      "'",
      '$',
      '=',
      ' ',
      '\t',
      '\\',
      '`',
      '{',
      '}',
      '&',
      'é',
      '雪',
      '🔑',
      '\u2028',
      '%',
      '/',
      ':',
    ]),
  ).join('')

describe('a random file', () => {
  const runs = 3000
  it(`keeps every byte outside the values that are replaced (${runs} files)`, () => {
    for (let seed = 1; seed <= runs; seed++) {
      const random = seeded(seed)
      const before = randomFile(random)
      const values = Object.fromEntries(
        names.filter(() => random.chance(0.6)).map((name) => [name, randomValue(random)]),
      )
      const after = replaceValues(before, values)
      const about = JSON.stringify({ seed, before, values, after })

      expect({ about, values: pickValues(valuesIn(after), Object.keys(values)) }).toEqual({ about, values })
      expect({ about, again: replaceValues(after, values) }).toEqual({ about, again: after })
      expect({ about, rest: linesWithout(after, values) }).toEqual({ about, rest: linesWithout(before, values) })
      expect({ about, places: placesOf(after, values) }).toEqual({ about, places: expectedPlaces(before, values) })
    }
  })

  it('keeps the line endings, the BOM and the comments of names that are there', () => {
    for (let seed = 1; seed <= runs; seed++) {
      const random = seeded(seed * 7919)
      const before = randomFile(random)
      const [name] = Object.keys(valuesIn(before)).filter((found) => (names as readonly string[]).includes(found))
      if (name === undefined) continue
      const after = replaceValues(before, { [name]: oddPassword })
      const blank = (text: string) =>
        text.replaceAll(
          new RegExp(`(^|[\\r\\n\\uFEFF])([ \\t]*${name.replace('.', '\\.')}[ \\t]*=)[^\\r\\n]*`, 'g'),
          '$1$2',
        )
      expect({ seed, text: blank(after) }).toEqual({ seed, text: blank(before) })
    }
  })
})

const pickValues = (all: Record<string, string>, wanted: string[]) =>
  Object.fromEntries(wanted.map((name) => [name, all[name]]))

const assigns = (line: string, values: Record<string, string>) =>
  Object.keys(values).some((name) => new RegExp(`^\\uFEFF?[ \\t]*${name.replace('.', '\\.')}[ \\t]*=`).test(line))

/** Every line that is no assignment of these names, in order. */
const linesWithout = (text: string, values: Record<string, string>) =>
  text
    .replace('\uFEFF', '')
    .split(/\r\n|\n/)
    .filter((line) => line !== '' && !assigns(line, values))

const placesOf = (text: string, values: Record<string, string>) =>
  Object.fromEntries(
    Object.keys(values).map((name) => [name, parseEnv(text).filter((entry) => entry.name === name).length]),
  )

/** As often as before, or once. */
const expectedPlaces = (text: string, values: Record<string, string>) =>
  Object.fromEntries(Object.entries(placesOf(text, values)).map(([name, count]) => [name, Math.max(count, 1)]))

describe('the configuration file of release 2.20.0', () => {
  const account = { ELASTICSEARCH_USERNAME: 'openvidu', ELASTICSEARCH_PASSWORD: oddPassword }

  it('names the account, and leaves the hosts commented out', () => {
    const values = valuesIn(release)
    expect(values['ELASTICSEARCH_USERNAME']).toBe('elasticadmin')
    expect(values['ELASTICSEARCH_PASSWORD']).toBe('')
    expect(values['OPENVIDU_PRO_ELASTICSEARCH_HOST']).toBeUndefined()
    expect(values['OPENVIDU_PRO_KIBANA_HOST']).toBeUndefined()
  })

  it('changes in two lines when the account is written', () => {
    const before = release.split('\n')
    const after = replaceValues(release, account).split('\n')
    expect(after).toHaveLength(before.length)
    expect(after.filter((line, index) => line !== before[index])).toEqual([
      'ELASTICSEARCH_USERNAME=openvidu',
      `ELASTICSEARCH_PASSWORD=${oddPassword}`,
    ])
  })

  it('gets the hosts below the comments that name them', () => {
    const hosts = { OPENVIDU_PRO_ELASTICSEARCH_HOST: 'https://es:9200', OPENVIDU_PRO_KIBANA_HOST: 'https://kb:5601' }
    const lines = replaceValues(release, hosts).split('\n')
    for (const [name, value] of Object.entries(hosts))
      expect(lines[lines.indexOf(`#${name}=`) + 1]).toBe(`${name}=${value}`)
  })
})
