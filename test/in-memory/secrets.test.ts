import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl, type Result, type RunOptions } from '../../sandbox/run-elkctl.js'
import { basic, onTestbed } from '../support/testbed.js'

/** Two passwords with everything in them that some format writes differently. */
const administrator = { username: 'administrator', password: `a#w "d'$=é\\5127` }
const account = { username: 'openvidu', password: `n#w "d'$=é\\8843` }

const bed = onTestbed()
beforeEach(async () => {
  const { password } = administrator
  await bed.asAdmin('PUT', `/_security/user/${administrator.username}`, { password, roles: ['superuser'] })
})

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '')

/** Every form in which a password may turn up. */
function formsOf({ username, password }: { username: string; password: string }): Record<string, string> {
  return {
    raw: password,
    inUrl: encodeURIComponent(password),
    inForm: encodeURIComponent(password).replaceAll('%20', '+'),
    inJson: escaped(password),
    inJsonInJson: escaped(escaped(password)),
    base64: base64(password),
    basic: base64(`${username}:${password}`),
  }
}

function expectNoSecrets({ stdout, stderr }: Result): void {
  const seen = [administrator, account].flatMap((credentials) =>
    Object.entries(formsOf(credentials))
      .filter(([, form]) => (stdout + stderr).includes(form))
      .map(([name]) => `${credentials.username} ${name}`),
  )
  expect(seen).toEqual([])
}

const withNewPassword = (at: Installation, more: string[], options: RunOptions = {}) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', '--password-stdin', ...more], {
    stdin: `${account.password}\n`,
    ...options,
  })

/** With --verbose they say all that they say without it, and more. */
const formats = [['--verbose'], ['--quiet'], ['--json', '--verbose']]

describe.each(formats.map((format) => ({ format, title: format.join(' ') })))(
  'passwords stay out of what it prints with $title',
  ({ format }) => {
    it('when all goes well', async () => {
      const result = await withNewPassword(bed.installation(administrator), format)
      expect({ code: result.code, stderr: format.includes('--verbose') || result.stderr }).toEqual({
        code: 0,
        stderr: format.includes('--verbose') || '',
      })
      expectNoSecrets(result)
    })

    it('when the server repeats in its refusal what it was sent', async () => {
      let repeated = ''
      bed.onSearch = ({ method, path, headers, body }) => {
        if (method !== 'PUT' || !path.startsWith('/_security/user/')) return undefined
        const reason = `cannot do ${body} for ${String(headers.authorization)} or ${encodeURIComponent(account.password)}`
        repeated = reason
        return { status: 400, body: { error: { type: 'parse_exception', reason }, status: 400 } }
      }
      const result = await withNewPassword(bed.installation(administrator), format)
      expect(repeated).toContain(escaped(account.password))
      expect(result.code).toBe(8)
      expect(result.stdout + result.stderr).toContain('cannot do ')
      expectNoSecrets(result)
    })

    it('when the sign-in is refused with a page that repeats it', async () => {
      bed.onSearch = ({ headers }) => ({
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: `<p>Bad gateway for ${String(headers.authorization)} (${administrator.password})</p>`,
      })
      const result = await withNewPassword(bed.installation(administrator), [...format, '--wait', '0'])
      expect(result.code).toBe(5)
      expect(result.stdout + result.stderr).toContain('Bad gateway for ')
      expectNoSecrets(result)
    })
  },
)

