import { describe, expect, it } from '@jest/globals'
import '../same-realm.js'

import { account, hosts, settle } from './situation.js'

describe('remarks', () => {
  const notesOf = async (lines: string) => (await settle({ text: `${hosts}${account}${lines}` })).notes

  it('a stack that OpenVidu is told not to use', async () => {
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=false\n')).toEqual([
      expect.stringMatching(/\.env:5: OPENVIDU_PRO_ELASTICSEARCH is false/),
    ])
    expect(await notesOf('OPENVIDU_PRO_ELASTICSEARCH=true\n')).toEqual([])
  })

  it.each([
    ['export OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=3', 1],
    ['OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE: 3', 1],
    ['- OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=3', 1],
    ['OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE = 3', 0],
    ['#OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=3', 0],
    ['# export OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=3', 0],
    ['export SOMETHING_ELSE=3', 0],
  ])('a line that looks like a setting and is not read: %s (%i)', async (line, count) => {
    const notes = (await notesOf(`${line}\n`)).filter((note) => note.includes('is ignored'))
    expect(notes).toEqual(Array(count).fill(expect.stringMatching(/\.env:5: this line is ignored/)))
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

  it.each([
    [`p#w "d'$=`, 'literal'],
    ['"quoted"', 'literal'],
    ['with # hash', 'literal'],
    ['trailing ', 'space'],
    [' leading', 'leading'],
    ['in\u200Bside\u00A0', 'unseen'],
    ['plain', 'none'],
  ])('a password %j is worth one that is %s, and does not show it', async (password, kind) => {
    const { notes, admin } = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=${password}\n`,
    })
    expect(admin?.password).toBe(password)
    const about = {
      literal: [expect.stringContaining('taken literally')],
      space: [expect.stringContaining('ends in a space')],
      leading: [expect.stringContaining('begins with a space: write ELASTICSEARCH_PASSWORD=value')],
      unseen: [expect.stringContaining('has U+200B, U+00A0 in it, which is not seen')],
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
