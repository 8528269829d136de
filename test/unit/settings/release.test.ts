import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { SettingsError } from '../../../src/errors.js'
import type { Ask } from '../../../src/settings/sign-in/sign-in.js'
import { fixture, readJson } from '../fixtures.js'
import '../same-realm.js'

import { account, compose, envFile, folder, hosts, problemsOf, settle } from './situation.js'

interface RealFile {
  deployment: string
  comment: string
  mode: string
  image: string
  release: string
  days: number
}

describe('the release', () => {
  it.each([
    ['a plain line', '#    Openvidu Version: 2.20.0\n', '2.20.0'],
    ['CRLF and spaces at the end', '# ---\r\n#    Openvidu Version: 2.19.0   \r\n\r\nversion: "3.1"\r\n', '2.19.0'],
    ['a tab', '#\tOpenVidu version:\t2.22.0\n', '2.22.0'],
    ['a suffix', '# Openvidu Version: 2.21.0-beta1\n', '2.21.0-beta1'],
  ])('is read from docker-compose.yml: %s', async (_what, text, release) => {
    expect((await settle({ compose: text })).release).toBe(release)
  })

  /** As the files of OpenVidu begin, in all releases from 2.16 to 2.32, on a node of a cluster too. */
  const composeOf = (comment: string, image: string) =>
    `# ---\n#\n#    DO NOT MODIFY THIS FILE !!!\n#\n#    Openvidu Version: ${comment}\n#\n#    Installation Mode: On Premises\n#\n# ---\n\nversion: '3.1'\n\nservices:\n\n    openvidu-server:\n        image: ${image}\n        restart: on-failure\n    coturn:\n        image: openvidu/openvidu-coturn:2.30.0\n`
  const server = 'openvidu/openvidu-server-pro'
  const override = (image: string) =>
    `services:\n    # Openvidu-Call Version: 2.31.0\n    app:\n        image: openvidu/openvidu-call:2.31.0\n    openvidu-server:\n        image: ${image}\n`

  it.each([
    ['as it is released', { 'docker-compose.yml': composeOf('2.27.0', `${server}:2.27.0`) }, '2.27.0'],
    ['the image is what runs', { 'docker-compose.yml': composeOf('2.19.0', `${server}:2.20.0-beta2`) }, '2.20.0-beta2'],
    [
      'a registry of one’s own',
      { 'docker-compose.yml': composeOf('2.20.0', `hub.local:5000/${server}:2.21.0`) },
      '2.21.0',
    ],
    ['a digest alone', { 'docker-compose.yml': composeOf('2.27.0', `${server}@sha256:0a1b2c`) }, '2.27.0'],
    ['a tag and a digest', { 'docker-compose.yml': composeOf('2.26.0', `${server}:2.27.0@sha256:0a1b2c`) }, '2.27.0'],
    ['a tag that is no release', { 'docker-compose.yml': composeOf('2.27.0', `${server}:latest`) }, '2.27.0'],
    ['docker-compose.yaml', { 'docker-compose.yaml': composeOf('2.32.2', `${server}:2.32.2`) }, '2.32.2'],
    [
      'an image in the override file',
      {
        'docker-compose.yml': composeOf('2.20.0', `${server}:2.20.0`),
        'docker-compose.override.yml': override(`${server}:2.21.0`),
      },
      '2.21.0',
    ],
    [
      'an override file of the application alone',
      {
        'docker-compose.yml': composeOf('2.20.0', `${server}:2.20.0`),
        'docker-compose.override.yml': override('openvidu/openvidu-call:2.31.0'),
      },
      '2.20.0',
    ],
  ])('is read from the files beside .env: %s', async (_what, files: Record<string, string>, release) => {
    const { 'docker-compose.yml': text = '', ...others } = files
    for (const [name, content] of Object.entries(others)) writeFileSync(folder.path(name), content)
    expect((await settle({ compose: text })).release).toBe(release)
  })

  const real = readJson<{ files: RealFile[]; otherImages: string[] }>(fixture('env/releases.json'))
  const realCompose = ({ comment, mode, image }: RealFile) =>
    [
      ...[
        '#    DO NOT MODIFY THIS FILE !!!',
        '#',
        `#    Openvidu Version: ${comment}`,
        '#',
        `#    Installation Mode: ${mode}`,
      ],
      ...['', "version: '3.1'", '', 'services:', '', '    openvidu-server:', `        image: ${image}`],
      ...real.otherImages.flatMap((other, index) => [`    other-${index}:`, `        image: ${other}`]),
    ].join('\n')

  it.each(real.files)('is that of a real file of $deployment: $release', async (file) => {
    const settings = await settle({ compose: realCompose(file) })
    expect(settings).toMatchObject({ release: file.release, retentionDays: file.days })
    // The same under Docker Compose's other names, pulled through a registry of one's own, and pinned.
    rmSync(compose())
    const pinned = `hub.example.com:5000/mirror/${file.image}@sha256:${'0a'.repeat(32)}`
    writeFileSync(folder.path('docker-compose.yaml'), realCompose({ ...file, image: pinned }))
    expect(await settle({ options: { release: undefined } as never })).toMatchObject({
      ...{ release: file.release, retentionDays: file.days },
    })
  })

  it.each(['', composeOf('nightly', `${server}:latest`)])('is in no message as an example', async (text) => {
    const messages = (await problemsOf({ compose: text })).map(({ message }) => message)
    expect(messages).toHaveLength(1)
    expect(messages.join()).not.toMatch(/\d+\.\d+/)
    expect(messages.join()).toContain('--openvidu-version RELEASE')
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
