import { describe, expect, it } from '@jest/globals'
import { SettingsError } from '../../../src/errors.js'
import type { Ask } from '../../../src/settings/sign-in/sign-in.js'
import '../same-realm.js'

import { account, compose, envFile, hosts, problemsOf, settle } from './situation.js'

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
    const settings = await settle({ compose: '# Openvidu Version: 2.20.0\n', options: { release: '2.29.0' } })
    expect(settings).toMatchObject({ release: '2.29.0', retentionDays: 7 })
  })

  it.each([
    ['2.16.0', 15],
    ['2.20.3', 15],
    ['2.21', 7],
    ['2.21.0', 7],
    ['2.32.0', 7],
    ['3.0.0', 7],
  ])('%s keeps for %d days', async (release, days) => {
    expect((await settle({ options: { release } })).retentionDays).toBe(days)
  })

  it.each(['2.21.x', '2.21.0.beta1'])(
    '%s does not keep for the 15 days of the releases before 2.21',
    async (release) => {
      const days = await settle({ options: { release } }).then(
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

  it.each(['v2.20.0', '2', 'latest', '2.20.0 beta'])('%j is none', async (release) => {
    expect(await problemsOf({ options: { release } })).toEqual([
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
    expect((await settle({ options: { retentionDays: text } })).retentionDays).toBe(days)
  })

  it.each(['abc', '-1', '1.5', '7d', '0x10', '100000', '1e2'])('%j is a problem', async (text) => {
    expect(
      await problemsOf({ text: `${hosts}${account}OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=${text}\n` }),
    ).toEqual([{ where: `${envFile()}:5`, message: expect.stringContaining(`"${text}"`) as unknown }])
  })
})
