import { describe, expect, it } from '@jest/globals'
import '../same-realm.js'
import { writeFileSync } from 'node:fs'
import { findProfile } from '../../../src/settings/find-profile.js'
import { parseEnv } from '../../../src/settings/grammars/literal-env.js'
import { remarksOn } from '../../../src/settings/remarks.js'
import { account, envFile, hosts, settle } from './situation.js'
describe('remarks', () => {
  const notesOf = async (lines: string) => (await settle({ text: `${hosts}${account}${lines}` })).notes
  it('a stack that OpenVidu is told not to use', async () => {
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=false\n')).toEqual([
      expect.stringMatching(/\.env:5: OPENVIDU_PRO_ELASTICSEARCH is false/),
    ])
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=true\n')).toEqual([])
  })

  it('the local stack', async () => {
    const { assumed, searchUrl, dashboardsUrl } = await settle({
      text: '#OPENVIDU_PRO_ELASTICSEARCH_HOST=http://x:1\n',
    })
    expect({ searchUrl, dashboardsUrl }).toEqual({
      searchUrl: 'http://127.0.0.1:9200',
      dashboardsUrl: 'http://127.0.0.1:5601/kibana',
    })
    expect(assumed).toContain('local stack')
  })

  const days = 'OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE'
  const ignored = `this line is ignored: a setting must be written ${days}=value`
  const late = 'docker compose from 1.26 on'
  // What docker compose does with each: env_vars_from_file of 1.25.5, python-dotenv 0.13 (1.26 to 1.29), and compose-go's dotenv (2).
  it.each([
    [
      '=',
      'NAME =3',
      ['a space stands before the = of NAME, with which docker compose up to 1.25 refuses the file: write NAME=value'],
    ],
    [
      'a tab',
      'NAME\t=3',
      ['a space stands before the = of NAME, with which docker compose up to 1.25 refuses the file: write NAME=value'],
    ],
    ['blanks in front', ' \tNAME=3', []],
    ['a blank behind', 'NAME= 3', ['the value of NAME begins with a space: write NAME=value']],
    [
      'blanks on both sides',
      'NAME = 3',
      [
        'a space stands before the = of NAME, with which docker compose up to 1.25 refuses the file: write NAME=value',
        'the value of NAME begins with a space: write NAME=value',
      ],
    ],
    [
      'a blank at the end',
      'NAME=3 ',
      ['the value of NAME ends in a space, which docker compose does not read: take it off'],
    ],
    ['export', 'export NAME=3', [ignored]],
    ['set', 'SET NAME=3', [ignored]],
    ['export of the shell', 'export NAME', [ignored]],
    ['a colon', 'NAME:3', [ignored]],
    ['YAML', 'NAME: 3', [ignored]],
    ['a list of compose', '- NAME=3', [ignored]],
    ['a wide sign', 'NAME\uFF1D3', [ignored]],
    ['no sign', 'NAME 3', [ignored]],
    ['the name alone', 'NAME', [ignored]],
    ['lower case', 'name=3', [`${days.toLowerCase()} is not read: the setting is called NAME`]],
    [
      'a dash in the name',
      days.replaceAll('_', '-') + '=3',
      [`${days.replaceAll('_', '-')} is not read: the setting is called NAME`],
    ],
    ['an unseen character in front', '\u00A0NAME=3', [`${ignored}, and this one has U+00A0 in it, which is not seen`]],
    [
      'an unseen character in the name',
      days.replace('PRO', 'P\u200BRO') + '=3',
      [`${ignored}, and this one has U+200B in it, which is not seen`],
    ],
    [
      'an unseen character in the value',
      'NAME=3\u200B',
      ['the value of NAME has U+200B in it, which is not seen: take it out'],
    ],
    [
      'a comment behind the value',
      'NAME=3 # days',
      [`NAME is taken literally: # and what follows belong to the value, and to ${late} are a comment; take them out`],
    ],
    ['no comment for any reader', 'NAME=3#4', []],
    [
      'quotes',
      'NAME="3"',
      [`NAME is taken literally: its quotes belong to the value, and ${late} leaves them out; take them off`],
    ],
    [
      'quotes of a document',
      'NAME=\u201C3\u201D',
      [
        'NAME is taken literally: the quote at its beginning or end belongs to the value; take it off unless it is meant',
      ],
    ],
    [
      'a quote in front',
      "NAME='3",
      [
        'NAME is taken literally: the quote at its beginning or end belongs to the value; take it off unless it is meant',
      ],
    ],
    [
      'a quote at the end',
      'NAME=3"',
      [
        'NAME is taken literally: the quote at its beginning or end belongs to the value; take it off unless it is meant',
      ],
    ],
    ['quotes inside', `NAME=a"b'c`, []],
    [
      'a variable',
      'NAME=${DAYS}',
      [
        'NAME is taken literally: its $ belongs to the value, and docker compose 2 sees a variable there; take another value',
      ],
    ],
    ['no variable for any reader', 'NAME=3$', []],
    [
      'a line that goes on',
      'NAME=3\\',
      ['the value of NAME ends in \\, which belongs to it: no value goes on in the next line'],
    ],
    ['two different values', 'NAME=3\nNAME=4', ['NAME is set 2 times, in lines 5, 6; the last one counts']],
    ['the same value twice', 'NAME=3\nNAME=3', []],
    [
      'another line glued to it',
      'NAME=3ELASTICSEARCH_USERNAME=elastic',
      ['ELASTICSEARCH_USERNAME= stands in the value of NAME: put it on a line of its own'],
    ],
    [
      'glued to a setting of others',
      'OTHER=3 NAME =3',
      ['NAME= stands in the value of OTHER: put it on a line of its own'],
    ],
    ['a comment', '# NAME =3', []],
    ['a comment behind blanks', '\t# export NAME=3', []],
    ['a setting of others', 'export OTHER= 3', []],
    ['no value', 'NAME=', []],
  ])('%s: %j', async (_what, lines, words) => {
    const text = `${hosts}${account}${lines.replaceAll(/NAME(?!\w)(?<!USERNAME)/g, days).replace('name=', `${days.toLowerCase()}=`)}\n`
    writeFileSync(envFile(), text)
    const profile = await findProfile({ profile: 'openvidu' })
    const [, lastLine] = lines.split('\n')
    const place = `${envFile()}:${lastLine === undefined ? 5 : 6}: `
    expect(remarksOn({ path: envFile(), text, entries: parseEnv(text) }, profile)).toEqual(
      words.map((each) => place + each.replaceAll(/\bNAME\b/g, days)),
    )
  })

  it('of a password do not show it', async () => {
    const password = ` "p#w' #$word\\ \u200B`
    const { notes, admin } = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=${password}\n`,
    })
    expect(admin?.password).toBe(password)
    expect(notes).toHaveLength(5)
    expect(notes.join()).not.toMatch(/p#w|word\\/)
  })

  it('a user name in quotes is one with quotes', async () => {
    const { admin } = await settle({ text: `${hosts}ELASTICSEARCH_USERNAME="elastic"\nELASTICSEARCH_PASSWORD=pw\n` })
    expect(admin?.username).toBe('"elastic"')
  })
})
