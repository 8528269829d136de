import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { snapshot } from '../support/expectations.js'
import { colours, runOnTerminal } from '../support/terminal.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const spinner = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/
const ctrlC = '\u0003'
const whereTo = 'Where does the password of openvidu go?'
const really = /Make these \d+ changes on /

describe('on a terminal', () => {
  it('there are colours and a spinner', async () => {
    const { code, screen, text } = await runOnTerminal(['plan', '--env-file', bed.installation().envFile])
    expect(code).toBe(2)
    expect(screen).toMatch(colours)
    expect(screen).toMatch(spinner)
    expect(text).toMatch(/✔ Looking at the stack Elasticsearch 7\.10\.2/)
    expect(text).toMatch(/^Changes pending: \d+ to create/m)
  })

  it.each([
    { by: 'NO_COLOR', env: { NO_COLOR: '1' }, more: [] },
    { by: '--no-color', env: {}, more: ['--no-color'] },
  ])('$by takes the colours away, from the questions too', async ({ env, more }) => {
    const { code, screen, text } = await runOnTerminal(['init', '--env-file', bed.installation().envFile, ...more], {
      env,
      answers: [
        [whereTo, '\r'],
        ['(y/N)', 'n\r'],
      ],
    })
    expect(code).toBe(3)
    expect(text).toContain('✔ Looking at the stack')
    expect(colours.exec(screen)).toBeNull()
  })

  it('that does not tell its width it ends all the same', async () => {
    const { code, text } = await runOnTerminal(['plan', '--env-file', bed.installation().envFile], { columns: 0 })
    expect(code).toBe(2)
    expect(text).toMatch(/^Changes pending: \d+ to create/m)
  })

  it('that does not tell its width it is asked on all the same', async () => {
    const { code } = await runOnTerminal(['init', '--env-file', bed.installation().envFile], {
      columns: 0,
      answers: [
        [whereTo, '\r'],
        ['(y/N)', 'n\r'],
      ],
    })
    expect(code).toBe(3)
  })

  it('one that is narrow still shows how it ended', async () => {
    const { code, text } = await runOnTerminal(['plan', '--env-file', bed.installation().envFile], { columns: 20 })
    expect(code).toBe(2)
    expect(text).toMatch(/^Changes pending: \d+ to create/m)
  })

  it('--json is one document, without spinner, colours or questions', async () => {
    const { code, screen } = await runOnTerminal(['plan', '--env-file', bed.installation().envFile, '--json'])
    expect(screen).not.toContain('\u001b')
    expect(JSON.parse(screen)).toMatchObject({ format: 1, exitCode: code })
  })
})

describe('which application the stack is for', () => {
  const which = 'Which application is the stack for?'
  const recipe = join(packageFolder(), 'test/fixtures/dodas/recipe.yaml')

  it('is asked where nothing says it; its own settings are read then', async () => {
    const down = '\u001b[B'
    const { code, text } = await runOnTerminal(['init', '--search-url', 'http://127.0.0.1:9'], {
      answers: [[which, `${down}${down}\r`]],
    })
    expect(code).toBe(5)
    expect(text).toContain('ELASTICSEARCH_ENABLED is not set: ISP Management Platform sends nothing until it is true')
  })

  it('is not asked where the file says it', async () => {
    const { code, text } = await runOnTerminal(['init', '--env-file', recipe])
    expect(code).toBe(3)
    expect(text).not.toContain(which)
    expect(text).toContain('monitordb_ip is "host:port", as in the example')
  })

  it('Ctrl-C at the question ends it', async () => {
    const { code, text } = await runOnTerminal(['init', '--search-url', 'http://127.0.0.1:9'], {
      answers: [[which, ctrlC]],
    })
    expect(code).toBe(130)
    expect(text).toMatch(/^Interrupted: nothing was changed\.$/m)
  })
})

