import dotenv from 'dotenv'
import { describe, expect, it } from '@jest/globals'
import { dotenvGrammar } from '../../../../src/settings/grammars/dotenv.js'
import '../../same-realm.js'

const text = `# settings
export A=1 # one
B="two
lines"
C: three
D='four # 4'
#E=5
A=6
F=
`

describe('settings as dotenv reads them', () => {
  it('have their names, lines and values', () => {
    expect(dotenvGrammar.read(text, '.env')).toEqual([
      { name: 'A', value: '6', line: 2 },
      { name: 'B', value: 'two\nlines', line: 3 },
      { name: 'C', value: 'three', line: 5 },
      { name: 'D', value: 'four # 4', line: 6 },
      { name: 'A', value: '6', line: 8 },
      { name: 'F', value: '', line: 9 },
    ])
  })

  it('a name that stands there twice is remarked', () => {
    const entries = dotenvGrammar.read(text, '.env')
    expect(dotenvGrammar.remarks({ path: '.env', text, entries }, ['A', 'B'])).toEqual([
      '.env:8: A is set 2 times, in lines 2, 8; the last one counts',
    ])
  })

  it('are written back with everything else as it was', () => {
    expect(dotenvGrammar.replace(text, { A: 'x', D: 'y#', E: '5' }, '.env')).toBe(`# settings
export A=x # one
B="two
lines"
C: three
D='y#'
#E=5
E=5
A=x
F=
`)
  })

  it.each(['', 'plain', 'a b', '#', 'a#b', "it's", '"', '`', `'"`, '$HOME', 'a\\nb', ' x ', 'ü', 'a=b'])(
    '%j is the value that is read again',
    (value) => {
      const written = dotenvGrammar.replace(text, { A: value, B: value, NEW: value }, '.env')
      expect(dotenv.parse(written)).toEqual({ ...dotenv.parse(text), A: value, B: value, NEW: value })
    },
  )

  it.each([`'"\``, 'a\nb'])('%j cannot be written, and the message does not show it', (value) => {
    expect(() => dotenvGrammar.replace(text, { A: value }, '.env')).toThrow(
      /the value of A cannot be written in the form of this file/,
    )
  })
})