describe('passwords', () => {
  it('that elkctl makes up stay out of what a server repeats', async () => {
    let made = ''
    bed.onSearch = ({ method, path, body }) => {
      if (method !== 'PUT' || !path.startsWith('/_security/user/')) return undefined
      made = (JSON.parse(body) as { password: string }).password
      return { status: 400, body: { error: { type: 'parse_exception', reason: `cannot do ${body}` }, status: 400 } }
    }
    const at = bed.installation()
    const { stdout, stderr } = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env'])
    expect(made.length).toBeGreaterThan(20)
    expect(stderr).toContain('cannot do ')
    expect(stdout + stderr).not.toContain(made)
  })

  it('are not cut in two where a long answer is shortened', async () => {
    const part = administrator.password.slice(0, 10)
    for (const length of [188, 192, 196]) {
      bed.onSearch = () => ({
        status: 502,
        body: `${'-'.repeat(length)}${administrator.password} and so on, and so on`,
      })
      const { stderr } = await runElkctl(['plan', '--env-file', bed.installation(administrator).envFile, '--wait', '0'])
      expect(stderr).not.toContain(part.slice(0, 4))
    }
  })

  it('are not in the process list', async () => {
    const seen: string[] = []
    const at = bed.installation()
    const { code } = await runElkctl(
      [
        'init',
        '--env-file',
        at.envFile,
        '--dry-run',
        '--admin-username',
        administrator.username,
        '--admin-password-stdin',
      ],
      {
        stdin: administrator.password,
        onStart: ({ pid }) => {
          bed.onSearch = () => {
            seen.push(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' '))
            return undefined
          }
        },
      },
    )
    expect(code).toBe(2)
    expect(seen.length).toBeGreaterThan(1)
    for (const commandLine of seen) {
      expect(commandLine).toContain('--admin-password-stdin')
      for (const form of Object.values(formsOf(administrator))) expect(commandLine).not.toContain(form)
    }
  })

  it('with every special character arrive as they are: in .env, on the stack, and back', async () => {
    const special = { username: 'special', password: `p#w "d'$=` }
    await bed.asAdmin('PUT', '/_security/user/special', { password: special.password, roles: ['superuser'] })
    const at = bed.installation(special)
    expect(at.env()).toContain(`\nELASTICSEARCH_PASSWORD=p#w "d'$=\n`)
    const before = at.env()

    const { code, stderr } = await withNewPassword(at, [])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(at.value('ELASTICSEARCH_PASSWORD')).toBe(account.password)
    const emptied = before.replace(/^ELASTICSEARCH_PASSWORD=.*$/m, 'ELASTICSEARCH_PASSWORD=')
    expect(readFileSync(`${at.envFile}.elkctl-backup`, 'utf8')).toBe(emptied)
    const { status } = await fetch(`${bed.searchUrl}/_security/_authenticate`, {
      headers: { authorization: basic(account) },
    })
    expect(status).toBe(200)

    const second = await runElkctl(['plan', '--env-file', at.envFile])
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toContain('signed in as openvidu')
  })

  it.each([
    {
      from: '.env',
      installed: administrator,
      more: [],
      options: {},
    },
    {
      from: 'the environment',
      installed: { username: null, password: null },
      more: [],
      options: {
        env: { ELKCTL_ADMIN_USERNAME: administrator.username, ELKCTL_ADMIN_PASSWORD: administrator.password },
      },
    },
    {
      from: 'standard input',
      installed: { username: null, password: null },
      more: ['--admin-username', administrator.username, '--admin-password-stdin'],
      options: { stdin: `${administrator.password}\n` },
    },
  ])('of the administrator from $from are not stored anywhere', async ({ installed, more, options }) => {
    const at = bed.installation(installed)
    const result = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more], options)
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    for (const file of readdirSync(at.folder))
      expect({ file, text: readFileSync(join(at.folder, file), 'utf8') }).toEqual({
        file,
        text: expect.not.stringContaining(administrator.password),
      })
    expectNoSecrets(result)
  })
})

describe('a password that is an ordinary word', () => {
  const plain = { username: 'keeper', password: 'openvidu' }
  beforeEach(async () => {
    await bed.asAdmin('PUT', `/_security/user/${plain.username}`, { password: plain.password, roles: ['superuser'] })
  })

  it.each([['--verbose'], ['--json']])('does not garble what elkctl says, nor is it told: %s', async (format) => {
    const at = bed.installation(plain)
    const plan = await runElkctl(['plan', '--env-file', at.envFile, format])
    expect(plan.code).toBe(2)
    expect(plan.stdout).toContain('openvidu-role')
    expect(plan.stdout + plan.stderr).not.toContain('(secret)')
    const wrong = await runElkctl(['plan', '--env-file', bed.installation({ ...plain, username: 'nobody' }).envFile])
    expect(wrong.code).toBe(4)
    expect(wrong.stderr).not.toContain('(secret)')
  })

  it('is gone where the server repeats it as a password', async () => {
    const at = bed.installation(plain)
    bed.onSearch = ({ headers }) => ({
      status: 502,
      body: `for ${String(headers.authorization)}, {"password":"openvidu"}, http://keeper:openvidu@host`,
    })
    const { stderr } = await runElkctl(['plan', '--env-file', at.envFile, '--wait', '0s'])
    expect(stderr).toContain('{"password":"(secret)"}, http://keeper:(secret)@host')
    expect(stderr).not.toContain(base64(`${plain.username}:${plain.password}`))
  })
})