describe('questions', () => {
  it('where the password goes and whether to begin; .env is offered first', async () => {
    const at = bed.installation()
    const { code, text } = await runOnTerminal(['init', '--env-file', at.envFile], {
      answers: [
        [whereTo, '\r'],
        ['(y/N)', 'y\r'],
      ],
    })
    expect(code).toBe(0)
    expect(text).toMatch(really)
    expect(text).toMatch(/^Done: /m)
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    expect((await runElkctl(['plan', '--env-file', at.envFile])).code).toBe(0)
  })

  it('or into a file of its own, whose name is asked for', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'credentials')
    const before = at.env()
    const { code } = await runOnTerminal(['init', '--env-file', at.envFile], {
      answers: [
        [whereTo, '\u001b[B\r'],
        ['Name of the new file', `${file}\r`],
        ['(y/N)', 'y\r'],
      ],
    })
    expect(code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_PASSWORD=.+$/m)
    expect(at.env()).toBe(before)
  })

  it.each([
    { answer: 'no', keys: 'n\r' },
    { answer: 'nothing, which is no', keys: '\r' },
  ])('"$answer" changes nothing', async ({ keys }) => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const { code, text } = await runOnTerminal(['init', '--env-file', at.envFile, '--write-env'], {
      answers: [['(y/N)', keys]],
    })
    expect(code).toBe(3)
    expect(text).toContain('nothing was changed')
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it.each([
    { when: 'where the password goes', answers: [[whereTo, ctrlC]] as [string, string][] },
    {
      when: 'whether to begin',
      answers: [
        [whereTo, '\r'],
        ['(y/N)', ctrlC],
      ] as [string, string][],
    },
  ])('Ctrl-C at the question $when: 130, and nothing is changed', async ({ answers }) => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const { code, text } = await runOnTerminal(['init', '--env-file', at.envFile], { answers })
    expect(code).toBe(130)
    expect(text).toMatch(/^Interrupted: nothing was changed\.$/m)
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('Ctrl-C while the spinner turns: 130', async () => {
    bed.setKibana('starting')
    const at = bed.installation()
    const { code, text } = await runOnTerminal(['plan', '--env-file', at.envFile], {
      answers: [['waiting for', ctrlC]],
    })
    expect(code).toBe(130)
    expect(text).toMatch(/^Interrupted: nothing was changed\.$/m)
  })

  it('the release, where docker-compose.yml does not say it', async () => {
    const at = bed.installation()
    rmSync(join(at.folder, 'docker-compose.yml'))
    const { code, text } = await runOnTerminal(['plan', '--env-file', at.envFile], {
      answers: [['Which release of OpenVidu Pro is it', '2.15.0\r']],
    })
    expect(code).toBe(6)
    expect(text).toContain('OpenVidu Pro 2.15.0 cannot use an external Elastic Stack')
  })

  it('a password that is missing, which is not shown while it is typed', async () => {
    const at = bed.installation({ password: '' })
    const { code, text } = await runOnTerminal(['plan', '--env-file', at.envFile], {
      answers: [['Password of elastic:', `${bed.admin.password}\r`]],
    })
    expect(code).toBe(2)
    expect(text).not.toContain(bed.admin.password)
  })

  it('a password that is wrong is sent once: directories lock an account after a few refusals', async () => {
    const at = bed.installation({ password: '' })
    bed.stack.clear()
    const { code } = await runOnTerminal(['plan', '--env-file', at.envFile], {
      answers: [['Password of elastic:', 'mistyped\r']],
    })
    expect({ code, asked: bed.requests() }).toEqual({ code: 4, asked: ['GET /'] })
  })

  it('the new password with --password-stdin, which is not shown while it is typed', async () => {
    const at = bed.installation()
    const password = 'typed-by-hand-3391'
    const { code, text } = await runOnTerminal(
      ['init', '--env-file', at.envFile, '--yes', '--write-env', '--password-stdin'],
      { answers: [['New user’s password:', `${password}\r`]] },
    )
    expect(code).toBe(0)
    expect(text).not.toContain(password)
    expect(at.value('ELASTICSEARCH_PASSWORD')).toBe(password)
  })

  it('are not asked with --yes', async () => {
    const at = bed.installation()
    const { code, text } = await runOnTerminal(['init', '--env-file', at.envFile, '--yes', '--write-env'])
    expect(code).toBe(0)
    expect(text).not.toMatch(really)
  })
})

describe('once .env names the service account', () => {
  it('what it may not do is done by an administrator, who is asked for; without a terminal that is one line', async () => {
    const at = bed.installation()
    const administrator = bed.installation()
    expect((await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env'])).code).toBe(0)

    // verify sees who the application signs in as.
    expect(await runElkctl(['verify', '--env-file', at.envFile])).toMatchObject({ code: 0, stderr: '' })
    expect(await runElkctl(['verify', '--env-file', administrator.envFile])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        `${administrator.envFile} names elastic (superuser) instead of the service account openvidu. To put openvidu into ${administrator.envFile}: copy the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD from a node that has the password, or run elkctl init --write-env --reset-password`,
      ),
    })

    const carol = ['create-user', 'carol', '--read-only', '--env-file', at.envFile]
    const file = join(at.folder, 'carol')
    bed.stack.clear()
    const refused = await runElkctl([...carol, '--yes', '--credentials-file', file])
    expect(refused.code).toBe(4)
    expect(refused.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^Error: The role openvidu-viewer-role and the user carol need an administrator, and .* names openvidu: /,
      ),
      expect.stringMatching(/^ {2}Sign in as an administrator: --admin-username NAME --admin-password-stdin/),
    ])
    for (const command of [
      ['delete-user', 'openvidu', '--yes'],
      ['rotate-password', 'elastic', '--yes', '--credentials-file', file],
    ])
      expect(await runElkctl([...command, '--env-file', at.envFile])).toMatchObject({
        code: 4,
        stderr: expect.stringMatching(/needs an administrator.*\n.*--admin-username NAME/),
      })
    expect(bed.stack.writes()).toEqual([])

    const { code, text } = await runOnTerminal([...carol, '--credentials-file', file], {
      answers: [
        ['Name of an administrator:', `${bed.admin.username}\r`],
        ['Password of elastic:', `${bed.admin.password}\r`],
        ['(y/N)', 'y\r'],
      ],
    })
    expect(code).toBe(0)
    expect(text).not.toContain(bed.admin.password)
    expect(readFileSync(file, 'utf8')).toMatch(/^ELASTICSEARCH_USERNAME=carol$/m)
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
  })
})

it.each([
  ['junit', '<?xml'],
  ['github', '::'],
  ['markdown', '### elkctl verify'],
  ['prometheus', '# HELP'],
  ['json', '{'],
])('a document (%s) is the same on a terminal: no question, no spinner, no colour', async (format, begins) => {
  const { code, screen } = await runOnTerminal(['verify', '--output', format, '--env-file', bed.installation().envFile])
  expect({ code, begins: screen.slice(0, begins.length) }).toEqual({ code: 2, begins })
  expect(screen).not.toContain('\u001b')
})
